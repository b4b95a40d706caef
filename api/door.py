"""The one way in. Who knocks, how often, with what: all of it is settled before a resource is asked."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from structlog.contextvars import bind_contextvars

from accounts.models import ApiToken
from api.body import check_address, read_body
from api.idempotency import once
from api.limits import count
from api.problems import Problem, not_allowed, problem_of
from api.requests import ApiRequest

View = Callable[..., HttpResponse]
SAFE = {"GET", "OPTIONS"}
ASKING = {"check-language"}
REALM = {"WWW-Authenticate": 'Bearer realm="postmortems"'}


def door(view: View) -> View:
    """``view`` for those who carry a token; every refusal and every mishap is answered as a problem.

    A session counts for nothing here, so no other site's page can act with one (no CSRF).
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, **parts: str) -> HttpResponse:
        headers = {"Cache-Control": "no-store"}
        try:
            token = bearer(request.headers.get("Authorization", ""))
            allowance = count(token)
            headers |= allowance.headers()
            if allowance.used_up:
                raise Problem("too-many-requests", headers={"Retry-After": str(allowance.reset)})
            response = _inside(cast(ApiRequest, request), token, partial(view, request, **parts))
        except Exception as error:
            response = problem_of(error).response()
        for name, value in headers.items():
            response.headers[name] = value
        return response

    return opened


def bearer(authorization: str) -> ApiToken:
    """The token in an ``Authorization`` header, if it opens anything now. Raises ``Problem`` (401)."""
    scheme, _space, text = authorization.partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Problem("token-missing", "Send Authorization: Bearer and a token.", headers=REALM)
    token = ApiToken.found(text.strip())
    if token is None:
        raise Problem("token-unknown", headers=REALM)
    if token.revoked_at or not token.user.is_active:
        raise Problem("token-revoked", headers=REALM)
    if token.is_expired:
        raise Problem("token-expired", headers=REALM)
    return token


def _inside(request: ApiRequest, token: ApiToken, answer: Callable[[], HttpResponse]) -> HttpResponse:
    user = token.bearer()
    token.note_use(timezone.now())
    bind_contextvars(user_id=user.pk, program=token.prefix)
    request.user, request.token = user, token
    with timezone.override(user.zone):
        check_address(request)
        request.json = read_body(request)
        if request.method == "HEAD":  # the server leaves the body out
            request.method = "GET"
        if request.method in SAFE or _only_asks(request):
            return _answered(answer)
        if not token.may_write:
            raise Problem("insufficient-scope", "Changing anything takes a token with the scope write.")
        # Everything that one request changes, or nothing of it.
        return once(request, transaction.atomic(partial(_answered, answer)))


def _only_asks(request: HttpRequest) -> bool:
    """A POST because of what it carries, that changes nothing."""
    return request.resolver_match is not None and request.resolver_match.url_name in ASKING


def _answered(answer: Callable[[], HttpResponse]) -> HttpResponse:
    response = answer()
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        raise not_allowed(response)
    return response
