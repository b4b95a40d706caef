"""Files that take a while to make: a row first, made by a worker, kept for some days."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from postmortems.models import Postmortem

LEASE = timedelta(minutes=2)  # how long a worker that died holds an export up; each step prolongs it
MOST_TRIES = 3
KEPT = timedelta(days=7)


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        """One's own of what one may still see; those of the whole organisation to admins."""
        own = models.Q(kind=Export.Kind.PDF, asked_by=user, postmortem__in=Postmortem.objects.visible_to(user))
        return self.filter(own | models.Q(kind=Export.Kind.ORGANISATION)) if user.is_admin else self.filter(own)

    def unfinished(self) -> Self:
        return self.filter(ready_at=None, failed_at=None)

    def claimable(self, now: datetime) -> Self:
        """Unfinished and in nobody's hands."""
        return self.unfinished().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))

    def lapsed(self, now: datetime) -> Self:
        return self.filter(expires_at__lt=now)


def place_of(export: "Export", _name: str) -> str:
    return f"exports/{export.uuid}"


class Export(models.Model):
    """One file that somebody asked for. ``made_of`` tells one content from another, so that asking twice makes one."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        ORGANISATION = "organisation", _("Everything")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, null=True, related_name="+")
    draft = models.BooleanField(default=False)
    made_of = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to=place_of, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="pdf", postmortem__isnull=False)
                | models.Q(kind="organisation", postmortem__isnull=True),
                name="export_of_one_or_of_all",
            ),
            models.CheckConstraint(
                condition=models.Q(ready_at=None) | (models.Q(failed_at=None) & ~models.Q(file="")),
                name="export_ready_has_file",
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=models.Q(kind="organisation", ready_at=None, failed_at=None),
                name="export_of_all_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("asked_by", "postmortem", "draft", "made_of"),
                condition=models.Q(kind="pdf"),
                name="export_pdf_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:export", args=[self.uuid])

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.postmortem.key}.pdf" if self.postmortem else f"postmortems-{self.created_at:%Y-%m-%d}.zip"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_unfinished(self) -> bool:
        return self.ready_at is None and self.failed_at is None
