"""From what is written to an instant."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import Literal

from core.when.clocks import Clock
from core.when.errors import NotATime
from core.when.written import Written, plain, written_at

Precision = Literal["exact", "approximate", "unknown"]

_LONGEST = 200
# What a person enters about a running incident lies behind us, give or take clocks that disagree.
_AHEAD = timedelta(minutes=5)
# A list that jumps back further than this within a day has passed midnight; less is a line out of order.
_OVERNIGHT = timedelta(hours=6)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and how it was written.

    ``at`` and ``end`` (of a range, else None) are aware and in ``zone``, the zone they were read in. ``precision``:
    "approximate" for "~14:05" or "14:0X", "unknown" when only the day is known ("3 Nov ??:??"; ``at`` is its midnight).
    ``span``: start and stop index in the text that was read.
    """

    at: datetime
    zone: tzinfo
    end: datetime | None
    precision: Precision
    has_date: bool
    has_zone: bool
    span: tuple[int, int]


def read(text: str, *, zone: tzinfo, near: datetime, now: datetime | None = None, day_first: bool = True) -> Moment:
    """Read a text that is a time and nothing else.

    A time without a day takes the day that brings it nearest to ``near`` (aware); with ``now`` given, the nearest that
    is not more than five minutes after ``now``. A time without a zone is read in ``zone``. A local time that the clocks
    skip (spring) is read on the clock before the change; one that occurs twice (autumn) is the first of the two.
    ``day_first``: 03/11 is the third of November. Raises NotATime with a sentence that says what is wrong.
    """
    plain_text = plain(text)
    start = len(plain_text) - len(plain_text.lstrip())
    stop = len(plain_text.rstrip())
    if start >= stop:
        raise NotATime("There is no time here.")
    shown = text.strip()
    if stop - start > _LONGEST:
        raise NotATime(f"“{shown[:40]}…” is too long for a time.")
    written = written_at(plain_text[:stop], start)
    if written is None:
        raise NotATime(f"“{shown}” is not a time. Try 14:05, 14:05 UTC or 2026-11-03 14:05.")
    if written.stop != stop:
        raise NotATime(f"“{shown}” is not a time: what does “{text[written.stop : stop].strip()}” mean?")
    if written.clock is None and written.ago is None:
        raise NotATime(f"“{shown}” has no clock time in it.")
    return resolve(written, zone=zone, near=near, now=now, day_first=day_first)


def resolve(
    written: Written,
    *,
    zone: tzinfo,
    near: datetime,
    now: datetime | None = None,
    day: date | None = None,
    day_first: bool = True,
) -> Moment:
    """Place what is written in history. ``day``: the day of a time without one, instead of the nearest to ``near``.

    Rules as for ``read``. Raises NotATime for a date that does not exist, or if nothing in it can be placed.
    """
    own = written.zone or zone
    around = near.astimezone(own)
    if written.ago is not None:
        return _moment(written, (now or near).astimezone(own) - written.ago, None, own)
    if written.clock is None:
        raise NotATime("There is no clock time here.")
    if written.day is not None:
        base = (now or near).astimezone(own).date() if written.day.relative else around.date()
        start = _on(written.day.near(base, day_first=day_first), written.clock, own)
    elif day is not None:
        start = _on(day, written.clock, own)
    else:
        start = _nearest(written.clock, own, around, now)
    return _moment(written, start, _end(written, start, own, day_first=day_first), own)


def settle(
    items: Iterable[Written | date],
    *,
    zone: tzinfo,
    near: datetime,
    day: date | None = None,
    now: datetime | None = None,
    day_first: bool = True,
) -> list[Moment | NotATime | None]:
    """Place the times of one list, in its order; a plain ``date`` among them is a heading that sets the day.

    One answer per item: the Moment, the NotATime that says why there is none, or None for a heading. Times without a
    day follow the one before them; a list that jumps back by more than six hours has passed midnight, and in a list
    that runs newest first, one that jumps forward has. The first takes ``day``, else the nearest to ``near``.
    """
    listed = _with_halves(list(items))
    downwards = _runs_backwards(listed)
    settled: list[Moment | NotATime | None] = []
    previous: datetime | None = None
    for item in listed:
        if isinstance(item, date):
            day, previous = item, None
            settled.append(None)
            continue
        try:
            moment = resolve(item, zone=zone, near=previous or near, now=now, day=day, day_first=day_first)
        except NotATime as problem:
            settled.append(problem)
            continue
        if item.day is None and item.ago is None and previous is not None:
            moment = _follow(moment, item, previous, downwards=downwards)
        previous, day = moment.at.astimezone(UTC), None  # datetimes of one zone compare by their wall clocks
        settled.append(moment)
    return settled


