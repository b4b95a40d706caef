"""Answers that are kept, so that asking twice does once."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from accounts.models import ApiToken

KEPT_FOR = timedelta(hours=24)
ABANDONED_AFTER = timedelta(minutes=5)  # far longer than any answer takes: whoever worked on it is gone


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def over(self) -> Self:
        """Those that have been kept long enough."""
        return self.filter(asked_at__lt=timezone.now() - KEPT_FOR)


class KeptAnswer(models.Model):
    """The answer to a request with an ``Idempotency-Key``; without a status while it is being answered."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    content = models.TextField(blank=True)
    location = models.CharField(max_length=500, blank=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = (models.UniqueConstraint(fields=("token", "key"), name="answer_once_per_key"),)

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"

    @property
    def is_over(self) -> bool:
        return self.asked_at < timezone.now() - KEPT_FOR

    def take_over(self) -> bool:
        """Whether its first asker is gone, so that who calls this may answer it now; of two callers one may."""
        now = timezone.now()
        abandoned = KeptAnswer.objects.filter(pk=self.pk, status=None, asked_at__lt=now - ABANDONED_AFTER)
        return abandoned.update(asked_at=now) == 1
