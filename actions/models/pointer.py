"""Already planned, also prevents this: other postmortems that point at an item."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from actions.models.item import ActionItem
from postmortems.models import ContributingFactor, Postmortem


class Pointer(models.Model):
    """``postmortem`` needs nothing new for this: ``item``, which another one brought up, prevents it too."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="pointers")
    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="pointers")
    factor = models.ForeignKey(
        ContributingFactor, on_delete=models.SET_NULL, null=True, blank=True, related_name="pointers"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("item", "postmortem"), name="pointer_once"),)

    def __str__(self) -> str:
        return f"{self.postmortem.key} → {self.item.key}"
