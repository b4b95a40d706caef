"""An act of the demo's year: something that somebody does at a moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from demo.calendar import Calendar
from demo.organisation import Cast
from incidents.models import Incident
from postmortems.models import CommentThread, Postmortem


@dataclass(frozen=True)
class Act:
    moment: datetime
    do: Callable[[], object]


@dataclass(frozen=True)
class Story:
    """One file of ``data/incidents``: what it says, its days, and the organisation it happens in."""

    name: str
    told: dict[str, Any]
    calendar: Calendar
    cast: Cast
    threads: dict[str, CommentThread] = field(default_factory=dict)

    @property
    def incident(self) -> Incident:
        return self.cast.incidents[self.name]

    @property
    def postmortem(self) -> Postmortem:
        return self.cast.postmortems[self.name]

    def person(self, handle: str) -> User:
        return self.cast.people[handle]

    def step(self, days: int, verb: str, do: Callable[[], object], *, of: str = "") -> Act:
        """An act on the working day ``days`` after the incident, at the hour of ``verb``."""
        return Act(self.calendar.step(days, verb, of=self.name + of), do)