def _follow(moment: Moment, written: Written, previous: datetime, *, downwards: bool) -> Moment:
    if written.clock is None:
        return moment
    zone = moment.zone
    day = previous.astimezone(zone).date()
    at = _on(day, written.clock, zone)
    jump = at - previous
    if not downwards and jump < -_OVERNIGHT:
        at = _on(day + timedelta(days=1), written.clock, zone)
    elif downwards and jump > _OVERNIGHT:
        at = _on(day - timedelta(days=1), written.clock, zone)
    if not downwards and at < previous:  # the hour that the clocks repeat in autumn
        again = _settled(at.replace(fold=1), zone)
        at = again if again >= previous else at
    return _moment(written, at, _end(written, at, zone), zone)


def _with_halves(items: list[Written | date]) -> list[Written | date]:
    """Clock times of a 12-hour list given the half of the day that is written only where it changes.

    "10:50pm, 11:05, 12:10am, 12:40": a time without "am" or "pm" is the next one after the time before it. A list in
    which one of them cannot be a 12-hour time ("13:05") changes nothing.
    """
    clocks = [item.clock for item in items if isinstance(item, Written) and item.clock]
    unmarked = [clock for clock in clocks if not clock.half]
    if len(unmarked) == len(clocks) or any(not 1 <= clock.hour <= 12 for clock in unmarked):
        return items
    given: list[Written | date] = []
    previous: Clock | None = None
    for item in items:
        if isinstance(item, Written) and item.clock:
            clock = item.clock
            if not clock.half and previous and not clock.unknown:
                clock = min((replace(clock, half=half) for half in "ap"), key=partial(_wait, previous))
            previous = clock if clock.half else previous
            given.append(replace(item, clock=clock))
        else:
            given.append(item)
    return given


def _wait(earlier: Clock, later: Clock) -> int:
    """Minutes from one time of day to the next other one."""
    return (_minutes(later) - _minutes(earlier)) % _DAY_MINUTES


def _runs_backwards(items: list[Written | date]) -> bool:
    """Whether most steps of the list go back. A step is the shorter way round the clock: 23:50 to 00:05 goes on."""
    back = onward = 0
    for earlier, later in pairwise(items):
        if isinstance(earlier, date) or isinstance(later, date) or not earlier.clock or not later.clock or later.day:
            continue
        step = (_minutes(later.clock) - _minutes(earlier.clock)) % _DAY_MINUTES
        back += step > _DAY_MINUTES / 2
        onward += 0 < step <= _DAY_MINUTES / 2
    return back > onward and back >= 3


def _minutes(clock: Clock) -> int:
    at = clock.time()
    return at.hour * 60 + at.minute


def _nearest(clock: Clock, zone: tzinfo, around: datetime, now: datetime | None) -> datetime:
    days = [around.date() + timedelta(days=shift) for shift in (0, -1, 1)]
    found = [_on(day, clock, zone) for day in days]
    if now is not None:
        found = [at for at in found if at <= now + _AHEAD] or [
            _on((now.astimezone(zone) - timedelta(days=1)).date(), clock, zone)
        ]
    return min(found, key=lambda at: abs(at.astimezone(UTC) - around.astimezone(UTC)))


def _end(written: Written, start: datetime, zone: tzinfo, *, day_first: bool = True) -> datetime | None:
    if written.until is None:
        return None
    day = written.until_day.near(start.date(), day_first=day_first) if written.until_day else start.date()
    end = _on(day, written.until, zone)
    begin = start.astimezone(UTC)
    if end < begin and written.until_day is None:
        end = _on(day + timedelta(days=1), written.until, zone)
    return end if end >= begin else None


def _on(day: date, clock: Clock, zone: tzinfo) -> datetime:
    if clock.hour == 24:
        day += timedelta(days=1)
    return _settled(datetime.combine(day, clock.time(), tzinfo=zone), zone)


def _settled(local: datetime, zone: tzinfo) -> datetime:
    """Through UTC and back, which turns a local time that was skipped into the one the clocks really showed."""
    return local.astimezone(UTC).astimezone(zone)


def _moment(written: Written, at: datetime, end: datetime | None, zone: tzinfo) -> Moment:
    precision: Precision = "exact"
    if written.clock and written.clock.unknown:
        precision = "unknown"
    elif written.doubtful or (written.clock and written.clock.masked):
        precision = "approximate"
    return Moment(
        at, zone, end, precision, written.day is not None, written.zone is not None, (written.start, written.stop)
    )
