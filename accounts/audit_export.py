"""The audit trail as lines of text: CSV for people with spreadsheets, JSON lines for programs."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from accounts.models.audit import AuditEntry, AuditQuerySet
from core.sheets import CONTENT_TYPE, csv_lines

FIELDS = ("at", "actor", "name", "verb", "object", "label", "before", "after", "address")
BATCH = 500  # rows held in memory at a time


def as_csv(entries: AuditQuerySet) -> Iterator[str]:
    """A heading, then a line for each entry."""
    return csv_lines(FIELDS, (list(row.values()) for row in _rows(entries)))


def as_jsonl(entries: AuditQuerySet) -> Iterator[str]:
    """One JSON object a line, its values as they are."""
    for row in _rows(entries):
        yield json.dumps(row, ensure_ascii=False) + "\n"


FORMATS: dict[str, tuple[Callable[[AuditQuerySet], Iterator[str]], str]] = {
    "csv": (as_csv, CONTENT_TYPE),
    "jsonl": (as_jsonl, "application/jsonl; charset=utf-8"),
}


def _rows(entries: AuditQuerySet) -> Iterator[dict[str, Any]]:
    for entry in entries.newest_first().iterator(chunk_size=BATCH):
        yield dict(zip(FIELDS, _values(entry), strict=True))


def _values(entry: AuditEntry) -> tuple[Any, ...]:
    who = (entry.actor.email, entry.actor.name) if entry.actor else ("", "")
    what = (entry.verb, entry.key, entry.label, entry.before, entry.after)
    return (entry.at.isoformat(), *who, *what, entry.address or "")
