"""Strangers who asked to be told of new reports, and the mails to them: rows first, as everywhere."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from publishing.models.live import LiveStatement

LEASE = timedelta(minutes=5)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
UNCONFIRMED_KEPT = timedelta(days=7)


def new_key() -> str:
    return secrets.token_urlsafe(32)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None).filter(left_at=None)

    def never_confirmed(self, now: datetime) -> Self:
        """Asked for long ago, perhaps by somebody else: forgotten."""
        return self.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_KEPT)


class Subscriber(models.Model):
    """An address. It gets reports only after its owner confirmed; who leaves takes the address with them."""

    email = models.EmailField(blank=True)
    confirm_key = models.CharField(max_length=64, unique=True, default=new_key)
    leave_key = models.CharField(max_length=64, unique=True, default=new_key)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("email",), condition=~models.Q(email=""), name="subscriber_once"),
            models.CheckConstraint(
                condition=models.Q(left_at=None, email__gt="") | models.Q(left_at__isnull=False, email=""),
                name="subscriber_leaves_with_address",
            ),
        )

    def __str__(self) -> str:
        return self.email or "somebody who left"


class SubscriberMailQuerySet(models.QuerySet["SubscriberMail"]):
    def claimable(self, now: datetime) -> Self:
        """Neither sent nor given up, due, and in nobody's hands."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=now)
        return self.filter(free, next_try_at__lte=now, sent_at=None, given_up_at=None)


class SubscriberMail(models.Model):
    """One mail to one subscriber, once for each occasion."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm"
        PUBLISHED = "published"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind)
    page = models.ForeignKey(LiveStatement, on_delete=models.CASCADE, null=True, related_name="+")
    occasion = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = SubscriberMailQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("subscriber", "kind", "occasion"), name="subscriber_mail_once"),
            models.CheckConstraint(
                condition=models.Q(kind="confirm") | models.Q(page__isnull=False),
                name="subscriber_mail_about_something",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(sent_at=None, given_up_at=None),
                name="subscriber_mail_to_send",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion} → {self.subscriber_id}"
