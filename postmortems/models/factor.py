"""Contributing factors: there is no single root cause, so these are rows, many per incident."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import TimelineEvent
from postmortems.models.postmortem import Postmortem


class FactorCategory(models.Model):
    """A node of the tree by which an organisation groups what it learns."""

    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "factor categories"
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="factor_category_once"),
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(parent=None), name="factor_category_root_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent else self.name


class FactorKind(models.TextChoices):
    TRIGGER = "trigger", _("Trigger")
    TECHNICAL = "technical", _("Technical")
    ORGANISATIONAL = "organisational", _("Organisational")
    PROCESS = "process", _("Process")
    EXTERNAL = "external", _("External")
    MITIGATING = "mitigating", _("What went well")
    LUCK = "luck", _("Where we got lucky")


class FactorManager(models.Manager["ContributingFactor"]):
    """Without those that were removed; ``_base_manager`` has them all."""

    def get_queryset(self) -> models.QuerySet["ContributingFactor"]:
        return super().get_queryset().filter(removed_at=None)


class ContributingFactor(models.Model):
    Kind = FactorKind

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="factors")
    statement = models.TextField(_("statement"))
    kind = models.CharField(_("kind"), max_length=16, choices=FactorKind, default=FactorKind.TECHNICAL)
    category = models.ForeignKey(
        FactorCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="factors",
        verbose_name=_("category"),
    )
    evidence = models.ManyToManyField(
        TimelineEvent, blank=True, related_name="factors", verbose_name=_("timeline events")
    )
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = FactorManager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=FactorKind.values), name="factor_kind_known"),
        )

    def __str__(self) -> str:
        return self.statement[:80]

    def remove(self) -> None:
        """Take it off the list; ``restore`` brings it back."""
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])

    def restore(self) -> None:
        self.removed_at = None
        self.save(update_fields=["removed_at"])
