"""The ways in: which of allauth's pages there are here, and how they answer wrong input.

The rest of allauth is left out on purpose: accounts are made by invitation, an address is changed on the profile,
and nothing asks for a confirmed address, since the invitation proved it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path, reverse_lazy

from accounts.oidc import views as oidc
from accounts.oidc.way import WAY

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


def by_password(view: View) -> View:
    """Not there where the organisation's provider is the only way in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if WAY.is_the_only_one and not (view is login and request.method in ("GET", "HEAD")):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


login = views.LoginView.as_view(extra_context={"oidc": WAY})
remove_passkey = webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))

urlpatterns = [
    path("login/", with_status(by_password(login)), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", with_status(by_password(views.password_change)), name="account_change_password"),
    path("password/set/", with_status(by_password(views.password_set)), name="account_set_password"),
    path("password/reset/", with_status(by_password(views.password_reset)), name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_status(by_password(views.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    # the organisation's own provider
    path("oidc/login/", oidc.login, name="oidc_login"),
    path("oidc/callback/", oidc.callback, name="oidc_callback"),
    path("confirm/", with_status(views.reauthenticate), name="account_reauthenticate"),
    # the second factor; what changes it is one transaction with its line in the audit trail
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", login_not_required(with_status(mfa.authenticate)), name="mfa_authenticate"),
    path("2fa/confirm/", with_status(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/on/", transaction.atomic(with_status(totp.activate_totp)), name="mfa_activate_totp"),
    path("2fa/app/off/", transaction.atomic(with_status(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", transaction.atomic(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/add/", transaction.atomic(with_status(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", transaction.atomic(remove_passkey), name="mfa_remove_webauthn"),
    path("2fa/passkeys/confirm/", with_status(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/sign-in/", login_not_required(by_password(webauthn.login_webauthn)), name="mfa_login_webauthn"),
]
