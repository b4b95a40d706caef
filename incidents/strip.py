"""The milestone strip: the five points in time, and what lies between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_stubs_ext import StrOrPromise

from incidents.models import Incident, Milestone


@dataclass(frozen=True)
class Step:
    """One milestone. ``gap``: since the step before, where both are known (``gap_about``: not exactly);
    ``answered``: a time, or "nobody knows".

    ``day``: whether the date has to be said, because it is the first known time or another day than the one before.
    """

    kind: str
    label: StrOrPromise
    at: datetime | None = None
    precision: str = ""
    answered: bool = False
    gap: timedelta | None = None
    gap_about: bool = False
    day: bool = False
    form: Any = None

    @property
    def anchor(self) -> str:
        return f"milestone-{self.kind}"


def strip(incident: Incident, forms: Mapping[str, Any] | None = None) -> list[Step]:
    """The steps of ``incident`` in order; ``forms`` fill them in, by kind."""
    stated = {milestone.kind: milestone for milestone in incident.milestones.all()}
    steps: list[Step] = []
    known: datetime | None = None
    for kind, label in Milestone.Kind.choices:
        milestone = stated.get(kind)
        at = milestone.at if milestone else None
        before = steps[-1].at if steps else None
        rough = {milestone.precision if milestone else "", steps[-1].precision if steps else ""}
        steps.append(
            Step(
                kind=kind,
                label=label,
                at=at,
                precision=milestone.precision if milestone else "",
                answered=milestone is not None,
                gap=at - before if at and before else None,
                gap_about=Milestone.Precision.APPROXIMATE in rough,
                day=at is not None and (known is None or _day(known) != _day(at)),
                form=(forms or {}).get(kind),
            )
        )
        known = at or known
    return steps


def _day(at: datetime) -> Any:
    return timezone.localdate(at)
