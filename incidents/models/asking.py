"""Asking to see what one has the link of. The row is the same whether such a thing exists or not."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.audit import Verb, record
from core.keys import KEY
from incidents.models.incident import Incident

ASK_AGAIN_AFTER = timedelta(days=7)


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def to_forward(self) -> Self:
        """Those that nobody has looked up yet."""
        return self.filter(forwarded_at=None)


class AccessRequest(models.Model):
    """One person asks for ``key`` (``INC-42``, ``PM-17``, ``ACT-103``).

    Who asks learns nothing from it: asking writes this row and no other, and what the key stands for is looked up
    later, by the worker.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_requests")
    key = models.CharField(max_length=24)
    asked_at = models.DateTimeField(default=timezone.now)
    forwarded_at = models.DateTimeField(null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="access_request_once"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.key}"

    @classmethod
    @transaction.atomic
    def ask(cls, person: User, key: str, *, at: datetime | None = None) -> None:
        """Ask for ``key``; asking again counts from a week on. Raises ``ValueError`` for what is no key."""
        if not KEY.fullmatch(key):
            raise ValueError(key)
        now = at or timezone.now()
        cls.objects.bulk_create([cls(person=person, key=key, asked_at=now)], ignore_conflicts=True)
        before = cls.objects.filter(person=person, key=key, asked_at__lte=now - ASK_AGAIN_AFTER)
        before.update(asked_at=now, forwarded_at=None)
        record(Verb.ACCESS_ASKED, key, actor=person, at=now)


class AccessQuestionQuerySet(models.QuerySet["AccessQuestion"]):
    def undecided(self) -> Self:
        return self.filter(granted=None).select_related("request__person")


class AccessQuestion(models.Model):
    """Whether the person of a request may see one incident: put to those who answer for it."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="questions")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="access_questions")
    granted = models.BooleanField(null=True)
    decided_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AccessQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("request", "incident"), name="access_question_once"),
            models.CheckConstraint(
                condition=models.Q(granted=None, decided_by=None, decided_at=None)
                | models.Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="access_question_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request} → {self.incident}"
