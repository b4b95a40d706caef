"""Contributing factors: there is no single root cause, so these are rows, many per incident."""

from typing import Self

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Setting
from core.lifecycle import Blocker, MoveNotAllowed
from incidents.models import TimelineEvent
from postmortems.models.postmortem import Postmortem


class CategoryQuerySet(models.QuerySet["FactorCategory"]):
    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_uses(self) -> Self:
        """Each with ``uses``: how many factors carry it."""
        present = models.Q(factors__removed_at=None)
        counted = self.annotate(uses=models.Count("factors", filter=present))
        return counted.order_by("name")  # counting lets go of it

    def in_tree_order(self) -> Self:
        """Every category, each top one before those below it."""
        top = Coalesce("parent__name", "name")
        return self.select_related("parent").order_by(top, models.F("parent").asc(nulls_first=True), "name")


class FactorCategory(Setting):
    """A node of the tree by which an organisation groups what it learns. The tree has two levels."""

    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")

    objects = CategoryQuerySet.as_manager()

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

    def possible_parents(self) -> models.QuerySet["FactorCategory"]:
        """Below which it may stand besides on top: none while others stand below it, for the tree has two levels."""
        others = FactorCategory.objects.roots().exclude(pk=self.pk)
        return others.none() if self.pk and self.children.exists() else others

    def possible_targets(self) -> models.QuerySet["FactorCategory"]:
        """Into which it may be merged; one with others below it only into a top one, which takes those in."""
        others = FactorCategory.objects.exclude(pk=self.pk)
        return others.roots() if self.children.exists() else others

    @transaction.atomic
    def arrange(self, *, name: str, parent: "FactorCategory | None") -> None:
        """Call it ``name`` and put it below ``parent`` (None: on top). Raises ``MoveNotAllowed`` for a third level."""
        list(FactorCategory.objects.select_for_update())  # two moves at once must not make a third level either
        if parent and not self.possible_parents().filter(pk=parent.pk).exists():
            message = _("Categories have two levels: this would make a third.")
            raise MoveNotAllowed("arrange", [Blocker("third-level", message)])
        self.name, self.parent = name, parent
        self.save()

    @transaction.atomic
    def merge_into(self, other: "FactorCategory") -> int:
        """Give its factors and what stands below it to ``other``; it is gone then. Returns how many factors moved.

        Raises ``MoveNotAllowed`` where that would make a third level.
        """
        list(FactorCategory.objects.select_for_update())
        if not self.possible_targets().filter(pk=other.pk).exists():
            message = _("Categories have two levels: this would make a third.")
            raise MoveNotAllowed("merge", [Blocker("third-level", message)])
        moved = _hand_over([self.pk], other)
        for child in self.children.all():
            twin = other.children.filter(name__iexact=child.name).first()
            if twin:
                moved += child.merge_into(twin)
            else:
                child.parent = other
                child.save(update_fields=["parent"])
        self.delete()
        return moved

    @transaction.atomic
    def remove(self) -> int:
        """Delete it and what stands below it; their factors go to its parent, or to none. Returns how many."""
        moved = _hand_over([self.pk, *self.children.values_list("pk", flat=True)], self.parent)
        self.delete()
        return moved

    def weight(self) -> int:
        """How many factors carry it or one below it."""
        return ContributingFactor.objects.filter(
            models.Q(category=self.pk) | models.Q(category__parent=self.pk)
        ).count()


def _hand_over(categories: list[int], to: FactorCategory | None) -> int:
    """Put the factors of ``categories`` into ``to``, also removed ones. Returns how many of them are not removed."""
    count = ContributingFactor.objects.filter(category__in=categories).count()
    ContributingFactor._base_manager.filter(category__in=categories).update(category=to)
    return count


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

    @transaction.atomic
    def move(self, *, up: bool) -> None:
        """One place up or down in its list; at the end of the list it stays."""
        Postmortem.objects.select_for_update().get(pk=self.postmortem_id)
        order = list(ContributingFactor.objects.filter(postmortem_id=self.postmortem_id))
        place = order.index(self)
        order.insert(max(0, place - 1) if up else place + 1, order.pop(place))
        for position, factor in enumerate(order):
            factor.position = position
            factor.save(update_fields=["position"])
