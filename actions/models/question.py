"""Did it work? Asked of an item some days after it was done, and again when it happened again."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.item import ActionItem
from incidents.models import Incident


class QuestionQuerySet(models.QuerySet["Question"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class Question(models.Model):
    """Asked once for each occasion; open until somebody says that it worked, or opens the item again."""

    class Why(models.TextChoices):
        DONE = "done", _("Done for a while")
        RECURRENCE = "recurrence", _("It happened again")

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="questions")
    why = models.CharField(max_length=12, choices=Why)
    occasion = models.CharField(max_length=60, help_text="done:2026-11-02 or INC-9")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, related_name="+", help_text="The later one, where it recurred."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("item", "occasion"), name="question_once"),
            models.CheckConstraint(condition=models.Q(why__in=("done", "recurrence")), name="question_why_known"),
            models.CheckConstraint(
                condition=models.Q(why="done") | models.Q(incident__isnull=False),
                name="question_recurrence_has_incident",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item.key} {self.occasion}"
