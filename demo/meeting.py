"""Review meetings: two that were held, with minutes and answers, and one next week."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from demo.acts import Act
from demo.backdate import at
from meetings import notes, running, scheduling
from meetings.models import ReviewMeeting
from meetings.people import may_come, suggested, took_part
from postmortems.models import Postmortem

SOON_BEFORE = timedelta(minutes=5)
HELD: tuple[tuple[str, str, tuple[str, ...], dict[int, tuple[str, ...]]], ...] = (
    (
        "One unreadable message, 212 waiting bicycles",
        "We went through the timeline twice. The second time we stopped at the moment when two graphs disagreed: "
        "both were right, one counts orders and the other counts tries.\n\n"
        "- What surprised us: the dashboard that everybody trusts leaves out retries.\n"
        "- Still open: who else reads that dashboard?",
        ("Put retries on the order dashboard", "Ask support which graph they look at"),
        {0: ("Both graphs were right: one counts tries.",), 3: ("Who looks at what was not said out loud.",)},
    ),
    (
        "1.57 terabytes kept for nobody",
        "Most of the time went into the first twenty minutes, when three people each thought that somebody else had "
        "the call.\n\n"
        "- What helped: the on-call wrote down what they had ruled out.\n"
        "- What we would like to keep: one person looks, one person writes.",
        ("Say out loud who has the call",),
        {1: ("Three people each thought that another had the call.",)},
    ),
)
AHEAD = "Mr Sørensen's bicycle: order pages in a public cache"


def meeting_acts(now: datetime) -> Iterator[Act]:
    for seconds, told in enumerate(HELD):
        yield Act(now - SOON_BEFORE + timedelta(seconds=seconds), partial(_hold, now, *told))
    yield Act(now - timedelta(minutes=1), partial(_call, now))


def _hold(
    now: datetime, title: str, written: str, parked: tuple[str, ...], outcomes: dict[int, tuple[str, ...]]
) -> None:
    """Held on the day before it was published."""
    postmortem = Postmortem.objects.get(title=title)
    starts_at = _at_two((postmortem.published_at or now) - timedelta(days=1))
    with at(starts_at - timedelta(days=4), now=now):
        meeting = _scheduled(postmortem, starts_at)
    meeting.invitations.update(given_up_at=starts_at)  # nobody is to get a mail about it today
    with at(starts_at, now=now):
        owner = meeting.called_by
        running.start(meeting, by=owner)
        for one in list(meeting.attendances.select_related("user"))[:6]:
            running.note_presence(meeting, one.user, here=True)
        notes.write(meeting, written, by=owner)
        for idea in parked:
            running.park(meeting, idea, by=owner)
        for step in meeting.agenda.filter(position__in=outcomes):
            for outcome in outcomes[step.position]:
                running.take_away(step, outcome)
        running.go_to(meeting, meeting.agenda.order_by("position")[5])
    with at(starts_at + timedelta(minutes=meeting.minutes), now=now):
        running.finish(meeting, by=owner)
        came = list(meeting.attendances.filter(attended=True).select_related("user"))
        for place, one in enumerate(came):
            running.answer(meeting, one.user, learned=place != 1, again=True)


def _call(now: datetime) -> None:
    monday = now + timedelta(days=7 - now.weekday())
    _scheduled(Postmortem.objects.get(title=AHEAD), _at_two(monday + timedelta(days=1)))


def _scheduled(postmortem: Postmortem, starts_at: datetime) -> ReviewMeeting:
    people = list(suggested(postmortem))
    aside = may_come(postmortem).exclude(pk__in=took_part(postmortem).values("pk")).exclude(role="viewer")
    facilitator = aside.exclude(pk=postmortem.owner_id or 0).first()
    return scheduling.schedule(
        postmortem,
        by=postmortem.owner or people[0],
        starts_at=starts_at,
        minutes=60,
        place="https://meet.example.org/review",
        facilitator=facilitator,
        note_taker=people[0],
        invitees=people,
    )


def _at_two(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(14), moment.tzinfo)
