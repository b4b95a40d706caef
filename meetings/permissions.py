"""Who may do what to a meeting: what holds for its postmortem, and the rights of those who run it."""

from accounts.models import User
from meetings.models import ReviewMeeting
from postmortems import permissions as postmortem_permissions
from postmortems.models import Postmortem


def can_schedule(user: User, postmortem: Postmortem) -> bool:
    """Call a meeting: whoever writes in the postmortem."""
    return postmortem_permissions.can_write(user, postmortem)


def can_run(user: User, meeting: ReviewMeeting) -> bool:
    """Move on, note who is there: those who run it, and whoever writes in the postmortem."""
    runs = user.pk in (meeting.facilitator_id, meeting.note_taker_id)
    return user.is_writer and (runs or can_schedule(user, meeting.postmortem))


def can_take_part(user: User, meeting: ReviewMeeting) -> bool:
    """Park an idea, say that one is here, add to the notes: everybody who sees it and does more than read."""
    return user.is_writer


def abilities(user: User, meeting: ReviewMeeting) -> dict[str, bool]:
    return {
        "change": can_schedule(user, meeting.postmortem),
        "run": can_run(user, meeting),
        "take_part": can_take_part(user, meeting),
    }
