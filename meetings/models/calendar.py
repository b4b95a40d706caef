"""What goes to people's calendars: invitations, each a row before it is a mail, and private feeds."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from meetings.models.meeting import ReviewMeeting

LEASE = timedelta(minutes=5)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def claimable(self, now: datetime) -> Self:
        """Neither sent nor given up, due, and in nobody's hands."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        due = models.Q(next_try_at=None) | models.Q(next_try_at__lte=now)
        return self.filter(free, due, sent_at=None, given_up_at=None)


class Invitation(models.Model):
    """One calendar mail to one person: an invitation, a change of it (a higher ``sequence``), or its end."""

    class Method(models.TextChoices):
        REQUEST = "REQUEST", _("Invitation")
        CANCEL = "CANCEL", _("Cancellation")

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=8, choices=Method)
    sequence = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "user", "method", "sequence"), name="invitation_once"),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.sequence}: {self.meeting_id} → {self.user_id}"


class CalendarFeed(models.Model):
    """A person's private calendar address: only a hash of it is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar of {self.user}"

    @classmethod
    def renew(cls, user: User) -> str:
        """A new address for ``user``; the one before opens nothing any more. Returns the token, which is not kept."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(user=user, defaults={"token_hash": _hash(token), "created_at": timezone.now()})
        return token

    @classmethod
    def owner_of(cls, token: str) -> User | None:
        feed = cls.objects.select_related("user").filter(token_hash=_hash(token), user__is_active=True).first()
        return feed.user if feed else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Facilitating(models.Model):
    """Somebody who offers to facilitate meetings of others."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitating")

    def __str__(self) -> str:
        return str(self.user)
