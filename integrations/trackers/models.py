"""Connections to trackers, the issues that action items are linked to, and what trackers sent."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Verb, record
from actions.models import ActionItem
from core.secrets import EncryptedField
from integrations.trackers.kinds import TRACKERS, Gone, Issue, IssueState, Tracker

LEASE = timedelta(minutes=2)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


class Connection(models.Model):
    """One tracker that this organisation uses: where it is, and the secrets that pass between us."""

    kind = models.CharField(max_length=20, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("As people call it here."))
    base_url = models.URLField(_("address of its API"), max_length=300)
    project = models.CharField(max_length=140)
    account = models.CharField(_("account"), max_length=254, blank=True)
    token = EncryptedField(_("token"))
    hook_token = models.CharField(max_length=64, unique=True, editable=False)
    webhook_secret = EncryptedField(editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        made = self._state.adding
        self.hook_token = self.hook_token or secrets.token_urlsafe(24)
        self.webhook_secret = self.webhook_secret or secrets.token_urlsafe(32)
        super().save(**kwargs)
        self._on_record(before={}, after={"project": self.project, "made": made})

    @property
    def tracker(self) -> Tracker:
        return TRACKERS[self.kind]

    @property
    def hook_url(self) -> str:
        """Where the tracker's webhook posts to."""
        return f"{settings.BASE_URL}{reverse('trackers:hook', args=[self.kind, self.hook_token])}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._on_record(before={"project": self.project}, after={})
        return super().delete(*args, **kwargs)

    def renew_secret(self) -> None:
        """Another secret for the webhook: what is signed with the former is refused from now on."""
        self.webhook_secret = secrets.token_urlsafe(32)
        self.save()

    def _on_record(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        record(Verb.SETTING, f"{self.kind} {self.pk}", self.name, before=before, after=after)


class LinkQuerySet(models.QuerySet["IssueLink"]):
    def about(self, kind: str, issue: Issue) -> Self:
        return self.filter(kind=kind, remote=issue.remote)

    def to_make(self, now: Any) -> Self:
        """Issues that somebody asked for and that are due for a try in nobody's hands."""
        return self.filter(making=IssueLink.Making.ASKED, next_try_at__lte=now)

    def to_fetch(self, now: Any) -> Self:
        """Linked and not looked at yet."""
        due = self.filter(fetched_at=None, connection__isnull=False, next_try_at__lte=now)
        return due.exclude(remote="")


class IssueLink(models.Model):
    """The issue that tracks an action item's work, with what the tracker last told of it.

    ``making`` says how far an issue is that somebody asked for here; nothing is sent twice: a try whose end nobody
    saw stays ``UNSURE`` until a person has looked.
    """

    class Making(models.TextChoices):
        NOT = "", ""
        ASKED = "asked", _("being made")
        TRYING = "trying", _("being made")
        UNSURE = "unsure", _("made or not, nobody knows")
        FAILED = "failed", _("could not be made")

    item = models.OneToOneField(ActionItem, on_delete=models.CASCADE, related_name="issue_link")
    kind = models.CharField(max_length=20)
    connection = models.ForeignKey(Connection, on_delete=models.SET_NULL, null=True, related_name="links")
    remote = models.CharField(max_length=300, blank=True, db_index=True)
    url = models.URLField(max_length=500, blank=True)
    name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=IssueState, blank=True)
    words = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    assignee = models.CharField(max_length=200, blank=True)
    gone = models.CharField(max_length=10, choices=Gone, blank=True)
    note = models.CharField(max_length=300, blank=True)
    heard_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    making = models.CharField(max_length=10, choices=Making, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=~models.Q(remote="") | ~models.Q(making=""), name="issue_link_has_issue_or_is_being_made"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.get_making_display()

    @property
    def tracker(self) -> Tracker | None:
        """None once that tracker's folder is gone."""
        return TRACKERS.get(self.kind)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self, now: Any) -> Self:
        return self.filter(worked_at=None, given_up_at=None, next_try_at__lte=now)


class Delivery(models.Model):
    """One thing that a tracker sent, stored before anything is done about it; once, however often it is sent."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deliveries")
    delivery_id = models.CharField(max_length=128)
    event = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    given_up_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = (models.UniqueConstraint(fields=("connection", "delivery_id"), name="delivery_once"),)
        indexes: ClassVar = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(worked_at=None, given_up_at=None),
                name="delivery_to_work_on",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.delivery_id}"
