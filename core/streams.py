"""Answers that are sent while they are made."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

LINES = 500  # made in one go


def stream(request: HttpRequest, lines: Iterator[str], *, content_type: str, filename: str) -> StreamingHttpResponse:
    """``lines`` as a download; under ASGI Django would otherwise gather all of them in memory first."""
    body = _batches(lines) if isinstance(request, ASGIRequest) else lines
    disposition = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(body, content_type=content_type, headers=disposition)


async def _batches(lines: Iterator[str]) -> AsyncIterator[str]:
    take = sync_to_async(lambda: "".join(islice(lines, LINES)))
    while batch := await take():
        yield batch
