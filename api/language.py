"""The language check, for programs."""

from typing import Any

from ninja import Router

from api.requests import ApiRequest
from api.shapes.language import FindingsOut, TextIn
from postmortems.language import check

router = Router(tags=["language"])


@router.post("/check", response=FindingsOut, url_name="check-language")
def check_language(request: ApiRequest, body: TextIn) -> dict[str, Any]:
    """Wording in Markdown that judges people. Nothing is stored; offsets count Unicode code points."""
    return {"findings": [finding._asdict() for finding in check(body.text)]}
