"""Downloads of what a list shows: exactly that, all pages of it, and on record."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from accounts.models.audit import Verb, record
from core.columns import Chosen
from core.sheets import CONTENT_TYPE, csv_lines
from core.streams import stream

BATCH = 500  # rows held in memory at a time


def csv_download(request: HttpRequest, name: str, columns: Chosen, rows: Iterable[Any]) -> StreamingHttpResponse:
    """``rows`` in ``columns`` as ``<name>-<today>.csv``; the audit trail keeps who took it, how it was narrowed."""
    asked = {word: value for word, value in request.GET.items() if value and word != "page"}
    record(Verb.EXPORTED, name, after={"format": "csv", **asked})
    lines = csv_lines(columns.heading(), map(columns.cells, rows))
    filename = f"{name}-{timezone.localdate()}.csv"
    return stream(request, lines, content_type=CONTENT_TYPE, filename=filename)
