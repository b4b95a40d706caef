"""One outbox: what a person is told, written with the thing itself and delivered afterwards.

A row is unique by recipient, kind and subject key, so whoever decides twice tells once. Delivery gathers a person's
rows into a digest, which stays one from the first try on; it claims a digest with a conditional UPDATE and a lease, and
a worker that dies between claim and sending loses nothing, for the lease ends.
"""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.secrets import EncryptedField
from notifications.kinds import kinds_by_sight

LEASE = timedelta(seconds=settings.NOTIFICATION_LEASE_SECONDS)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))


MORNING = 8  # o'clock, unless a person wishes otherwise


def _working_week() -> list[int]:
    return [0, 1, 2, 3, 4]


class Urgency(models.IntegerChoices):
    """In which part of a digest it stands."""

    URGENT = 1, _("Most urgent")
    NORMAL = 2, _("Also waiting for you")
    QUIET = 3, _("For you to know")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> Self:
        """What ``user`` was told of things that they may still see; lists, counts and mails start here."""
        may_see = models.Q(pk__in=())
        for visible, names in kinds_by_sight().items():
            may_see |= models.Q(kind__in=names, subject_id__in=visible(user).values("pk"))
        return self.filter(may_see, recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def in_inbox(self) -> Self:
        """Without what its reader wants by mail alone."""
        return self.filter(in_inbox=True)

    def undelivered(self) -> Self:
        return self.filter(delivered_at=None, given_up_at=None, by_mail=True)

    def given_up(self) -> Self:
        """What did not reach people who should have been reached."""
        return self.exclude(given_up_at=None).filter(recipient__is_active=True)

    def claimable(self, now: datetime | None = None) -> Self:
        """Undelivered, due for a try, and in nobody's hands; what waits for a morning's round is not due yet."""
        moment = now or timezone.now()
        return (
            self.undelivered()
            .exclude(daily=True, digest=None)
            .filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=moment), next_try_at__lte=moment)
        )


class Notification(models.Model):
    """One thing that one person is told, once for each occasion."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_key = models.CharField(max_length=120, help_text="What it is about, and which occasion: ACT-103:2026-11-23")
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.NORMAL)
    daily = models.BooleanField(default=False, help_text="It waits for the recipient's morning.")
    by_mail = models.BooleanField(default=True, help_text="As the recipient wished when it was written.")
    in_inbox = models.BooleanField(default=True, help_text="The same.")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    digest = models.UUIDField(
        null=True, help_text="The mail it belongs to from the first try on, so that every try is the same mail."
    )
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("recipient", "kind", "subject_key"), name="notification_once"),
            models.CheckConstraint(
                condition=models.Q(delivered_at=None) | models.Q(given_up_at=None),
                name="notification_delivered_or_given_up",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(delivered_at=None, given_up_at=None),
                name="notification_to_deliver",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The key of what it is about: ``ACT-103``."""
        return self.subject_key.partition(":")[0]


class Round(models.Model):
    """That a person's morning of one day was looked at, and the number of the mail that came of it (if any)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rounds")
    day = models.DateField()
    digest = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="round_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.person} {self.day}"


class Preferences(models.Model):
    """What a person wants to be told where, and when their morning is. Who has no row has the defaults."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    hour = models.PositiveSmallIntegerField(_("o'clock"), default=MORNING)
    days = models.JSONField(default=_working_week, help_text="Weekdays on which one is told, 0 is Monday.")
    not_by_mail = models.JSONField(default=list, help_text="Names of kinds.")
    not_in_inbox = models.JSONField(default=list, help_text="The same.")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(hour__range=(0, 23)), name="preferences_hour_of_day"),)

    def __str__(self) -> str:
        return f"{self.person}"

    @classmethod
    def of(cls, person: User) -> "Preferences":
        """Those of ``person`` (fetched with them, or by one query), or the defaults."""
        try:
            return person.preferences
        except cls.DoesNotExist:
            return cls(person=person)

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.days


class TeamChat(models.Model):
    """Where a team is told together: an address of its chat, which is a secret and stored as one."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="chat")
    address = EncryptedField(help_text="As apprise writes it.")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.team}"


class ChatPostQuerySet(models.QuerySet["ChatPost"]):
    def claimable(self, now: datetime) -> Self:
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        return self.filter(free, delivered_at=None, given_up_at=None, next_try_at__lte=now)


class ChatPost(models.Model):
    """One message to one team's chat, once for each occasion. What it says is composed when it is sent."""

    class Kind(models.TextChoices):
        LIST = "list", _("The team's actions")
        TEST = "test", _("A test")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="chat_posts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LIST)
    occasion = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = ChatPostQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("team", "kind", "occasion"), name="chat_post_once"),
            models.CheckConstraint(condition=models.Q(kind__in=("list", "test")), name="chat_post_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.occasion}"
