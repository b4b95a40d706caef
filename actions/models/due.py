from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models.item import ActionItem
from core.lifecycle import Blocker, MoveNotAllowed


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

    @transaction.atomic
    def take_back(self) -> None:
        """As if it had never been: a date that was moved by mistake did not slip. Only while nothing came after it."""
        item = ActionItem.objects.select_for_update().get(pk=self.item_id)
        last = item.due_changes.order_by("at", "pk").last()
        if last is None or last.pk != self.pk or item.due_on != self.now or not item.is_unfinished:
            raise MoveNotAllowed("move_due", [Blocker("moved-on", _("It has moved on meanwhile."))])
        item.due_on = self.was
        item.save(update_fields=["due_on", "updated_at"])
        self.delete()
