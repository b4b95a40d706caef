"""The meeting while it runs: where it stands, who is there, what is parked; afterwards two questions."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from collab import documents
from meetings import news, notes
from meetings.models import AgendaItem, Attendance, ParkedFix, ReviewMeeting
from meetings.models.meeting import State

TOPIC = "agenda"


@transaction.atomic
def start(meeting: ReviewMeeting, *, by: User) -> None:
    meeting._move("start", by=by, position=0, step_began_at=timezone.now())
    Attendance.objects.update_or_create(meeting=meeting, user=by, defaults={"attended": True})
    changed(meeting)


@transaction.atomic
def go_to(meeting: ReviewMeeting, step: AgendaItem) -> None:
    """Everybody's page goes to ``step``. Nothing happens when the meeting is there already, or does not run."""
    here = ReviewMeeting.objects.filter(pk=meeting.pk, state=State.RUNNING).exclude(position=step.position)
    if here.update(position=step.position, step_began_at=timezone.now()):
        changed(meeting)


@transaction.atomic
def finish(meeting: ReviewMeeting, *, by: User) -> None:
    meeting._move("finish", by=by, held_at=timezone.now())
    notes.keep(meeting.document)
    news.ask_how_it_was(meeting)
    changed(meeting)


@transaction.atomic
def note_presence(meeting: ReviewMeeting, user: User, *, here: bool) -> None:
    Attendance.objects.update_or_create(meeting=meeting, user=user, defaults={"attended": here})
    changed(meeting)


@transaction.atomic
def park(meeting: ReviewMeeting, text: str, *, by: User) -> None:
    ParkedFix.objects.create(meeting=meeting, text=text, by=by)
    changed(meeting)


@transaction.atomic
def take_away(step: AgendaItem, text: str) -> None:
    """Add a point to what came of ``step``; two at once are both kept."""
    held = AgendaItem.objects.select_for_update().get(pk=step.pk)
    held.outcome = f"{held.outcome}\n{text}".strip()
    held.save(update_fields=["outcome"])
    changed(held.meeting)


@transaction.atomic
def put_right(meeting: ReviewMeeting, outcomes: dict[int, str]) -> None:
    """Give steps, by position, other outcomes."""
    for position, outcome in outcomes.items():
        meeting.agenda.filter(position=position).update(outcome=outcome.replace("\r\n", "\n"))
    changed(meeting)


def changed(meeting: ReviewMeeting) -> None:
    """Every open page of the meeting fetches where it stands: pushed where there is a socket, else asked for."""
    ReviewMeeting.objects.filter(pk=meeting.pk).update(changes=F("changes") + 1)
    documents.notice(meeting.document, TOPIC)


@transaction.atomic
def answer(meeting: ReviewMeeting, user: User, *, learned: bool, again: bool) -> bool:
    """Count an answer, once a person; which one was theirs is stored nowhere. Returns whether it was counted."""
    there = Attendance.objects.filter(meeting=meeting, user=user, attended=True, has_answered=False)
    if meeting.state != State.HELD or not there.update(has_answered=True):
        return False
    ReviewMeeting.objects.filter(pk=meeting.pk).update(
        answers=F("answers") + 1,
        answers_learned=F("answers_learned") + int(learned),
        answers_again=F("answers_again") + int(again),
    )
    return True
