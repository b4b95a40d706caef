"""Wording that judges people: the list beside the text, and the check for what is being typed."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from postmortems.language import Finding, check
from postmortems.views.parts import part_page

LARGEST = 200_000  # characters


@require_GET
def wording(request: HttpRequest, number: int) -> HttpResponse:
    return part_page(request, number, "wording")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Findings in ``text``, of a form or in JSON. Offsets count as JavaScript does, in UTF-16 units."""
    text = _text_of(request)
    if text is None:
        return JsonResponse({"error": _("Send the text as “text”.")}, status=400)
    if len(text) > LARGEST:
        return JsonResponse({"error": _("This text is too long to check.")}, status=413)
    return JsonResponse({"findings": [_shown(text, finding) for finding in check(text)]})


def _text_of(request: HttpRequest) -> str | None:
    if request.content_type != "application/json":
        return request.POST.get("text")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    text = body.get("text") if isinstance(body, dict) else None
    return text if isinstance(text, str) else None


def _shown(text: str, finding: Finding) -> dict[str, Any]:
    return finding._asdict() | {"start": _units(text[: finding.start]), "end": _units(text[: finding.end])}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
