"""Many lines at once: which of them are events, and where the others stay. No line is lost."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from core.when import Line, Moment, read_lines
from incidents.models import Incident
from incidents.readings import Frame, in_utc
from incidents.recording import NewEvent, record


@dataclass
class Row:
    """One line of a paste and what it becomes.

    With ``moment`` it is an event with ``text``; with ``day`` a heading that dates the lines below; else a note that
    stays with the event above it (``problem`` says why its time could not be read, where it seems to have one).
    """

    raw: str
    text: str
    moment: Moment | None = None
    day: date | None = None
    problem: str = ""
    reading: str = ""

    @property
    def is_note(self) -> bool:
        return self.moment is None and self.day is None


@dataclass
class Pasted:
    rows: list[Row] = field(default_factory=list)

    @property
    def events(self) -> int:
        return sum(row.moment is not None for row in self.rows)

    @property
    def notes(self) -> int:
        return sum(row.is_note for row in self.rows)

    @property
    def unread(self) -> int:
        """Lines that seem to begin with a time which cannot be."""
        return sum(bool(row.problem) for row in self.rows)

    def entries(self) -> list[tuple[Moment, str]]:
        """Time and text of each event; notes stand below the text of the event before them, early ones in the first."""
        found: list[tuple[Moment, list[str], list[str]]] = []
        early: list[str] = []
        for row in self.rows:
            if row.moment:
                found.append((row.moment, [row.text or _("(no text)")], []))
            elif row.is_note:
                (found[-1][2] if found else early).append(row.raw.rstrip())
        if found and early:
            found[0][2][:0] = early
        return [(moment, "\n\n".join(filter(None, [*text, "\n".join(notes)]))) for moment, text, notes in found]


def read_paste(text: str, frame: Frame, *, near: datetime) -> Pasted:
    """How ``text`` would be added; times without a day are read around ``near``."""
    lines = read_lines(text, zone=frame.zone, near=near, now=frame.now)
    return Pasted([_row(line, frame) for line in lines])


def _row(line: Line, frame: Frame) -> Row:
    moment = in_utc(line.moment) if line.moment else None
    reading = frame.words(moment) if moment else ""
    return Row(line.raw, line.text, moment, line.day, line.problem, reading)


def add_pasted(incident: Incident, pasted: Pasted, *, by: User, batch: UUID) -> int:
    """Write every event of ``pasted``, all or none; how many are new. The same ``batch`` twice adds nothing."""
    events = [
        NewEvent(
            occurred_at=moment.at.replace(microsecond=0),
            ended_at=moment.end,
            precision=moment.precision,
            text=text,
            source_ref=f"paste:{batch}:{place}",
        )
        for place, (moment, text) in enumerate(pasted.entries())
    ]
    return record(incident, events, by=by)[1]
