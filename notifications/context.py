"""What every page shows of the inbox."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from notifications.models import Notification


def unread_count(request: HttpRequest) -> dict[str, object]:
    """``unread_count`` for templates: asked of the database only when a template prints it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"unread_count": 0}
    return {"unread_count": SimpleLazyObject(lambda: _number_of_unread(user))}


def _number_of_unread(user: User) -> int:
    """Most pages are asked for by people with nothing unread, and what they may see is the dearer question."""
    unread = Notification.objects.filter(recipient=user).in_inbox().unread()
    return unread.visible_to(user).count() if unread.exists() else 0
