"""The audit trail as lines of text: CSV for people with spreadsheets, JSON lines for programs."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any

from accounts.models.audit import AuditEntry, AuditQuerySet

FIELDS = ("at", "actor", "name", "verb", "object", "label", "before", "after", "address")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 500  # rows held in memory at a time


class _Line:
    """A file that hands over what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(entries: AuditQuerySet) -> Iterator[str]:
    """A heading, then a line for each entry; no cell is one that a spreadsheet would run (OWASP: CSV injection)."""
    write = csv.writer(_Line()).writerow
    yield str(write(FIELDS))
    for row in _rows(entries):
        yield str(write([defused(value) for value in row.values()]))


def as_jsonl(entries: AuditQuerySet) -> Iterator[str]:
    """One JSON object a line, its values as they are."""
    for row in _rows(entries):
        yield json.dumps(row, ensure_ascii=False) + "\n"


FORMATS: dict[str, tuple[Callable[[AuditQuerySet], Iterator[str]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "jsonl": (as_jsonl, "application/jsonl; charset=utf-8"),
}


def defused(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _rows(entries: AuditQuerySet) -> Iterator[dict[str, Any]]:
    for entry in entries.newest_first().iterator(chunk_size=BATCH):
        yield dict(zip(FIELDS, _values(entry), strict=True))


def _values(entry: AuditEntry) -> tuple[Any, ...]:
    who = (entry.actor.email, entry.actor.name) if entry.actor else ("", "")
    what = (entry.verb, entry.key, entry.label, entry.before, entry.after)
    return (entry.at.isoformat(), *who, *what, entry.address or "")
