"""The agenda: which steps, how much of the time each gets, and what the facilitator asks. Sources: docs/meetings.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from meetings.models import AgendaItem, ReviewMeeting

Kind = AgendaItem.Kind


@dataclass(frozen=True)
class Plan:
    """``share``: of a hundred minutes. ``questions``: for the facilitator to read out, in our own words."""

    share: int
    aim: StrOrPromise
    questions: Sequence[StrOrPromise]


PLANS: dict[str, Plan] = {
    Kind.TIMELINE: Plan(
        45,
        _("See it as those saw it who were there, in the order in which they saw it."),
        (
            _("What was the first sign, and who noticed it how?"),
            _("What did you think was going on at this point? What made you think so?"),
            _("What did you look at, and what did it show you?"),
            _("What else was on your mind or on your desk just then?"),
            _("Which options did you see, and what made this one look right?"),
        ),
    ),
    Kind.SURPRISES: Plan(
        10,
        _("Where what people expected and what happened parted."),
        (
            _("What surprised you?"),
            _("What did you learn about how this really works?"),
            _("Where were we lucky?"),
            _("What went well that we would like to keep?"),
        ),
    ),
    Kind.FACTORS: Plan(
        20,
        _("What had to come together. There are always several."),
        (
            _("What made this possible? What else?"),
            _("Which of these was there long before that day?"),
            _("What usually keeps this from happening, and how was it different this time?"),
            _("If somebody else had been in that place, what would have been the same?"),
        ),
    ),
    Kind.RESPONSE: Plan(
        10,
        _("How we found out, came together, told others, and recovered."),
        (
            _("How did the right people find out, and how did they find each other?"),
            _("What did you need to know that was hard to come by?"),
            _("Which tool or document helped? Which one got in the way?"),
            _("How did customers and colleagues hear of it?"),
        ),
    ),
    Kind.ACTIONS: Plan(
        10,
        _("Ideas, not decisions: what is proposed here is decided in a few days."),
        (
            _("What would make the next one easier to notice, or easier to handle?"),
            _("What would have to change so that less rests on attention?"),
            _("Which of the parked ideas still look good?"),
            _("What could each of these make worse?"),
        ),
    ),
    Kind.WRAP_UP: Plan(
        5,
        _("Thank each other, and say what happens next."),
        (
            _("What is still open, and who will find out?"),
            _("Who else would like to hear of this?"),
        ),
    ),
}


def budget(minutes: int) -> dict[str, int]:
    """Whole minutes for each step, at least one, that add up to ``minutes``; what is left over goes to the timeline."""
    shares = {kind: max(1, minutes * plan.share // 100) for kind, plan in PLANS.items()}
    shares[Kind.TIMELINE] += minutes - sum(shares.values())
    return shares


def lay_out(meeting: ReviewMeeting) -> None:
    """Make the agenda, or give it the meeting's present length."""
    for position, (kind, minutes) in enumerate(budget(meeting.minutes).items()):
        AgendaItem.objects.update_or_create(
            meeting=meeting, position=position, defaults={"kind": kind, "minutes": minutes}
        )
