"""How bad, and what follows from it: the policy lives in these rows."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.business_days import add_business_days


class Severity(models.Model):
    """A severity and its policy. Days are business days."""

    rank = models.PositiveSmallIntegerField(
        _("rank"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(9)], help_text=_("1 is the worst.")
    )
    name = models.CharField(_("name"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=200)
    postmortem_required = models.BooleanField(_("postmortem required"), default=False)
    postmortem_days = models.PositiveSmallIntegerField(_("postmortem due after (days)"), default=10)
    approvals_needed = models.PositiveSmallIntegerField(_("approvals needed"), default=1)
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

    def postmortem_due(self, start: date) -> date:
        """The day a postmortem started on ``start`` is due."""
        return add_business_days(start, self.postmortem_days)

    def action_due(self, priority: str, start: date) -> date:
        """The day an action item of ``priority`` (``"P1"`` to ``"P4"``) agreed on ``start`` is due."""
        return add_business_days(start, getattr(self, f"{priority.lower()}_days"))
