"""How bad, and what follows from it: the policy lives in these rows."""

from collections.abc import Container
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Setting, closed_days
from core.business_days import add_business_days
from core.lifecycle import Blocker, MoveNotAllowed

RANKS = range(1, 10)
MOST = len(RANKS) - 1  # one rank stays free: two severities change places through it


class Severity(Setting):
    """A severity and its policy. Days are business days, holidays of the organisation left out."""

    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(9)], help_text=_("1 is the worst.")
    )
    name = models.CharField(_("name"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=200)
    postmortem_required = models.BooleanField(_("postmortem required"), default=False)
    postmortem_days = models.PositiveSmallIntegerField(_("postmortem due after (days)"), default=10)
    approvals_needed = models.PositiveSmallIntegerField(_("approvals needed"), default=1)
    statement_days = models.PositiveSmallIntegerField(
        _("statement to customers due after (days)"), null=True, blank=True
    )
    p1_days = models.PositiveSmallIntegerField(_("P1 actions due after (days)"), default=5)
    p2_days = models.PositiveSmallIntegerField(_("P2 actions due after (days)"), default=20)
    p3_days = models.PositiveSmallIntegerField(_("P3 actions due after (days)"), default=45)
    p4_days = models.PositiveSmallIntegerField(_("P4 actions due after (days)"), default=90)

    class Meta:
        ordering = ("rank",)
        verbose_name_plural = "severities"
        constraints = (
            models.CheckConstraint(condition=models.Q(rank__range=(1, 9)), name="severity_rank_1_to_9"),
            models.CheckConstraint(condition=models.Q(approvals_needed__gte=1), name="severity_needs_an_approval"),
        )

    def __str__(self) -> str:
        return self.name

    def postmortem_due(self, start: date, closed: Container[date] | None = None) -> date:
        """The day a postmortem started on ``start`` is due; ``closed``: the holidays, where many are asked for."""
        return add_business_days(start, self.postmortem_days, closed_days() if closed is None else closed)

    def statement_due(self, start: date, closed: Container[date] | None = None) -> date | None:
        """The day by which customers are told of what began on ``start``; None where the policy promises nothing."""
        if self.statement_days is None:
            return None
        return add_business_days(start, self.statement_days, closed_days() if closed is None else closed)

    def action_due(self, priority: str, start: date) -> date:
        """The day an action item of ``priority`` (``"P1"`` to ``"P4"``) agreed on ``start`` is due."""
        return add_business_days(start, getattr(self, f"{priority.lower()}_days"), closed_days())

    def blockers(self) -> list[Blocker]:
        """What keeps this severity from being deleted."""
        if used := self.incidents.count():
            words = ngettext(
                "%(n)d incident has it: give it another severity first.",
                "%(n)d incidents have it: give them another severity first.",
                used,
            )
            return [Blocker("severity-in-use", words % {"n": used}, f"{reverse('incidents:list')}?severity={self.pk}")]
        if not Severity.objects.exclude(pk=self.pk).exists():
            return [Blocker("last-severity", _("It is the only severity, and every incident has one."))]
        return []

    @transaction.atomic
    def remove(self) -> None:
        """Delete it. Raises ``MoveNotAllowed`` while an incident has it, or where it is the only one."""
        list(Severity.objects.select_for_update())  # two that are deleted at once must not both be the last but one
        if blockers := self.blockers():
            raise MoveNotAllowed("remove", blockers)
        self.delete()

    @transaction.atomic
    def change_places(self, *, up: bool) -> None:
        """Swap ranks with the next worse (``up``) or the next milder severity; at the end it stays.

        Raises ``MoveNotAllowed`` where every rank is taken.
        """
        order = list(Severity.objects.select_for_update())
        place = order.index(self)
        other = place - 1 if up else place + 1
        if other not in range(len(order)):
            return
        mine, theirs = order[place].rank, order[other].rank
        spare = next((rank for rank in RANKS if rank not in {one.rank for one in order}), None)
        if spare is None:
            raise MoveNotAllowed(
                "change_places", [Blocker("no-spare-rank", _("Every rank is taken: delete a severity first."))]
            )
        # One after the other, for a rank belongs to one severity at any moment.
        for pk, rank in ((self.pk, spare), (order[other].pk, mine), (self.pk, theirs)):
            Severity.objects.filter(pk=pk).update(rank=rank)
        self.refresh_from_db(fields=["rank"])
        self.note({"rank": mine}, {"rank": theirs})
