"""Reading a request's body and address, before anything else looks at them."""

import json
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest
from ninja.parser import Parser

from api.problems import Fault, Problem, invalid, step_to, wrong_parameter

WITH_BODY = {"POST", "PUT", "PATCH", "DELETE"}
UNFIT = "Text may hold any character except NUL and half a surrogate pair."


def check_address(request: HttpRequest) -> None:
    """Raise ``Problem`` for characters that no database takes."""
    if not is_fit(request.path):
        raise Problem("not-found")
    for name, values in request.GET.lists():
        if not (is_fit(name) and all(map(is_fit, values))):
            raise wrong_parameter(name if is_fit(name) else "", UNFIT, "unfit-text")


def read_body(request: HttpRequest) -> Any:
    """The JSON of the body, None if there is none. Raises ``Problem``."""
    if request.method not in WITH_BODY:
        return None
    if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
        raise Problem("length-required", "Send Content-Length: a body in chunks has no bounds.")
    longest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    if longest and _length(request) > longest:
        raise Problem("body-too-large", f"At most {longest} bytes.")
    if not request.body:
        return None
    if request.content_type != "application/json":
        raise Problem("not-json", "Send Content-Type: application/json.")
    return _parse(request.body)


def _length(request: HttpRequest) -> int:
    written = request.headers.get("Content-Length", "")
    return int(written) if written.isdecimal() and len(written) < 20 else 0


def _parse(body: bytes) -> Any:
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # also wrong UTF-8, and numbers of more digits than Python reads
        raise Problem("malformed-json", "The body could not be read as JSON in UTF-8.") from error
    faults = [Fault("unfit-text", UNFIT, pointer=pointer) for pointer in _unfit(value)]
    if faults:
        raise invalid(*faults[:20])
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def is_fit(text: str) -> bool:
    """Whether a database can store it: PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _unfit(value: Any) -> list[str]:
    """Pointers to texts that cannot be stored; of a name that cannot, to the object it is in."""
    found: list[str] = []
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        pointer, part = waiting.pop()
        if isinstance(part, str) and not is_fit(part):
            found.append(pointer)
        elif isinstance(part, list):
            waiting += [(f"{pointer}/{place}", item) for place, item in enumerate(part)]
        elif isinstance(part, dict):
            found += [pointer] * (not all(map(is_fit, part)))
            waiting += [(pointer + step_to(name), item) for name, item in part.items() if is_fit(name)]
    return found


class ReadAlready(Parser):
    """Hands over what ``read_body`` read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.json  # type: ignore[attr-defined]  # an ApiRequest: no other gets this far
