"""After how many days somebody is told: the organisation's policy of chasing, one row."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


def _days(label: StrOrPromise, default: int, help_text: StrOrPromise) -> "models.PositiveSmallIntegerField[int, int]":
    limits = [MinValueValidator(1), MaxValueValidator(365)]
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text, validators=limits)


class ChasingPolicy(models.Model):
    """``ChasingPolicy.get()`` is the one there is; its defaults hold until an admin saves others."""

    THE_ONE = 1

    soon_days = _days(_("due soon"), 3, _("Working days before the due date: its owner is told."))
    lead_days = _days(_("to the team's lead"), 7, _("Days after the due date: the leads are told too."))
    admin_days = _days(_("to the admins"), 21, _("Days after the due date: the admins are told too."))
    decide_days = _days(_("undecided"), 5, _("Working days that a proposal may wait for a decision."))
    verify_days = _days(_("did it work"), 30, _("Days after it was done: the postmortem's owner is asked."))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="chasing_policy_is_one"),
            models.CheckConstraint(
                condition=models.Q(admin_days__gte=models.F("lead_days")),
                name="chasing_policy_leads_before_admins",
                violation_error_message=_("The leads are told before the admins, or on the same day."),
            ),
        )

    def __str__(self) -> str:
        return "policy"

    @classmethod
    def get(cls) -> "ChasingPolicy":
        return cls.objects.first() or cls(pk=cls.THE_ONE)
