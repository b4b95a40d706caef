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
    return {"unread_count": SimpleLazyObject(lambda: Notification.objects.visible_to(user).in_inbox().unread().count())}
