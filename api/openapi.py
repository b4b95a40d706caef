"""What ninja's description of the API lacks: problems, headers, and keys that make a POST safe to repeat."""

from collections import defaultdict
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from api.idempotency import HEADER
from api.problems import KINDS, MEDIA_TYPE

ALWAYS = (401, 404, 405, 429, 500, 503)
CHANGING = (400, 403, 409, 411, 413, 415)
CHECKED = (422,)
METHODS = {"get", "post", "put", "patch", "delete"}

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Programs look at `code`.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": list(KINDS)},
        "errors": {
            "type": "array",
            "description": "What is wrong with the request, each where it stands.",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "Into the body: a JSON pointer after #."},
                    "parameter": {"type": "string"},
                    "header": {"type": "string"},
                },
            },
        },
        "blockers": {
            "type": "array",
            "description": "Of a refused move: everything that stands in its way.",
            "items": {
                "type": "object",
                "required": ["code", "message", "url"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "url": {"type": "string", "description": "The page where it can be mended, or empty."},
                },
            },
        },
        "current": {
            "type": "object",
            "description": "Of an edit conflict: the text as it stands.",
            "required": ["markdown", "version"],
            "properties": {"markdown": {"type": "string"}, "version": {"type": "integer"}},
        },
    },
}
WHOLE = {"type": "integer", "minimum": 0}
HEADERS = {
    "RateLimit-Limit": {"schema": WHOLE, "description": "Requests a minute."},
    "RateLimit-Remaining": {"schema": WHOLE, "description": "How many are left."},
    "RateLimit-Reset": {"schema": WHOLE, "description": "Seconds until the count begins anew."},
}
KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "Any text of your own: the same request with the same key is done once, for 24 hours.",
}


def completed(schema: OpenAPISchema) -> OpenAPISchema:
    """``schema`` with every answer that the door can give."""
    schema["components"]["schemas"]["Problem"] = PROBLEM
    for operations in schema["paths"].values():
        for method in METHODS & operations.keys():
            _complete(method, operations[method])
    return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    for response in operation["responses"].values():
        response["headers"] = HEADERS
    changing = method != "get"
    for status in (*ALWAYS, *(CHANGING if changing else ()), *CHECKED):
        operation["responses"][status] = _problem(status)
    if method == "post":
        operation["parameters"].append(KEY)


def _problem(status: int) -> dict[str, Any]:
    codes = defaultdict(list)
    for code, (at, title) in KINDS.items():
        codes[at].append(f"{title} (`{code}`)")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": "; ".join(codes[status]), "content": content}
