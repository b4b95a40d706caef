"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from meetings.models import ReviewMeeting
from meetings.permissions import abilities


def get_meeting_for(user: User, number: int, *, ability: str = "") -> ReviewMeeting:
    """The meeting if ``user`` may see its postmortem and has ``ability`` (a key of ``abilities``), if given.

    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    meeting = ReviewMeeting.objects.visible_to(user).for_rows().filter(pk=number).first()
    if meeting is None:
        raise Http404
    if ability and not abilities(user, meeting)[ability]:
        raise PermissionDenied
    return meeting
