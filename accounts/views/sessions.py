"""Where one is signed in: end one session, or all others."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from accounts.models import SignedIn
from core.flash import tell


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    session = get_object_or_404(SignedIn, user=user, pk=number)
    user.end_session(session)
    if session.session_key == request.session.session_key:
        return redirect("account_login")
    tell(request, _("%(device)s is signed out.") % {"device": session.device})
    return _back()


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    user.end_other_sessions(request.session.session_key or "")
    update_session_auth_hash(request, user)  # this one stays
    tell(request, _("You are signed out everywhere else."))
    return _back()


def _back() -> HttpResponse:
    return redirect(reverse("accounts:profile") + "#sessions")
