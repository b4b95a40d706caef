"""The one place where demo rows get the time they tell of.

The domain stamps what happens with the present moment, and the demo calls nothing but the domain. So each act of its
year runs inside ``at(moment)``: whatever was stamped since the act began gets ``moment`` instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.models import AuditEntry, User
from actions.models import ActionItem, ActionMove, DueDateChange
from incidents.models import AccessRequest, Evidence, Incident, IncidentMove, TimelineEvent, TimelineEventEdit
from meetings.models import MeetingMove, ParkedFix, ReviewMeeting
from notifications.models import Notification
from postmortems.models import (
    Comment,
    CommentThread,
    CommentThreadMove,
    Postmortem,
    PostmortemMove,
    Review,
    ReviewDecision,
    Revision,
    Section,
)
from publishing.models import Correction, LiveStatement, Statement, StatementMove

STAMPS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (User, ("created_at",)),
    (AuditEntry, ("at",)),
    (Incident, ("created_at", "updated_at")),
    (IncidentMove, ("at",)),
    (TimelineEvent, ("created_at",)),
    (TimelineEventEdit, ("at",)),
    (Evidence, ("created_at",)),
    (AccessRequest, ("asked_at", "forwarded_at")),
    (Postmortem, ("created_at", "updated_at", "published_at")),
    (PostmortemMove, ("at",)),
    (Section, ("edited_at",)),
    (Revision, ("created_at",)),
    (Review, ("requested_at",)),
    (ReviewDecision, ("decided_at",)),
    (CommentThread, ("opened_at", "resolved_at")),
    (CommentThreadMove, ("at",)),
    (Comment, ("created_at",)),
    (ActionItem, ("created_at", "updated_at", "done_at")),
    (ActionMove, ("at",)),
    (DueDateChange, ("at",)),
    (ReviewMeeting, ("created_at", "held_at", "step_began_at")),
    (MeetingMove, ("at",)),
    (ParkedFix, ("at",)),
    (Statement, ("created_at", "approved_at", "live_at")),
    (StatementMove, ("at",)),
    (LiveStatement, ("published_at", "changed_at", "withdrawn_at")),
    (Correction, ("at",)),
)
READ_AFTER = timedelta(days=3)


@contextmanager
def at(moment: datetime, *, now: datetime) -> Iterator[None]:
    """Run an act as if it were ``moment`` (never later than ``now``, the end of the demo's year)."""
    began = timezone.now()
    moment = min(moment, now)
    yield
    for model, fields in STAMPS:
        for field in fields:
            model._base_manager.filter(**{f"{field}__gte": began}).update(**{field: moment})
    # What people were told of back then has reached them, so no worker writes to them about it today.
    told = Notification.objects.filter(created_at__gte=began)
    read_at = moment + timedelta(hours=2) if moment < now - READ_AFTER else None
    told.update(created_at=moment, next_try_at=moment, delivered_at=moment, read_at=read_at)
