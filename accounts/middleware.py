"""Every page behind sign-in, and in the reader's own time zone."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import SignedIn, User


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads strangers to sign-in, and from there to a page: never to a fragment, never to a verb, which take no GET."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:  # type: ignore[override]
        to_sign_in = redirect_to_login(_page_of(request), settings.LOGIN_URL)
        if "HX-Request" not in request.headers:
            return to_sign_in
        # htmx would follow a redirect and put the sign-in page into the fragment's place.
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": to_sign_in.url})


def _page_of(request: HttpRequest) -> str:
    """The path of the page that is open in the browser, as well as it is known; for a plain visit its own."""
    if "HX-Request" not in request.headers and request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return "/"
    return page._replace(scheme="", netloc="", fragment="").geturl() or "/"


class SessionsMiddleware:
    """Notes when each session was last used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            SignedIn.note(request, request.user.pk)
        return self.get_response(request)


class TimeZoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.zone if request.user.is_authenticated else None
        with timezone.override(zone):
            return self.get_response(request)
