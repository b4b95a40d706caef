"""``Idempotency-Key``: a POST that is sent again is answered again, and done once.

After draft-ietf-httpapi-idempotency-key-header: the same key with another request is refused (422), and one that is
still being answered as well (409). Kept are answers that changed something; after a refusal the key is free again.
"""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from api.models import KeptAnswer
from api.problems import Fault, Problem, invalid
from api.requests import ApiRequest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"


def once(request: ApiRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``act``, or the one that it gave before. ``act`` is one transaction."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return act()
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise invalid(Fault("invalid", "Write 1 to 255 printable ASCII characters.", header=HEADER))
    kept, is_mine = _claim(request, key)
    return _first(kept, act) if is_mine else _again(kept)


def _claim(request: ApiRequest, key: str) -> tuple[KeptAnswer, bool]:
    """The row of ``key``, and whether it is this request that answers it. Raises ``Problem``."""
    asked = _hash_of(request)
    KeptAnswer.objects.over().filter(token=request.token, key=key).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(token=request.token, key=key, request_hash=asked), True
    except IntegrityError:
        kept = KeptAnswer.objects.filter(token=request.token, key=key).first()
    if kept is None:  # the other one was refused just now, and has freed the key
        raise _in_use()
    if kept.request_hash != asked:
        raise Problem("key-reused", "Use a key of its own for each request.")
    return kept, kept.take_over()


def _first(kept: KeptAnswer, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():  # what was done and that it was done are stored together
            response = act()
            kept.status, kept.content = response.status_code, response.content.decode()
            kept.location = response.headers.get("Location", "")
            kept.save()
    except BaseException:
        KeptAnswer.objects.filter(pk=kept.pk).delete()
        raise
    return response


def _again(kept: KeptAnswer) -> HttpResponse:
    if kept.status is None:
        raise _in_use()
    response = HttpResponse(kept.content, status=kept.status, content_type="application/json; charset=utf-8")
    response.headers[REPLAYED] = "true"
    if kept.location:
        response.headers["Location"] = kept.location
    return response


def _in_use() -> Problem:
    return Problem("key-in-use", "Wait for that answer, or ask again in a moment.", headers={"Retry-After": "1"})


def _hash_of(request: ApiRequest) -> str:
    parts = (request.method or "", request.get_full_path(), request.content_type or "")
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()
