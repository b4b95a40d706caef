"""Contributing factors: there is no single root cause, so these are rows, many per incident."""

from django.db import models
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


class ContributingFactor(models.Model):
    class Kind(models.TextChoices):
        TRIGGER = "trigger", _("Trigger")
        TECHNICAL = "technical", _("Technical")
        ORGANISATIONAL = "organisational", _("Organisational")
        PROCESS = "process", _("Process")
        EXTERNAL = "external", _("External")
        MITIGATING = "mitigating", _("What went well")
        LUCK = "luck", _("Where we got lucky")

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="factors")
    statement = models.TextField(_("statement"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.TECHNICAL)
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

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.statement[:80]
