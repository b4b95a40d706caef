"""From what a document writes of times to entries placed in history."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

from core.when import Moment, NotATime, Written, settle
from integrations.importer.dating import Dating, midday
from integrations.importer.marks import DayMark, Found, Mark, Restart
from integrations.importer.parsed import Entry


def place(marks: Sequence[Mark], dating: Dating, *, zone: tzinfo, start: Moment | None = None) -> list[Entry]:
    """The entries in the order of the source. ``zone`` holds where neither entry nor document names one.

    ``start``: from when "T+5m" counts, if the document says; else from the earliest entry with a clock time.
    Without any day in the document nothing can be placed; the entries then have no moment.
    """
    day = dating.day or next((mark.day for mark in marks if isinstance(mark, DayMark)), None)
    day = day or _first_written_day(marks)
    if day is None:
        return [_entry(mark, None) for mark in marks if isinstance(mark, Found)]
    own = _zone(marks, dating) or zone
    near = midday(day, own)
    items = [_item(mark, dating) for mark in marks]
    moments: list[Moment | NotATime | None] = []
    for begin, end in _timelines(marks):
        listed = _with_declared_day(items[begin:end], dating)
        first = _first_day(listed, moments, day, own)
        settled = settle([each for _, each in listed], zone=own, near=near, day=first, day_first=dating.day_first)
        by_place = {place: answer for (place, _), answer in zip(listed, settled, strict=True) if place is not None}
        moments += [by_place.get(place) for place in range(end - begin)]
    return _entries(marks, items, moments, own, start=start or _start(marks, moments))


def _timelines(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """From where to where each timeline goes."""
    bounds = [0, *(place for place, mark in enumerate(marks) if isinstance(mark, Restart)), len(marks)]
    return list(pairwise(bounds))


def _first_day(
    listed: Sequence[tuple[int | None, Written | date]],
    before: Sequence[Moment | NotATime | None],
    day: date,
    zone: tzinfo,
) -> date:
    """The day on which a timeline begins that follows others: the one that brings its first time nearest to them."""
    known = [moment.at for moment in before if isinstance(moment, Moment) and moment.precision != "unknown"]
    first = listed[0][1] if listed else None
    if not known or not isinstance(first, Written) or first.day or not first.clock:
        return day
    clock, begin, end = first.clock.time(), min(known, key=_utc), max(known, key=_utc)
    days = [begin.date() + timedelta(days=shift) for shift in range(min((end - begin).days + 2, 31))]

    def apart(candidate: date) -> timedelta:
        at = _utc(datetime.combine(candidate, clock, tzinfo=first.zone or zone))
        return max(_utc(begin) - at, at - _utc(end), timedelta())

    return min(days, key=apart)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _zone(marks: Sequence[Mark], dating: Dating) -> tzinfo | None:
    """The document's zone, else the first entry's or the only one that entries write ("14:05 UTC", then "14:10")."""
    if dating.zone:
        return dating.zone
    timed = [mark.written for mark in marks if isinstance(mark, Found) and mark.written and mark.written.clock]
    if timed and timed[0].zone:
        return timed[0].zone
    zones = {
        str(mark.written.zone): mark.written.zone
        for mark in marks
        if isinstance(mark, Found) and mark.written and mark.written.zone
    }
    return next(iter(zones.values())) if len(zones) == 1 else None


def _with_declared_day(
    items: Sequence[Written | date | None], dating: Dating
) -> list[tuple[int | None, Written | date]]:
    """What there is to settle, by place. "Unless noted, all times are on 3 May": after an earlier day that is noted
    the next time without one is on 3 May again."""
    listed: list[tuple[int | None, Written | date]] = []
    before = False
    for place, item in enumerate(items):
        if item is None:
            continue
        if dating.declared and dating.day and isinstance(item, Written):
            if before and item.day is None:
                listed.append((None, dating.day))
            noted = _date_of(item, dating)
            before = noted is not None and noted < dating.day
        listed.append((place, item))
    return listed


def _date_of(written: Written, dating: Dating) -> date | None:
    try:
        near = dating.day or date(2000, 1, 1)
        return written.day.near(near, day_first=dating.day_first) if written.day else None
    except NotATime:
        return None


def _item(mark: Mark, dating: Dating) -> Written | date | None:
    """What ``settle`` is to place: a day without a time sets the day for what follows."""
    if isinstance(mark, DayMark):
        return mark.day
    if isinstance(mark, Restart):
        return None
    written = mark.written
    if written is None or written.since_start is not None or written.ago is not None:
        return None
    if written.clock is None:
        return _date_of(written, dating)
    return written


def _entries(
    marks: Sequence[Mark],
    items: Sequence[Written | date | None],
    moments: Sequence[Moment | NotATime | None],
    zone: tzinfo,
    *,
    start: Moment | None,
) -> list[Entry]:
    entries: list[Entry] = []
    for mark, item, moment in zip(marks, items, moments, strict=True):
        if not isinstance(mark, Found):
            continue
        if isinstance(item, date):
            at = datetime(item.year, item.month, item.day, tzinfo=zone)
            entries.append(_entry(mark, Moment(at, zone, None, "unknown", True, False, (0, 0)), day_only=True))
        elif mark.written and mark.written.since_start is not None and start:
            at = start.at + mark.written.since_start
            entries.append(_entry(mark, Moment(at, start.zone, None, "exact", False, start.has_zone, (0, 0))))
        elif mark.written is None and mark.style == "row" and not mark.when and entries and entries[-1].moment:
            entries.append(_entry(mark, entries[-1].moment))  # a blank time cell repeats the one above
        else:
            entries.append(_entry(mark, moment if isinstance(moment, Moment) else None))
    return entries


def _start(marks: Sequence[Mark], moments: Sequence[Moment | NotATime | None]) -> Moment | None:
    """The instant of the earliest entry with a clock time."""
    earliest = [moment for mark, moment in zip(marks, moments, strict=True) if isinstance(moment, Moment)]
    return min(earliest, key=lambda moment: moment.at.astimezone(UTC)) if earliest else None


def _first_written_day(marks: Sequence[Mark]) -> date | None:
    for mark in marks:
        if isinstance(mark, Found) and mark.written and mark.written.day and mark.written.day.year:
            return mark.written.day.near(date(mark.written.day.year, 1, 1))
    return None


def _entry(found: Found, moment: Moment | None, *, day_only: bool = False) -> Entry:
    more = "\n\n".join(each for each in found.more if each.strip())
    lines = tuple(sorted({line + 1 for line in found.lines}))
    return Entry(moment, found.text or found.when, lines, when=found.when, more=more, day_only=day_only)
