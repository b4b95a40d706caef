"""The five points in time from which every duration is derived."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Milestone(models.Model):
    class Kind(models.TextChoices):
        STARTED = "started", _("Started")
        DETECTED = "detected", _("Detected")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        MITIGATED = "mitigated", _("Mitigated")
        RESOLVED = "resolved", _("Resolved")

    class Precision(models.TextChoices):
        EXACT = "exact", _("Exact")
        APPROXIMATE = "approximate", _("About")
        UNKNOWN = "unknown", _("Nobody knows")

    REQUIRED_TO_CLOSE: ClassVar[tuple[str, ...]] = (Kind.STARTED, Kind.DETECTED, Kind.RESOLVED)

    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("milestone"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=12, choices=Precision, default=Precision.EXACT)

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("at", "incident")),)
        constraints = (
            models.UniqueConstraint(fields=("incident", "kind"), name="milestone_once"),
            models.CheckConstraint(
                condition=models.Q(precision="unknown", at=None)
                | (~models.Q(precision="unknown") & models.Q(at__isnull=False)),
                name="milestone_unknown_has_no_time",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_approximate(self) -> bool:
        return self.precision == self.Precision.APPROXIMATE
