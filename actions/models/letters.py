"""What links in mails leave behind: that somebody sleeps on an item, and that a link was used."""

from django.conf import settings
from django.db import models
from django.utils import timezone

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


class SpentLink(models.Model):
    """A link from a mail that was used; what it was is not kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest
