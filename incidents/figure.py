"""The visual timeline: where each mark stands, in percent of the width, so that the figure fits any screen.

Lanes by what people were doing; impact against response; milestones as flags. A long silence is drawn short, with a
break that says how long it was, so that three weeks stay as readable as three minutes. The drawing itself is the
template ``incidents/_figure.html``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from incidents.models import Incident, Milestone, TimelineEvent

Kind = TimelineEvent.Kind
LANES: tuple[tuple[StrOrPromise, frozenset[str]], ...] = (
    (_("Impact"), frozenset({Kind.IMPACT})),
    (_("Detect"), frozenset({Kind.DETECTION, Kind.DIAGNOSIS})),
    (_("Decide"), frozenset({Kind.DECISION})),
    (_("Act"), frozenset({Kind.ACTION, Kind.REPAIR})),
    (_("Talk"), frozenset({Kind.COMMUNICATION})),
    (_("Note"), frozenset({Kind.NOTE})),
)
LEFT, RIGHT = 2.0, 98.0  # percent; the marks at the ends need room
APART = 3.4  # percent between marks of one row: a mark's width on the narrowest screen
FLAG_APART = 11.0  # percent between flags of one row: a label's width on a wide screen
ROWS = 4  # rows a lane may take before marks share one
SILENCE = 0.6  # a gap that takes more of the width than this is drawn short
BREAK = 0.25  # how long it is drawn, as a share of all that is not silence
ROW_HEIGHT, LANE_PAD, WINDOW_HEIGHT, FLAG_HEIGHT = 18, 22, 20, 18  # px
TICKS = 6
STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 7 * 1440, 14 * 1440, 28 * 1440)
)


@dataclass(frozen=True)
class Gap:
    """A silence drawn short: its middle in percent and its true length."""

    x: float
    length: timedelta


@dataclass(frozen=True)
class Scale:
    """From a moment to percent of the width: linear between ``stops``, which are (moment, percent) in order."""

    stops: tuple[tuple[datetime, float], ...]
    gaps: tuple[Gap, ...] = ()
    silent: frozenset[int] = frozenset()  # between which stops nothing was said

    def runs(self) -> list[tuple[datetime, datetime]]:
        """The stretches between silences."""
        runs: list[tuple[datetime, datetime]] = []
        for i, ((start, _left), (end, _right)) in enumerate(pairwise(self.stops)):
            if i in self.silent:
                continue
            if runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return runs

    def x(self, at: datetime) -> float:
        """Percent from the left, to two places; moments outside stand at the ends."""
        if at <= self.stops[0][0]:
            return self.stops[0][1]
        for (start, left), (end, right) in pairwise(self.stops):
            if at <= end:
                return round(left + (right - left) * ((at - start) / (end - start)), 2)
        return self.stops[-1][1]


@dataclass(frozen=True)
class Mark:
    """One event, or several where there is no room for each (``more`` is how many others stand with it)."""

    event: TimelineEvent
    x: float
    y: int
    width: float = 0.0
    more: int = 0


@dataclass
class Lane:
    name: StrOrPromise
    y: int
    height: int
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Window:
    """A span over the whole figure: impact or response. ``open_end`` when it is not over or nobody knows."""

    name: StrOrPromise
    kind: str
    x: float
    width: float
    y: int
    open_end: bool
    estimated: bool


@dataclass(frozen=True)
class Flag:
    milestone: Milestone
    x: float
    y: int
    at_end: bool  # its words stand to the left of the pole, or they would leave the figure


@dataclass(frozen=True)
class Tick:
    at: datetime
    x: float
    with_day: bool
    minor: bool  # left out on narrow screens


@dataclass(frozen=True)
class Figure:
    height: int
    top: int  # where the lanes begin, px
    bottom: int  # where the time axis stands, px
    lanes: list[Lane]
    windows: list[Window]
    flags: list[Flag]
    ticks: list[Tick]
    gaps: tuple[Gap, ...]


def draw(incident: Incident, events: Sequence[TimelineEvent], *, now: datetime | None = None) -> Figure | None:
    """The figure of ``incident`` with ``events``, or None when there is no moment to draw."""
    milestones = sorted((m for m in incident.milestones.all() if m.at), key=lambda m: (m.at, m.pk))
    spans = _spans(incident, milestones, now or timezone.now())
    moments = _moments(events, milestones, spans)
    if not moments:
        return None
    scale = _scale(moments)
    flags, flags_height = _flags(milestones, scale)
    windows = _windows(spans, scale, flags_height + 6)
    top = flags_height + 6 + len(windows) * WINDOW_HEIGHT + 8
    lanes = _lanes(events, scale, top)
    bottom = (lanes[-1].y + lanes[-1].height if lanes else top) + 6
    return Figure(bottom + 34, top, bottom, lanes, windows, flags, _ticks(scale), scale.gaps)


@dataclass(frozen=True)
class _Span:
    name: StrOrPromise
    kind: str
    start: datetime
    end: datetime
    open_end: bool
    estimated: bool


def _spans(incident: Incident, milestones: Iterable[Milestone], now: datetime) -> list[_Span]:
    """Impact and response, as far as their beginnings are known; open ends reach the last known moment or now."""
    at = {milestone.kind: milestone.at for milestone in milestones if milestone.at}
    ongoing_until = now if incident.is_ongoing else max(at.values(), default=now)
    ends = (
        (_("Impact"), "impact", incident.impact_started_at, incident.impact_ended_at),
        (_("Response"), "response", at.get(Milestone.Kind.DETECTED), at.get(Milestone.Kind.RESOLVED)),
    )
    estimated = incident.impact_start_estimated or incident.impact_end_estimated
    return [
        _Span(name, kind, start, max(start, end or ongoing_until), end is None, kind == "impact" and estimated)
        for name, kind, start, end in ends
        if start
    ]


def _moments(
    events: Iterable[TimelineEvent], milestones: Iterable[Milestone], spans: Iterable[_Span]
) -> list[datetime]:
    found = {event.occurred_at for event in events} | {event.ended_at for event in events if event.ended_at}
    found |= {milestone.at for milestone in milestones if milestone.at}
    found |= {end for span in spans for end in (span.start, span.end)}
    return sorted(found)


def _scale(moments: Sequence[datetime]) -> Scale:
    """Linear, but for silences that would leave no room for the rest."""
    if len(moments) == 1:
        middle = timedelta(minutes=5)
        return Scale(((moments[0] - middle, LEFT), (moments[0] + middle, RIGHT)))
    lengths = [end - start for start, end in pairwise(moments)]
    silent = _silences(lengths)
    spoken = sum((length for i, length in enumerate(lengths) if i not in silent), timedelta())
    shown = [spoken * BREAK if i in silent else length for i, length in enumerate(lengths)]
    whole, x, stops, gaps = sum(shown, timedelta()), LEFT, [(moments[0], LEFT)], []
    for i, (moment, length) in enumerate(zip(moments[1:], shown, strict=True)):
        width = (RIGHT - LEFT) * (length / whole)
        if i in silent:
            gaps.append(Gap(round(x + width / 2, 2), lengths[i]))
        x += width
        stops.append((moment, round(x, 2)))
    return Scale(tuple(stops), tuple(gaps), frozenset(silent))


def _silences(lengths: Sequence[timedelta]) -> set[int]:
    """Which of the gaps to draw short: the longest, again and again, while one takes most of what is left."""
    silent: set[int] = set()
    left = dict(enumerate(lengths))
    while len(left) > 3:  # with fewer moments there is room for every gap
        longest = max(left, key=lambda i: left[i])
        rest = sum((length for i, length in left.items() if i != longest), timedelta())
        if left[longest] <= (rest + left[longest]) * SILENCE:
            break
        silent.add(longest)
        del left[longest]
    return silent


def _flags(milestones: Iterable[Milestone], scale: Scale) -> tuple[list[Flag], int]:
    flags, rows = [], _Rows(FLAG_APART)
    for milestone in milestones:
        if milestone.at:
            x = scale.x(milestone.at)
            row = rows.place(x, x)
            flags.append(Flag(milestone, x, row * FLAG_HEIGHT, x > RIGHT - FLAG_APART))
    return flags, len(rows.ends) * FLAG_HEIGHT


def _windows(spans: Iterable[_Span], scale: Scale, y: int) -> list[Window]:
    return [
        Window(
            span.name,
            span.kind,
            scale.x(span.start),
            round(max(scale.x(span.end) - scale.x(span.start), 0.6), 2),
            y + i * WINDOW_HEIGHT,
            span.open_end,
            span.estimated,
        )
        for i, span in enumerate(spans)
    ]


class _Rows:
    """Put spans into as few rows as need be, each row with ``apart`` percent between its spans."""

    def __init__(self, apart: float, most: int | None = None) -> None:
        self.apart, self.most, self.ends = apart, most, list[float]()

    def place(self, start: float, end: float) -> int:
        """The row for a span from ``start`` to ``end``; -1 when there is no room in ``most`` rows."""
        for row, taken in enumerate(self.ends):
            if start - taken >= self.apart:
                self.ends[row] = end
                return row
        if self.most is not None and len(self.ends) >= self.most:
            return -1
        self.ends.append(end)
        return len(self.ends) - 1


def _lanes(events: Iterable[TimelineEvent], scale: Scale, top: int) -> list[Lane]:
    """The lanes that have events, one under the other from ``top`` px."""
    lanes: list[Lane] = []
    y = top
    for name, kinds in LANES:
        told = [event for event in events if event.kind in kinds]
        if told:
            lane = _lane(name, told, scale, y)
            lanes.append(lane)
            y += lane.height
    return lanes


def _lane(name: StrOrPromise, events: Iterable[TimelineEvent], scale: Scale, y: int) -> Lane:
    rows, marks = _Rows(APART, ROWS), list[Mark]()
    for event in events:
        x = scale.x(event.occurred_at)
        width = round(scale.x(event.ended_at) - x, 2) if event.ended_at else 0.0
        row = rows.place(x, x + width)
        if row >= 0:
            marks.append(Mark(event, x, y + LANE_PAD + row * ROW_HEIGHT, width))
        else:  # no room left: it stands with the mark before it, whose title counts them
            last = marks[-1]
            marks[-1] = Mark(last.event, last.x, last.y, last.width, last.more + 1)
    return Lane(name, y, LANE_PAD + len(rows.ends) * ROW_HEIGHT, marks)


def _ticks(scale: Scale) -> list[Tick]:
    """Round times in the reader's zone, none inside a silence and none on top of another."""
    runs = scale.runs()
    spoken = sum((end - start for start, end in runs), timedelta())
    step = next((step for step in STEPS if spoken / step <= TICKS), STEPS[-1])
    found = [at for start, end in runs for at in _round_times(start, end, step)]
    ticks, day = list[Tick](), None
    for at in found or [scale.stops[0][0], scale.stops[-1][0]]:
        x = scale.x(at)
        if ticks and x - ticks[-1].x < FLAG_APART:
            continue
        local_day = timezone.localtime(at).date()
        ticks.append(Tick(at, x, local_day != day, bool(len(ticks) % 2)))
        day = local_day
    return ticks


def _round_times(start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    midnight = timezone.localtime(start).replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + step * -((midnight - start) // step)
    times = []
    while at <= end:
        if at >= start:
            times.append(at)
        at += step
    return times
