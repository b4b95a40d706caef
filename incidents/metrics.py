"""Durations derived from pairs of milestones: one table, recomputed whenever they are asked for.

What was estimated stays an estimate: a duration is only as sure as the less sure of its two ends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.templatetags.ui import about_words, duration_words
from incidents.models import Incident, Milestone

Kind = Milestone.Kind

METRICS: dict[str, tuple[StrOrPromise, str, str]] = {
    "detect": (_("Detected after"), Kind.STARTED, Kind.DETECTED),
    "acknowledge": (_("Acknowledged after"), Kind.DETECTED, Kind.ACKNOWLEDGED),
    "mitigate": (_("Mitigated after"), Kind.STARTED, Kind.MITIGATED),
    "resolve": (_("Resolved after"), Kind.STARTED, Kind.RESOLVED),
}


@dataclass(frozen=True)
class Measured:
    """How long something took; ``about``: one of its ends is an estimate, and so is the length."""

    length: timedelta
    about: bool

    @property
    def words(self) -> str:
        """For texts that no template writes."""
        return about_words(self.length) if self.about else duration_words(self.length)


def known_times(incident: Incident) -> dict[str, datetime]:
    """The milestones whose time is known, by kind."""
    return {milestone.kind: milestone.at for milestone in incident.milestones.all() if milestone.at}


def durations(incident: Incident) -> dict[str, Measured]:
    """Every metric that can be told, by name; one whose end lies before its beginning cannot."""
    at = known_times(incident)
    rough = {milestone.kind for milestone in incident.milestones.all() if milestone.is_approximate}
    return {
        name: Measured(at[end] - at[begin], about=not rough.isdisjoint((begin, end)))
        for name, (_label, begin, end) in METRICS.items()
        if begin in at and end in at and at[end] >= at[begin]
    }
