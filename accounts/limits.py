"""How often a door may be knocked at; allauth counts its own forms (sign-in, reset, second factor)."""

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.ratelimit import respond_429
from django.http import HttpRequest, HttpResponse

from core.counting import count

MINUTE = 60


def address_of(request: HttpRequest) -> str:
    """The network address that a request came from, as the proxies in front are trusted to say."""
    address: str = get_client_ip(request)
    return address


def too_often(request: HttpRequest, door: str, *, most: int, seconds: int = MINUTE) -> HttpResponse | None:
    """The answer 429 from the ``most`` + 1st knock within ``seconds`` on, of one account or else of one address."""
    user = request.user
    whose = f"user:{user.pk}" if user.is_authenticated else f"ip:{address_of(request)}"
    if count(f"{door}:{whose}", seconds=seconds) <= most:
        return None
    answer: HttpResponse = respond_429(request)
    return answer
