"""That an incident was a duplicate, and what went to the one it duplicated."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from incidents.models.incident import Incident


class IncidentMergeQuerySet(models.QuerySet["IncidentMerge"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)


class IncidentMerge(models.Model):
    """One merge; ``moved`` names every row that went over (see ``incidents.merging``), so that it can be taken back."""

    duplicate = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="merges")
    survivor = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="merged_here")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    moved: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = IncidentMergeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("duplicate",), condition=models.Q(undone_at=None), name="incident_merged_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(duplicate=models.F("survivor")), name="incident_merged_into_another"
            ),
        )

    def __str__(self) -> str:
        return f"INC-{self.duplicate_id} into INC-{self.survivor_id}"
