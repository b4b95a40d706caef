"""A year at an invented company, lived through act by act in the order of time."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from actions.reminders import chase
from demo.acts import Act, Story
from demo.backdate import at
from demo.calendar import Calendar
from demo.doing import standalone_acts
from demo.meeting import meeting_acts
from demo.organisation import Cast, gather
from demo.response import incident_acts
from demo.statement import statement_acts
from demo.tracking import tracker_act
from demo.writing import postmortem_acts

DATA = Path(__file__).resolve().parent / "data"
REMINDED_DAYS = 14  # how far back the inboxes reach; today's reminders are left to the worker
FOUNDED_WEEKS_AGO = {"weeks_ago": 60, "weekday": "Mon"}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def live_through(*, now: datetime | None = None) -> Cast:
    """Make the organisation and its last twelve months, up to ``now``; all of it or nothing.

    Whatever the data files place after ``now`` (the rest of today's working hours) has just been done.
    """
    now = now or timezone.now()
    with at(Calendar.of(FOUNDED_WEEKS_AGO, now=now).moment("09:00"), now=now):
        cast = gather(read(DATA / "organisation.toml"))
    for act in sorted(_acts(cast, now), key=lambda act: act.moment):
        with at(act.moment, now=now):
            act.do()
    return cast


def _acts(cast: Cast, now: datetime) -> Iterator[Act]:
    for path in sorted((DATA / "incidents").glob("*.toml")):
        story = _story(path, cast, now)
        yield from incident_acts(story)
        yield from postmortem_acts(story)
    yield from standalone_acts(_story(DATA / "actions.toml", cast, now))
    yield from meeting_acts(now)
    yield tracker_act(read(DATA / "trackers.toml"), now=now)
    yield from statement_acts(now)
    for person in read(DATA / "organisation.toml")["people"]:
        if days := person.get("left_days_ago"):
            yield Act(now - timedelta(days=days), cast.people[person["handle"]].deactivate)
    for days in range(1, REMINDED_DAYS + 1):
        noon = datetime.combine(now.date() - timedelta(days=days), time(12), UTC)  # past breakfast for everybody
        yield Act(noon, partial(_remind, at=noon))


def _remind(*, at: datetime) -> None:
    """Within one long transaction nobody counts the rows, and PostgreSQL would plan for empty tables: 5 s for 50 ms."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    chase(at=at)


def _story(path: Path, cast: Cast, now: datetime) -> Story:
    told = read(path)
    return Story(path.stem, told, Calendar.of(told, now=now), cast)
