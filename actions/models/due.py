from django.conf import settings
from django.db import models
from django.utils import timezone

from actions.models.item import ActionItem


class DueDateChange(models.Model):
    """One move of an open item's due date, kept for ever: how often a date slips is what tells."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="due_changes")
    was = models.DateField()
    now = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="due_change_has_reason"),)

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"
