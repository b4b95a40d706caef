"""Everything that is not a success is answered in one shape: ``application/problem+json`` (RFC 9457) with a code."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as InvalidValue
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja.errors import ValidationError as InvalidInput

from core.lifecycle import Blocker, MoveNotAllowed
from postmortems.text import EditConflict, NotEditable

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

# code -> (status, title). Codes are part of the contract: programs look at them, people read the titles.
KINDS: dict[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not JSON"),
    "token-missing": (401, "A token is needed"),
    "token-unknown": (401, "There is no such token"),
    "token-expired": (401, "The token has expired"),
    "token-revoked": (401, "The token no longer works"),
    "insufficient-scope": (403, "The token's scope does not reach that far"),
    "forbidden": (403, "This is not yours to do"),
    "not-found": (404, "It is not here, or not yours to see"),
    "method-not-allowed": (405, "This address does not take that method"),
    "refused": (409, "The move is refused"),
    "edit-conflict": (409, "Somebody saved meanwhile"),
    "conflict": (409, "Somebody changed the same thing at the same moment"),
    "key-in-use": (409, "A request with this Idempotency-Key is still being answered"),
    "length-required": (411, "The length of the body is needed"),
    "body-too-large": (413, "The body is too large"),
    "not-json": (415, "Only JSON is understood here"),
    "invalid": (422, "Something in the request is wrong"),
    "key-reused": (422, "This Idempotency-Key was used for another request"),
    "too-many-requests": (429, "Too many requests"),
    "internal": (500, "Something went wrong here"),
    "busy": (503, "Too much at once, try again"),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: in the body (a JSON pointer), the query or a header."""

    code: str
    detail: str
    pointer: str = ""
    parameter: str = ""
    header: str = ""

    def shown(self) -> dict[str, str]:
        """``pointer`` is a JSON pointer as a URI fragment, as in RFC 9457's example."""
        place = {"parameter": self.parameter, "header": self.header}
        named = {name: value for name, value in place.items() if value}
        return {"code": self.code, "detail": self.detail, **(named or {"pointer": f"#{self.pointer}"})}


@dataclass
class Problem(Exception):
    """An answer that is not a success; ``code`` is one of ``KINDS``."""

    code: str
    detail: str = ""
    faults: Iterable[Fault] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        status, title = KINDS[self.code]
        content: dict[str, Any] = {
            "type": f"urn:problem:{self.code}",
            "title": title,
            "status": status,
            "detail": self.detail or f"{title}.",
            "code": self.code,
            **self.more,
        }
        if faults := [fault.shown() for fault in self.faults]:
            content["errors"] = faults
        return JsonResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(self.headers))


def invalid(*faults: Fault) -> Problem:
    detail = faults[0].detail if len(faults) == 1 else f"{len(faults)} things are wrong; see errors."
    return Problem("invalid", detail, faults)


def wrong_field(name: str, detail: object, code: str = "invalid") -> Problem:
    """What is wrong with the field ``name`` of the body (a pointer without its first slash)."""
    return invalid(Fault(code, str(detail), pointer=f"/{name}"))


def wrong_parameter(name: str, detail: object, code: str = "invalid") -> Problem:
    return invalid(Fault(code, str(detail), parameter=name))


def shown_blocker(blocker: Blocker) -> dict[str, str]:
    """As pages show it; ``url`` leads to the page where it can be mended."""
    url = f"{settings.BASE_URL}{blocker.url}" if blocker.url else ""
    return {"code": blocker.code, "message": str(blocker.message), "url": url}


def problem_of(error: Exception) -> Problem:
    """What to tell about ``error``. Whatever is not foreseen is logged, and nothing of it is told."""
    for kind, told in TOLD.items():
        if isinstance(error, kind):
            return told(error)
    log.error("api_error", exc_info=error)
    return Problem("internal", "It was noted; the request changed nothing.")


def refused(*blockers: Blocker) -> Problem:
    shown = [shown_blocker(blocker) for blocker in blockers]
    return Problem("refused", " ".join(blocker["message"] for blocker in shown), more={"blockers": shown})


def faults_of(error: InvalidValue, names: Mapping[str, str] | None = None) -> Iterable[Fault]:
    """The faults of a form or a model; ``names`` maps its fields to those of the resource where they differ."""
    fields = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in fields.items():
        pointer = "" if name == NON_FIELD_ERRORS else f"/{(names or {}).get(name, name)}"
        for one in errors:
            yield Fault(str(one.code or "invalid"), " ".join(one.messages), pointer=pointer)


def _of_input(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """What pydantic found. A wrong part of the address means that nothing is there."""
    found = list(errors)
    if any(error["loc"][0] == "path" for error in found):
        return Problem("not-found")
    return invalid(*map(_fault_of_input, found))


WORDS = {
    "model_type": "Write a JSON object.",
    "model_attributes_type": "Write a JSON object.",
    "dict_type": "Write a JSON object.",
    "extra_forbidden": "There is no such field.",
    "missing": "This is needed.",
}


def _fault_of_input(error: Mapping[str, Any]) -> Fault:
    source, *path = error["loc"]
    detail = WORDS.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    if source == "query":
        return Fault(error["type"], detail, parameter=str(path[-1]) if path else "")
    # The first step below "body" is the name of our own parameter.
    return Fault(error["type"], detail, pointer="".join(map(step_to, path[1:])))


def step_to(part: object) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return "/" + str(part).replace("~", "~0").replace("/", "~1")


def _of_edit_conflict(error: EditConflict) -> Problem:
    current = {"markdown": error.current.markdown, "version": error.current.version}
    return Problem("edit-conflict", "The text has changed since the version you edited.", more={"current": current})


def _of_integrity(error: IntegrityError) -> Problem:
    """Two at the same moment, of whom the database let one through; every lasting rule was looked at before."""
    log.warning("api_conflict", exc_info=error)
    return Problem("conflict", "Look at it again, and try once more.")


def _of_operation(error: OperationalError) -> Problem:
    log.warning("api_busy", exc_info=error)
    return Problem("busy", headers={"Retry-After": "2"})


TOLD: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda problem: problem,
    InvalidInput: lambda error: _of_input(error.errors),
    InvalidValue: lambda error: invalid(*faults_of(error)),
    MoveNotAllowed: lambda error: refused(*error.blockers),
    EditConflict: _of_edit_conflict,
    NotEditable: lambda _error: refused(Blocker("not-editable", "It was published or waived meanwhile.")),
    Http404: lambda _error: Problem("not-found"),
    PermissionDenied: lambda _error: Problem("forbidden"),
    UnreadablePostError: lambda _error: Problem("malformed-json", "The body broke off."),
    IntegrityError: _of_integrity,
    OperationalError: _of_operation,
}


def not_allowed(response: HttpResponse) -> Problem:
    """For a response with status 405: which methods there are."""
    return Problem("method-not-allowed", headers={"Allow": response.headers.get("Allow", "")})


def nothing_here(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """The view of every address below the API that is none of its own."""
    raise Http404
