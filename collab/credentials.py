"""Who is at the other end of a socket: a browser with a session, or a program with a token."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from accounts.models import ApiToken, User
from collab.rights import Right

Headers = Mapping[bytes, bytes]


@dataclass(frozen=True)
class Credentials:
    """What was shown on the way in; asked again while connected."""

    session_key: str = ""
    token: str = ""

    @classmethod
    def of(cls, headers: Headers) -> "Credentials":
        scheme, _space, text = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if scheme.lower() == "bearer":
            return cls(token=text.strip())
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        return cls(session_key=cookies.get(settings.SESSION_COOKIE_NAME, ""))

    def person(self) -> tuple[User | None, Right]:
        """Whom it stands for at this moment, and the most that it lets them do."""
        if self.token:
            return _bearer(self.token)
        user = _signed_in(self.session_key) if self.session_key else None
        return user, Right.WRITE if user else Right.NONE


def _bearer(text: str) -> tuple[User | None, Right]:
    token = ApiToken.found(text)
    if token is None or token.revoked_at or token.is_expired or not token.user.is_active:
        return None, Right.NONE
    return token.bearer(), Right.WRITE if token.may_write else Right.READ


def _signed_in(session_key: str) -> User | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def is_own_page(headers: Headers) -> bool:
    """Whether the page that opens the socket is ours. Browsers always say whose it is; programs need not."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or b"authorization" in headers:
        return True
    return origin in settings.CSRF_TRUSTED_ORIGINS or urlsplit(origin).netloc == headers.get(b"host", b"").decode()
