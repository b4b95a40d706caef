"""What links in mails leave behind: that somebody sleeps on an item, and that a link was used."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from actions.models.item import ActionItem


class Snooze(models.Model):
    """``person`` is not reminded of ``item`` before ``until``; leads and admins are told as ever."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="snoozes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "person"), name="snooze_once"),)

    def __str__(self) -> str:
        return f"{self.item.key} until {self.until}"

    @staticmethod
    def wake(item: ActionItem, person: User) -> None:
        """Remind ``person`` of ``item`` as ever."""
        item.snoozes.filter(person=person).delete()

    @staticmethod
    def asleep_until(item: ActionItem, today: date) -> date | None:
        """Until when its owner is not reminded of it; None while they are, and where there is nothing to remind of."""
        if not item.is_unfinished:
            return None
        return item.snoozes.filter(person=item.owner_id, until__gt=today).values_list("until", flat=True).first()


class SpentLink(models.Model):
    """A link from a mail that was used; what it was is not kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest
