from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Participant(models.Model):
    """Somebody who took part: a person with an account, or a name."""

    class Role(models.TextChoices):
        COMMANDER = "commander", _("Incident commander")
        COMMUNICATIONS = "communications", _("Communications")
        SCRIBE = "scribe", _("Scribe")
        RESPONDER = "responder", _("Responder")
        EXPERT = "expert", _("Subject expert")
        OBSERVER = "observer", _("Observer")
        REPORTER = "reporter", _("Reporter")

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("For somebody without an account."))
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.RESPONDER)
    came_from = models.ForeignKey(  # the duplicate that it was taken over from
        "incidents.Incident", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, name="") | (models.Q(user=None) & ~models.Q(name="")),
                name="participant_person_or_name",
                violation_error_message=_("Choose a person or write a name, one of the two."),
            ),
            models.UniqueConstraint(fields=("incident", "user", "role"), name="participant_once"),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.user.name if self.user else self.name
