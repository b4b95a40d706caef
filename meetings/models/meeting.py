"""The review meeting, its agenda, and who is there."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from collab.models import Document
from core.lifecycle import HasLifecycle, MoveRecord, move
from postmortems.models import Postmortem

SHOWN_FROM = 3  # answers; fewer could be told apart


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    RUNNING = "running", _("Running")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


AHEAD = (State.SCHEDULED, State.RUNNING)


class ReviewMeetingQuerySet(models.QuerySet["ReviewMeeting"]):
    def visible_to(self, user: User) -> Self:
        """Those about postmortems that ``user`` may see."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user).values("pk"))

    def of(self, user: User) -> Self:
        """Those that ``user`` is invited to, facilitates or takes notes in."""
        invited = Attendance.objects.filter(user=user).values("meeting_id")
        return self.filter(models.Q(pk__in=invited) | models.Q(facilitator=user) | models.Q(note_taker=user))

    def ahead(self) -> Self:
        return self.filter(state__in=AHEAD)

    def for_rows(self) -> Self:
        people = models.Prefetch("attendances", Attendance.objects.select_related("user"))
        return self.select_related("postmortem", "facilitator", "note_taker").prefetch_related(people)

    def with_minutes(self) -> Self:
        return self.for_rows().prefetch_related("agenda")


class ReviewMeeting(HasLifecycle):
    """An hour or so in which people go through a postmortem together."""

    MOVES: ClassVar = {
        "start": move({State.SCHEDULED}, State.RUNNING),
        "finish": move({State.RUNNING}, State.HELD),
        "cancel": move({State.SCHEDULED}, State.CANCELLED, needs_reason=True),
    }

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=(MinValueValidator(15), MaxValueValidator(240))
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facilitates",
        verbose_name=_("facilitator"),
    )
    note_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("note-taker"),
    )
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SCHEDULED, editable=False)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    step_began_at = models.DateTimeField(null=True, editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, editable=False, related_name="+")
    notes = models.TextField(blank=True, editable=False)  # the stored reading of ``document``
    answers = models.PositiveIntegerField(default=0, editable=False)  # totals alone: no row to tell people by
    answers_learned = models.PositiveIntegerField(default=0, editable=False)
    answers_again = models.PositiveIntegerField(default=0, editable=False)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReviewMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="meeting_state_known"),
            models.CheckConstraint(condition=models.Q(minutes__range=(15, 240)), name="meeting_has_a_length"),
            models.CheckConstraint(
                condition=~models.Q(state=State.HELD) | models.Q(held_at__isnull=False), name="meeting_held_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.RUNNING) | models.Q(step_began_at__isnull=False),
                name="meeting_running_has_step",
            ),
            models.CheckConstraint(
                condition=models.Q(answers_learned__lte=models.F("answers"), answers_again__lte=models.F("answers")),
                name="meeting_totals_fit",
            ),
        )
        indexes = (models.Index(fields=("state", "starts_at")),)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return _now("Review of %(key)s: %(title)s") % {"key": self.postmortem.key, "title": self.postmortem.title}

    @property
    def key(self) -> str:
        """As people know it: by what it is about."""
        return self.postmortem.key

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_link(self) -> bool:
        return self.place.startswith(("https://", "http://"))

    @property
    def shows_answers(self) -> bool:
        return self.answers >= SHOWN_FROM

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.pk])

    def step(self) -> "AgendaItem":
        """Where the meeting stands."""
        return self.agenda.get(position=self.position)


class MeetingMove(MoveRecord):
    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="moves")


class AgendaItem(models.Model):
    """One step of a meeting, with its share of the time."""

    class Kind(models.TextChoices):
        TIMELINE = "timeline", _("What happened")
        SURPRISES = "surprises", _("What surprised us")
        FACTORS = "factors", _("What contributed")
        RESPONSE = "response", _("How the response went")
        ACTIONS = "actions", _("What could change")
        WRAP_UP = "wrap-up", _("Wrap-up")

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("meeting", "position"), name="agenda_position_once"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def outcomes(self) -> list[str]:
        """What came of it, point by point: ``outcome`` holds one to a line."""
        return [line for line in map(str.strip, self.outcome.splitlines()) if line]


class Attendance(models.Model):
    """Somebody who is invited, and whether they came."""

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attended = models.BooleanField(default=False)
    has_answered = models.BooleanField(default=False)

    class Meta:
        ordering = ("user__name", "pk")
        constraints = (models.UniqueConstraint(fields=("meeting", "user"), name="attendance_once"),)

    def __str__(self) -> str:
        return str(self.user)


class ParkedFix(models.Model):
    """An early idea for a fix, kept for later so that the conversation can go on."""

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="parked")
    text = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
