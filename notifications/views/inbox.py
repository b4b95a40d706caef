"""What one was told, the newest first."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from core.flash import tell
from notifications.access import get_notification_for
from notifications.kinds import KINDS
from notifications.models import Notification

PER_PAGE = 30
MOST_GIVEN_UP = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    page = Paginator(Notification.objects.visible_to(user).in_inbox(), PER_PAGE).get_page(request.GET.get("page"))
    given_up = Notification.objects.given_up().select_related("recipient").order_by("-given_up_at")
    context = {
        "page": page,
        "rows": [{"row": row, "kind": KINDS[row.kind]} for row in page],
        "given_up": given_up[:MOST_GIVEN_UP] if user.is_admin else [],
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    row = get_notification_for(current_user(request), number)
    row.read_at = timezone.now()
    row.save(update_fields=["read_at"])
    tell(request, _("Marked as read."), undo=reverse("notifications:unread", args=[number]))
    return redirect("notifications:inbox")


@require_POST
def unread(request: HttpRequest, number: int) -> HttpResponse:
    row = get_notification_for(current_user(request), number)
    row.read_at = None
    row.save(update_fields=["read_at"])
    return redirect("notifications:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    count = Notification.objects.visible_to(user).in_inbox().unread().update(read_at=timezone.now())
    tell(request, ngettext("%(n)s marked as read.", "%(n)s marked as read.", count) % {"n": count})
    return redirect("notifications:inbox")


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Put what was given up back into the outbox, once the mail server works again."""
    if not current_user(request).is_admin:
        raise PermissionDenied
    count = Notification.objects.given_up().update(given_up_at=None, attempts=0, next_try_at=timezone.now())
    tell(request, ngettext("%(n)s will be sent again.", "%(n)s will be sent again.", count) % {"n": count})
    return redirect("notifications:inbox")
