"""Who gets in: known people by the provider's own name for them, or by an address that the provider has verified."""

from http import HTTPStatus
from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import LinkUsedUp, OneTimeLink, User
from accounts.models.audit import Verb, record
from accounts.oidc.provider import Provider, configured_app
from accounts.oidc.way import WAY

log = structlog.get_logger(__name__)


class Refused(Exception):
    """``because`` is a key of the sentences in ``account/oidc_refused.html``."""

    def __init__(self, because: str, email: str = "") -> None:
        self.because, self.email = because, email
        super().__init__(because)


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's hooks: where it asks for the provider, and before it signs anybody in."""

    def list_apps(self, request: HttpRequest, provider: str = "", client_id: str = "") -> list[SocialApp]:
        return [configured_app()] if WAY.is_on else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str = "") -> Provider:
        return Provider(request, app=self.get_app(request, provider))

    def authenticate_by_email(self, login: SocialLogin) -> None:
        """Never by allauth's rules; ``pre_social_login`` has ours."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            if not sociallogin.is_existing:
                _recognise(sociallogin)
            if not sociallogin.user.is_active:
                raise Refused("deactivated", sociallogin.user.email)
        except Refused as refusal:
            raise ImmediateHttpResponse(refuse(request, refusal)) from refusal

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        log.warning("oidc_failed", error=error, exception=repr(exception))
        because = "cancelled" if error == AuthError.CANCELLED else "failed"
        raise ImmediateHttpResponse(refuse(request, Refused(because)))


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page that says why nobody was signed in; on record with the address the provider named."""
    record(Verb.SIGN_IN_FAILED, label=refusal.email, after={"with": WAY.name, "because": refusal.because})
    context = {"because": refusal.because, "email": refusal.email, "oidc": WAY}
    return render(request, "account/oidc_refused.html", context, status=HTTPStatus.FORBIDDEN)


@transaction.atomic
def _recognise(login: SocialLogin) -> None:
    """Find or make the account of whoever the provider names for the first time, and remember whose it is."""
    claims = login.account.extra_data
    email = _verified_address(claims)
    known = User.objects.get_queryset().filter(email=email).first()
    if known is not None and not known.is_active:
        raise Refused("deactivated", email)
    try:
        with transaction.atomic():
            login.user = known or _joined_by_invitation(email, claims) or _made(email, claims)
            login.account.user = login.user
            login.account.save()
    except (LinkUsedUp, IntegrityError) as error:  # two tabs at once
        raise Refused("at-once", email) from error
    record(Verb.LINKED, login.user.audit_key, login.user.name, after={"with": WAY.name}, actor=login.user)


def _verified_address(claims: dict[str, Any]) -> str:
    email = str(claims.get("email") or "").lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("no-address") from None
    if claims.get("email_verified") not in (True, "true"):
        raise Refused("not-verified", email)
    if not WAY.takes(email):
        raise Refused("domain", email)
    return email


def _joined_by_invitation(email: str, claims: dict[str, Any]) -> User | None:
    """The provider has proved the address, so a pending invitation to it is as good as its link."""
    invitation = OneTimeLink.objects.invitations().usable().select_related("team").filter(email=email).first()
    return invitation.join(name=_name(email, claims), password=None, time_zone="UTC") if invitation else None


def _made(email: str, claims: dict[str, Any]) -> User:
    if not WAY.role_of_new_people:
        raise Refused("unknown", email)
    person = User.objects.create_user(email, name=_name(email, claims), role=WAY.role_of_new_people)
    record(Verb.JOINED, person.audit_key, person.name, after={"role": person.role}, actor=person)
    return person


def _name(email: str, claims: dict[str, Any]) -> str:
    name = " ".join(str(claims.get("name") or "").split())
    return name[:120] or email.partition("@")[0]
