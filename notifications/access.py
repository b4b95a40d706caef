"""Fetching is authorising: nobody gets at another person's inbox."""

from django.http import Http404

from accounts.models import User
from notifications.models import Notification


def get_notification_for(user: User, number: int) -> Notification:
    """Row ``number`` of the inbox of ``user``. Raises ``Http404`` for what is not there, or not theirs to see."""
    row = Notification.objects.visible_to(user).filter(pk=number).first()
    if row is None:
        raise Http404
    return row
