"""Adding what programs know: many events at once, all or none, and none of them twice."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from incidents.models import Incident, TimelineEvent


@dataclass(frozen=True)
class NewEvent:
    """An event to be written; ``source_ref`` names it where it comes from ("" if it has no name there)."""

    occurred_at: datetime
    text: str
    ended_at: datetime | None = None
    precision: str = TimelineEvent.Precision.EXACT
    kind: str = TimelineEvent.Kind.NOTE
    starred: bool = False
    source: str = TimelineEvent.Source.MANUAL
    source_ref: str = ""

    @property
    def origin(self) -> tuple[str, str]:
        return self.source, self.source_ref


@transaction.atomic
def record(incident: Incident, events: Sequence[NewEvent], *, by: User) -> tuple[list[TimelineEvent], int]:
    """The rows of ``events`` in their order, and how many of them are new.

    One whose source and reference are known already is left as it stands, also where it was edited or removed since.
    """
    Incident.objects.select_for_update().get(pk=incident.pk)  # two of the same at once would both find nothing
    known = _known(incident, {event.origin for event in events if event.source_ref})
    rows: list[TimelineEvent] = []
    new: list[TimelineEvent] = []
    for event in events:
        row = known.get(event.origin)
        if row is None:
            row = TimelineEvent(incident=incident, author=by, **asdict(event))
            new.append(row)
            if event.source_ref:
                known[event.origin] = row
        rows.append(row)
    TimelineEvent.objects.bulk_create(new)
    return rows, len(new)


def _known(incident: Incident, origins: set[tuple[str, str]]) -> dict[tuple[str, str], TimelineEvent]:
    refs = {ref for _source, ref in origins}
    rows = incident.events.filter(source_ref__in=refs).select_related("author")
    return {origin: row for row in rows if (origin := (row.source, row.source_ref)) in origins}
