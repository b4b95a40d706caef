"""Timelines kept as tables: which column is the time, which the event, and what the others add."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.when import Written, header_day, plain
from integrations.importer.dating import read_stamp
from integrations.importer.inline import one_line, plain_text
from integrations.importer.outline import Node

_TIME = re.compile(
    r"(?:date ?[/&+]? ?)?(?:time|timestamp|when|hour|clock|uhrzeit|zeit|hora|heure|t"
    r"|start(?:ed)?(?: time)?|from|began|utc|datetime|date)\b.{0,40}",
    re.IGNORECASE,
)
_UNIVERSAL = re.compile(r"\b(?:UTC|GMT|Zulu)\b")
_DATE = re.compile(r"(?:date|day|datum|tag)\b.{0,20}", re.IGNORECASE)
_END = re.compile(r"(?:end|until|to|finish(?:ed)?|stop)(?: ?time)?\b.{0,20}", re.IGNORECASE)
_EVENT = re.compile(
    r".{0,20}\b(?:events?|descriptions?|what(?: happened)?|actions?(?: taken)?|details?|activit(?:y"
    r"|ies)|updates?|notes?|comments?|messages?|summary"
    r"|happen(?:ed|ings?)|ereignis|beschreibung|entry|occurrence|log|observations?|steps?|milestones?|status)\b.{0,30}",
    re.IGNORECASE,
)
_TASKS = re.compile(r"(?:owner|assignee|due|deadline|priority|assigned to|dri)\b.{0,20}", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:[?x-]{1,5}(?::[?x-]{1,3})?|tbd|tbc|unknown|n/?a|later|\.\.\.|…)?", re.IGNORECASE)
_FEW = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row as an entry. ``lines`` count from 0. ``written`` is None where the time is not known."""

    written: Written | None
    text: str
    lines: tuple[int, ...]
    when: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    time: int
    event: int
    date: int | None
    end: int | None
    names: list[str]


def rows_of(table: Node, *, sure: bool, near: date, day_first: bool) -> list[Row | date] | None:
    """The entries of a table, and the dates that it sets in between; None if it is no timetable.

    Not ``sure``: no heading announces a timeline, so the columns must be named "time" and "event", or the like.
    """
    if len(table.children) < 2:
        return None
    columns = _columns(table, sure=sure)
    if columns is None:
        return None
    rows = list(_rows(table, columns, near=near, day_first=day_first))
    timed = sum(isinstance(row, Row) and row.written is not None for row in rows)
    data = len(table.children) - 1
    return rows if timed * 2 > data or (sure and timed >= _FEW) or (sure and timed == data) else None


def _columns(table: Node, *, sure: bool) -> _Columns | None:
    names = [plain_text(cell) for cell in table.children[0].cells]
    if len(names) < 2 or (not sure and sum(bool(_TASKS.fullmatch(name)) for name in names) > 0):
        return None
    day = next((place for place, name in enumerate(names) if _DATE.fullmatch(name)), None)
    times = [place for place, name in enumerate(names) if _TIME.fullmatch(name) and place != day]
    universal = (place for place in times if _UNIVERSAL.search(names[place]))
    time = next(universal, times[0] if times else None)
    if time is None:
        time, day = day, None
    if time is None and sure:
        time = next((place for place in range(len(names)) if _is_timed(table, place)), None)
    if time is None:
        return None
    end = next((place for place, name in enumerate(names) if _END.fullmatch(name) and place != time), None)
    taken = {time, day, end}
    event = next((place for place, name in enumerate(names) if place not in taken and _EVENT.fullmatch(name)), None)
    if event is None and sure:
        event = max(
            (place for place in range(len(names)) if place not in taken), key=lambda x: _width(table, x), default=None
        )
    elif event is not None and sure:
        widest = max((place for place in range(len(names)) if place not in taken), key=lambda x: _width(table, x))
        event = widest if _width(table, widest) > 3 * _width(table, event) else event
    return None if event is None else _Columns(time, event, day, end, names)


def _is_timed(table: Node, place: int) -> bool:
    stamps = [read_stamp(plain_text(row.cells[place])) for row in table.children[1:] if place < len(row.cells)]
    return sum(stamp is not None for stamp in stamps) * 2 > len(stamps)


def _width(table: Node, place: int) -> int:
    return sum(len(row.cells[place]) for row in table.children[1:200] if place < len(row.cells))


def _rows(table: Node, columns: _Columns, *, near: date, day_first: bool) -> Iterator[Row | date]:
    header: tuple[int, ...] = (table.start, table.start + 1)
    for row in table.children[1:]:
        cells = row.cells
        when = plain(plain_text(cells[columns.time]))
        text = one_line(cells[columns.event])
        day = plain_text(cells[columns.date]) if columns.date is not None else ""
        filled = [cell for cell in cells if cell.strip(" -–—")]
        only = plain_text(filled[0]) if len(filled) == 1 else "" if text else when or day
        if only and (found := header_day(only, near=near, day_first=day_first)):
            near = found
            yield found
            continue
        if not any(cell.strip() for cell in cells):
            continue
        stamp = _stamp(day, when)
        if stamp is None and not _UNKNOWN.fullmatch(when) and not text:
            continue
        lines = (*header, *row.lines)
        header = ()
        label = " ".join(part for part in (day, when) if part)
        more = tuple(_more(columns, cells, stamp, when))
        yield Row(stamp, text or one_line(" ".join(cells)), lines, label, more)


def _stamp(day: str, when: str) -> Written | None:
    for text in (f"{day} {when}".strip(), when):
        stamp = read_stamp(text.lstrip("[("))
        if stamp and (stamp.day or stamp.has_time):
            return stamp
    return None


def _more(columns: _Columns, cells: list[str], stamp: Written | None, when: str) -> Iterator[str]:
    rest = when[stamp.stop :].strip(" ()[]") if stamp and len(when) > stamp.stop and columns.date is None else ""
    if rest:
        yield rest
    for place, cell in enumerate(cells):
        if place not in (columns.time, columns.event, columns.date) and cell.strip(" -–—"):
            yield f"{columns.names[place]}: {one_line(cell)}" if columns.names[place] else one_line(cell)
