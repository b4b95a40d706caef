"""From what the data files say ("47 weeks ago, on a Tuesday, at 14:05") to moments, always in the past."""

import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.business_days import add_business_days

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CLOCK = re.compile(r"(?:\+(?P<days>\d+) )?(?P<hour>\d\d):(?P<minute>\d\d)")
OFFSET = re.compile(r"T\+(?P<minutes>\d+)")

# When in a working day a step is taken: the order of steps that fall on one day.
HOURS = {
    "start": 9.2, "write": 10.0, "factors": 12.1, "propose": 13.0, "redo": 13.4, "submit": 13.8, "comment": 13.9,
    "answer": 14.0, "settle": 14.1, "send_back": 14.2, "rewrite": 14.6, "resubmit": 14.9, "approve": 15.2,
    "waive": 15.4, "decline": 15.5, "accept": 15.6, "begin": 15.8, "block": 15.9, "unblock": 16.0, "move_due": 16.1,
    "finish": 16.3, "reopen": 16.4, "give_up": 16.4, "reconsider": 16.5, "verify": 16.6, "publish": 16.7,
    "revise": 16.9, "close": 17.1,
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """The days of one story: ``day`` is the incident's own, ``zone`` the one its clock times are written in."""

    now: datetime
    day: date
    zone: ZoneInfo
    zero: datetime | None = None  # what ``T+0`` means, in a story that is still going on

    @classmethod
    def of(cls, told: dict[str, Any], *, now: datetime) -> "Calendar":
        """The calendar of a story with ``weeks_ago`` and ``weekday``, with ``days_ago``, or with ``minutes_ago``."""
        zone = ZoneInfo(told.get("zone", "Europe/Berlin"))
        today = now.astimezone(zone).date()
        if "minutes_ago" in told:
            zero = (now - timedelta(minutes=told["minutes_ago"])).replace(second=0, microsecond=0)
            return cls(now, zero.astimezone(zone).date(), zone, zero)
        if "days_ago" in told:
            return cls(now, today - timedelta(days=told["days_ago"]), zone)
        day = today - timedelta(weeks=told["weeks_ago"])
        return cls(now, day - timedelta(days=(day.weekday() - WEEKDAYS.index(told["weekday"])) % 7), zone)

    def moment(self, written: str) -> datetime:
        """``14:05``, ``+1 09:30`` (the day after) or ``T+12``; a leading ``~`` (about) is passed over."""
        written = written.lstrip("~")
        if (offset := OFFSET.fullmatch(written)) and self.zero:
            return self.zero + timedelta(minutes=int(offset["minutes"]))
        clock = CLOCK.fullmatch(written)
        if clock is None:
            raise ValueError(f"“{written}” is not a time.")
        day = self.day + timedelta(days=int(clock["days"] or 0))
        return datetime.combine(day, time(int(clock["hour"]), int(clock["minute"])), self.zone)

    def working_day(self, days: int) -> date:
        """The day ``days`` after the incident's, or the Monday that follows it."""
        return add_business_days(self.day + timedelta(days=days), 0)

    def step(self, days: int, verb: str, *, of: str = "") -> datetime:
        """When ``verb`` is done on the working day ``days`` after; ``of`` scatters the minutes."""
        minutes = int(HOURS[verb] * 60) + zlib.crc32(of.encode()) % 11
        return datetime.combine(self.working_day(days), time(minutes // 60, minutes % 60), self.zone)
