"""What the public reads: a frozen copy that knows nothing of where it came from."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse


class LiveStatementQuerySet(models.QuerySet["LiveStatement"]):
    def newest(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def standing(self) -> Self:
        """Without what was withdrawn."""
        return self.filter(withdrawn_at=None)


class LiveStatement(models.Model):
    """One public report at its permanent address. Only releasing and withdrawing a statement write it."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    happened = models.TextField(blank=True)
    doing = models.TextField(blank=True)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    notice = models.TextField(blank=True)

    objects = LiveStatementQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(summary="", happened="", doing=""),
                name="live_statement_withdrawn_says_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=False) | ~models.Q(summary=""),
                name="live_statement_says_something",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:statement", args=[self.slug])

    @property
    def lasted(self) -> timedelta | None:
        return self.ended_at - self.began_at if self.began_at and self.ended_at else None

    @property
    def full_url(self) -> str:
        return f"{settings.BASE_URL}{self.get_absolute_url()}"


class Correction(models.Model):
    """What was put right in a live report, and when; appended, never changed."""

    page = models.ForeignKey(LiveStatement, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text
