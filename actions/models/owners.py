"""From whom to whom an item was handed over."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from actions.models.item import ActionItem


class OwnerChange(models.Model):
    """One handing over, kept for ever."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="owner_changes")
    was = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    now = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"
