"""What happened when: events, and every edit of their time and text."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models.incident import Incident
from incidents.models.milestone import Milestone

events_came = Signal()  # several at once, on the incidents ``incident_ids``; a single one sends Django's own


class TimelineEventQuerySet(models.QuerySet["TimelineEvent"]):
    def bulk_create(self, objs: Iterable["TimelineEvent"], *args: Any, **kwargs: Any) -> list["TimelineEvent"]:
        """As ever, and says so: Django does not."""
        made = super().bulk_create(objs, *args, **kwargs)
        events_came.send(TimelineEvent, incident_ids={event.incident_id for event in made})
        return made

    def present(self) -> Self:
        """Without those that were removed."""
        return self.filter(removed_at=None)

    def starred(self) -> Self:
        return self.filter(starred=True)

    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(user))


class TimelineEvent(models.Model):
    class Kind(models.TextChoices):
        DETECTION = "detection", _("Detection")
        DIAGNOSIS = "diagnosis", _("Diagnosis")
        DECISION = "decision", _("Decision")
        ACTION = "action", _("Action")
        COMMUNICATION = "communication", _("Communication")
        IMPACT = "impact", _("Impact change")
        REPAIR = "repair", _("Repair")
        NOTE = "note", _("Note")

    class Source(models.TextChoices):
        MANUAL = "manual", _("Written here")
        IMPORT = "import", _("Imported")
        CHAT = "chat", _("Chat")
        ALERT = "alert", _("Alert")
        SYSTEM = "system", _("System")

    Precision = Milestone.Precision

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="events")
    occurred_at = models.DateTimeField(_("at"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=12, choices=Precision, default=Precision.EXACT)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.NOTE)
    text = models.TextField(_("what happened"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=8, choices=Source, default=Source.MANUAL, editable=False)
    source_ref = models.CharField(max_length=200, blank=True, editable=False)
    starred = models.BooleanField(_("starred"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    came_from = models.ForeignKey(  # the duplicate that it was taken over from
        "incidents.Incident", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = TimelineEventQuerySet.as_manager()

    class Meta:
        ordering = ("occurred_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "source", "source_ref"),
                condition=~models.Q(source_ref=""),
                name="event_once_per_source",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("occurred_at")),
                name="event_ends_after_it_began",
                violation_error_message=_("It cannot end before it began."),
            ),
        )
        indexes = (models.Index(fields=("incident", "occurred_at")),)

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def length(self) -> timedelta | None:
        return self.ended_at - self.occurred_at if self.ended_at else None

    @transaction.atomic
    def edit(self, *, by: User, **changes: object) -> None:
        """Set ``changes`` (occurred_at, ended_at, precision, kind, text) and keep how time and text were before.

        Raises ``ValidationError`` if it would end before it began.
        """
        before = TimelineEventEdit(
            event=self, by=by, occurred_at=self.occurred_at, ended_at=self.ended_at, text=self.text
        )
        for field, value in changes.items():
            setattr(self, field, value)
        if self.ended_at and self.ended_at < self.occurred_at:
            raise ValidationError({"ended_at": _("It cannot end before it began.")})
        self.save(update_fields=list(changes))
        if (before.occurred_at, before.ended_at, before.text) != (self.occurred_at, self.ended_at, self.text):
            before.save()

    def star(self, *, on: bool) -> None:
        self._set(starred=on)

    def remove(self, *, at: datetime | None = None) -> None:
        """Take it off the timeline; ``restore`` brings it back."""
        self._set(removed_at=at or timezone.now())

    def restore(self) -> None:
        self._set(removed_at=None)

    def _set(self, **changes: object) -> None:
        for field, value in changes.items():
            setattr(self, field, value)
        self.save(update_fields=list(changes))


class TimelineEventEdit(models.Model):
    """How an event stood before somebody edited it."""

    event = models.ForeignKey(TimelineEvent, on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    occurred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    text = models.TextField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.event_id} before {self.at:%Y-%m-%d %H:%M}"
