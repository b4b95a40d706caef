"""What is published, as words that can be searched."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from postmortems.models import Postmortem, Revision


class LibraryEntryQuerySet(models.QuerySet["LibraryEntry"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def newest(self) -> Self:
        return self.order_by("-postmortem__published_at", "-pk")

    def for_rows(self) -> Self:
        """With what a row shows: owner, incidents with severity and services."""
        rows = self.select_related("postmortem__owner")
        return rows.prefetch_related("postmortem__incidents__severity", "postmortem__incidents__services")


class LibraryEntry(models.Model):
    """The plain words of one published postmortem, by where they stand; ``publishing.library.entries`` keeps it true.

    The database indexes these columns by itself, see ``publishing.library.words``.
    """

    postmortem = models.OneToOneField(Postmortem, on_delete=models.CASCADE, related_name="in_library")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    timeline = models.TextField(blank=True)
    factors = models.TextField(blank=True)
    actions = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=1)
    refreshed_at = models.DateTimeField(default=timezone.now)

    objects = LibraryEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "library entries"

    def __str__(self) -> str:
        return self.title
