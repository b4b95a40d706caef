"""What the search for a timeline gives, in the order of the source."""

from dataclasses import dataclass, field
from datetime import date

from core.when import Written


@dataclass(slots=True)
class Found:
    """An entry before it is placed in history. ``lines`` count from 0."""

    written: Written | None
    text: str
    lines: list[int]
    when: str = ""
    more: list[str] = field(default_factory=list)
    style: str = "item"


@dataclass(frozen=True, slots=True)
class DayMark:
    """A line that sets the day of the entries below it. Its own text stays where it is, in the section."""

    day: date


@dataclass(frozen=True, slots=True)
class Restart:
    """Here a second timeline of the same incident begins, which may start again on its first day."""


Mark = Found | DayMark | Restart
