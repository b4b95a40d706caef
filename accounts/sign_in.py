"""The ways in: which of allauth's pages there are here, and how they answer wrong input.

The rest of allauth is left out on purpose: accounts are made by invitation, an address is changed on the profile,
and nothing asks for a confirmed address, since the invitation proved it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

View = Callable[..., HttpResponse]


def with_status(view: View) -> View:
    """Say in the status what allauth says in words alone: 422 wrong input, 429 too often, 410 link used up."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        form = context.get("form")
        if context.get("token_fail"):
            response.status_code = HTTPStatus.GONE
        elif form is not None and form.errors:
            often = form.has_error("__all__", "too_many_login_attempts")
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS if often else HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answer


urlpatterns = [
    path("login/", with_status(views.login), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", with_status(views.password_change), name="account_change_password"),
    path("password/set/", with_status(views.password_set), name="account_set_password"),
    path("password/reset/", with_status(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_status(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
