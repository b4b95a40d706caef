"""Rows as CSV, for people with spreadsheets."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

CONTENT_TYPE = "text/csv; charset=utf-8"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that hands over what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(heading: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A line for the heading and for each row; no cell is one that a spreadsheet would run (OWASP: CSV injection)."""
    write = csv.writer(_Line()).writerow
    yield str(write([defused(word) for word in heading]))
    for row in rows:
        yield str(write([defused(value) for value in row]))


def defused(value: Any) -> str:
    """``value`` as the text of a cell: empty for None, ISO for times, JSON for what has parts."""
    if value is None or value in ("", {}, []):
        return ""
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
