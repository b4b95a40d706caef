"""A month of meetings as weeks of days."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from meetings.models import ReviewMeeting

WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Day:
    day: date
    inside: bool
    meetings: list[ReviewMeeting]


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def first_of(written: str) -> date:
    """The first day of ``2026-11``; of the present month where nothing of the kind is written."""
    found = WRITTEN.fullmatch(written)
    return date(int(found[1]), int(found[2]), 1) if found else timezone.localdate().replace(day=1)


def span(first: date) -> tuple[datetime, datetime]:
    """From the Monday of its first week to the end of its last, in the reader's zone."""
    days = [day for week in calendar.Calendar().monthdatescalendar(first.year, first.month) for day in week]
    return _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))


def month_of(first: date, meetings: Iterable[ReviewMeeting]) -> Month:
    by_day: dict[date, list[ReviewMeeting]] = defaultdict(list)
    for meeting in meetings:
        by_day[timezone.localdate(meeting.starts_at)].append(meeting)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(first, [[Day(day, day.month == first.month, by_day[day]) for day in week] for week in weeks])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
