"""How a written time was understood, in words, before it is saved.

``core.when`` reads; this says against what: which zone, near which moment, and after which milestone.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _

from accounts.models import User
from core.templatetags.ui import duration_words, zone_name
from core.when import Moment, NotATime, read
from incidents.models import Incident, Milestone


def in_utc(moment: Moment) -> Moment:
    """Datetimes of one zone are compared and subtracted by their wall clocks, which repeat an hour in autumn."""
    end = moment.end.astimezone(UTC) if moment.end else None
    return replace(moment, at=moment.at.astimezone(UTC), end=end)


@dataclass(frozen=True)
class Frame:
    """What a time is read against. ``zone``: of a time without one; ``near``: the day of a time without one."""

    zone: ZoneInfo
    near: datetime
    now: datetime
    reader_zone: ZoneInfo
    started: datetime | None = None
    detected: datetime | None = None

    def read(self, text: str) -> Moment:
        """The moment that ``text`` means, in UTC. Raises ``core.when.NotATime`` with a sentence on what is wrong."""
        return in_utc(read(text, zone=self.zone, near=self.near, now=self.now))

    def write(self, at: datetime) -> str:
        """A text that ``read`` takes back to the same second."""
        local = at.astimezone(self.zone).replace(microsecond=0)
        text = f"{local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else "")
        if self.read(text).at == local.astimezone(UTC):
            return text
        offset = f"{local:%z}"  # the hour that the clocks show twice
        return f"{text} {offset[:3]}:{offset[3:]}"

    def words(self, moment: Moment) -> str:
        """``Mon 3 Nov, 14:05 CET = 13:05 UTC, 12 min after detection``."""
        about = {"approximate": _("about") + " ", "unknown": _("some time on") + " "}.get(moment.precision, "")
        parts = [about + self._in_zones(moment.at)]
        if moment.end:
            length = duration_words(moment.end - moment.at)
            parts.append(_("for %(length)s") % {"length": length})
        if distance := self.distance(moment.at):
            parts.append(distance)
        if moment.at > self.now + timedelta(minutes=5):
            parts.append(_("that is still to come"))
        return ", ".join(parts)

    def distance(self, at: datetime) -> str:
        """How long after (or before) detection, else the start, ``at`` lies; "" where neither is known."""
        if self.detected:
            return _after(at - self.detected, _("%(time)s after detection"), _("%(time)s before detection"))
        if self.started:
            return _after(at - self.started, _("%(time)s in"), _("%(time)s before it started"))
        return ""

    def _in_zones(self, at: datetime) -> str:
        local, utc, own = at.astimezone(self.zone), at.astimezone(UTC), at.astimezone(self.reader_zone)
        words = _full(local, self.now)
        if local.utcoffset() != timedelta():
            words += f" = {_clock(utc, beside=local)} UTC"
        if own.utcoffset() not in (local.utcoffset(), timedelta()):
            words += f" = {_clock(own, beside=local)} {zone_name(own)}"
        return words


def _after(length: timedelta, after: str, before: str) -> str:
    if abs(length) < timedelta(seconds=1):
        return ""
    return (after if length > timedelta() else before) % {"time": duration_words(abs(length))}


def _full(local: datetime, now: datetime) -> str:
    year = "" if local.year == now.astimezone(local.tzinfo).year else " Y"
    return f"{date_words(local, f'D j M{year}, H:i')} {zone_name(local)}"


def _clock(moment: datetime, *, beside: datetime) -> str:
    return date_words(moment, "H:i" if moment.date() == beside.date() else "D j M, H:i")


def frame_for_new(reader: User) -> Frame:
    """For an incident that is not written down yet: the reader's own zone, around now."""
    now = timezone.now()
    return Frame(zone=reader.zone, near=now, now=now, reader_zone=reader.zone)


def frame_of(incident: Incident, reader: User) -> Frame:
    """For times of ``incident``: its zone, around now while it goes on, else around the event that was added last."""
    now = timezone.now()
    milestones = {milestone.kind: milestone.at for milestone in incident.milestones.all()}
    last = None if incident.is_ongoing else incident.events.present().order_by("-pk").first()
    near = now if incident.is_ongoing else last.occurred_at if last else incident.began_at
    return Frame(
        zone=incident.zone,
        near=near,
        now=now,
        reader_zone=reader.zone,
        started=milestones.get(Milestone.Kind.STARTED),
        detected=milestones.get(Milestone.Kind.DETECTED),
    )


@dataclass(frozen=True)
class Reading:
    """What to show below a time field: ``words`` of what was understood, or the ``problem`` with it, or neither.

    ``seen`` is the text that was understood, so that a form can tell whether its reader has seen this reading.
    """

    words: str = ""
    problem: str = ""
    seen: str = ""


def reading_of(text: str, frame: Frame) -> Reading:
    if not text.strip():
        return Reading()
    try:
        moment = frame.read(text)
    except NotATime as problem:
        return Reading(problem=str(problem))
    return Reading(words=frame.words(moment), seen=text.strip())
