"""Everything the organisation has written, in one zip that needs no Postmortems to be read."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from itertools import islice
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Team, User
from actions.columns import COLUMNS as ACTION_COLUMNS
from actions.models import ActionItem
from core.columns import Columns
from core.sheets import csv_lines
from incidents.columns import COLUMNS as INCIDENT_COLUMNS
from incidents.models import Evidence, Incident, IncidentLink, TimelineEvent, Visibility
from postmortems.columns import COLUMNS as POSTMORTEM_COLUMNS
from postmortems.models import Postmortem
from publishing.exports import data, markdown
from publishing.exports.document import document_of

BATCH = 200  # rows held in memory at a time
Step = Callable[[int, int], None]


def write_everything(target: IO[bytes], *, reader: User, step: Step) -> None:
    """Write the zip to ``target``, as ``reader`` (an admin) sees the organisation; ``step(done, total)`` says how far.

    What cannot be read of a stored file is named in MISSING.txt rather than passed over.
    """
    incidents = Incident.objects.visible_to(reader).order_by("pk")
    postmortems = Postmortem.objects.visible_to(reader).order_by("pk")
    evidence = Evidence.objects.visible_to(reader).present().filter(kind__in=Evidence.STORED).order_by("pk")
    total = incidents.count() + postmortems.count() + evidence.count() + 1
    done = 0
    missing = list[str]()
    with ZipFile(target, "w", ZIP_DEFLATED) as zipped:
        step(0, total)
        zipped.writestr("README.md", _readme(incidents.filter(visibility=Visibility.RESTRICTED).count(), total - 1))
        for some in (
            _incidents(zipped, _keys(incidents), reader),
            _postmortems(zipped, _keys(postmortems), reader),
            _files(zipped, _keys(evidence), missing),
        ):
            for _one in some:
                done += 1
                step(done, total)
        _tables(zipped, reader)
        if missing:
            zipped.writestr("MISSING.txt", "\n".join(missing) + "\n")
        step(total, total)


def _readme(restricted: int, things: int) -> str:
    return render_to_string("publishing/everything.md", {"at": timezone.now(), "restricted": restricted, "n": things})


def _keys(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _incidents(zipped: ZipFile, keys: Iterable[int], reader: User) -> Iterator[int]:
    for some in _batches(keys):
        rows = Incident.objects.select_related("severity", "team", "created_by").prefetch_related(
            "services",
            "tags",
            "milestones",
            "participants__user",
            "restricted_to",
            "postmortems",
            Prefetch("events", TimelineEvent.objects.present().select_related("author")),
            Prefetch("evidence", Evidence.objects.present().select_related("author")),
        )
        for incident in rows.filter(pk__in=some).order_by("pk"):
            zipped.writestr(f"incidents/{incident.key}.json", _json(_incident(incident, reader)))
            yield incident.pk


def _incident(incident: Incident, reader: User) -> dict[str, Any]:
    links = IncidentLink.objects.of(incident).visible_to(reader).select_related("source", "target")
    return {
        "key": incident.key,
        "title": incident.title,
        "severity": incident.severity.name,
        "state": incident.state,
        "visibility": incident.visibility,
        "named_people": [person.name for person in incident.restricted_to.all()],
        "team": incident.team.name if incident.team else "",
        "services": [service.name for service in incident.services.all()],
        "tags": [tag.name for tag in incident.tags.all()],
        "detection": incident.detection,
        "summary": incident.summary,
        "impact": incident.impact,
        "customers_affected": incident.customers_affected,
        "impact_started_at": incident.impact_started_at,
        "impact_start_estimated": incident.impact_start_estimated,
        "impact_ended_at": incident.impact_ended_at,
        "impact_end_estimated": incident.impact_end_estimated,
        "time_zone": incident.time_zone,
        "created_by": incident.created_by.name,
        "created_at": incident.created_at,
        "postmortems": [postmortem.key for postmortem in incident.postmortems.all()],
        "links": [{"kind": link.kind, "from": link.source.key, "to": link.target.key} for link in links],
        "references": [{"label": one.label, "url": one.url} for one in incident.references.all()],
        "milestones": [{"kind": m.kind, "at": m.at, "precision": m.precision} for m in incident.milestones.all()],
        "people": [{"role": one.role, "name": one.display_name} for one in incident.participants.all()],
        "timeline": [_event(event) for event in incident.events.all()],
        "evidence": [_evidence(one) for one in incident.evidence.all()],
    }


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.occurred_at,
        "until": event.ended_at,
        "precision": event.precision,
        "kind": event.kind,
        "text": event.text,
        "author": event.author.name if event.author else "",
        "source": event.source,
        "starred": event.starred,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "event": evidence.event_id,
        "kind": evidence.kind,
        "caption": evidence.caption,
        "url": evidence.url,
        "text": evidence.text,
        "language": evidence.language,
        "said_by": evidence.said_by,
        "said_where": evidence.said_where,
        "file": _place(evidence) if evidence.is_stored else "",
        "address_in_texts": evidence.get_absolute_url() if evidence.is_stored else "",
        "author": evidence.author.name,
        "created_at": evidence.created_at,
    }


def _postmortems(zipped: ZipFile, keys: Iterable[int], reader: User) -> Iterator[int]:
    """What is published of each, else its draft; where a new revision of something published is written, both."""
    for some in _batches(keys):
        rows = Postmortem.objects.select_related("owner", "published_revision", "document")
        for postmortem in rows.filter(pk__in=some).order_by("pk"):
            drafts = [False]
            if postmortem.published_revision and postmortem.state != "published":
                drafts.append(True)
            for draft in drafts:
                document = document_of(postmortem, reader=reader, draft=draft)
                name = f"postmortems/{postmortem.key}{'-draft' if draft else ''}"
                zipped.writestr(f"{name}.md", markdown.write(document))
                zipped.writestr(f"{name}.json", data.write(document))
            yield postmortem.pk


def _files(zipped: ZipFile, keys: Iterable[int], missing: list[str]) -> Iterator[int]:
    for some in _batches(keys):
        for evidence in Evidence.objects.filter(pk__in=some).select_related("incident").order_by("pk"):
            if default_storage.exists(str(evidence.file.name)):
                with evidence.file.open() as stored, zipped.open(_place(evidence), "w", force_zip64=True) as kept:
                    shutil.copyfileobj(stored, kept)
            else:
                missing.append(_place(evidence))
            yield evidence.pk


def _place(evidence: Evidence) -> str:
    return f"evidence/{evidence.incident.key}/{evidence.pk}-{evidence.name}"


def _tables(zipped: ZipFile, reader: User) -> None:
    incidents = Incident.objects.visible_to(reader).with_times().select_related("severity", "team")
    _table(zipped, "incidents", INCIDENT_COLUMNS, incidents.prefetch_related("services", "tags").order_by("pk"))
    _table(zipped, "postmortems", POSTMORTEM_COLUMNS, Postmortem.objects.visible_to(reader).for_cards().order_by("pk"))
    _table(zipped, "actions", ACTION_COLUMNS, ActionItem.objects.visible_to(reader).for_rows().order_by("pk"))
    _lines(zipped, "people.csv", csv_lines(["Name", "E-mail", "Role", "Teams", "Active", "Joined (UTC)"], _people()))
    teams = Team.objects.prefetch_related("memberships__user").order_by("name")
    rows = ([team.name, m.user.name, m.role] for team in teams for m in team.memberships.all())
    _lines(zipped, "teams.csv", csv_lines(["Team", "Person", "Role"], rows))


def _people() -> Iterator[list[Any]]:
    for person in User.objects.prefetch_related("teams").order_by("name"):
        teams = ", ".join(team.name for team in person.teams.all())
        yield [person.name, person.email, person.role, teams, person.is_active, person.created_at.astimezone(UTC)]


def _table(zipped: ZipFile, name: str, columns: Columns, rows: Any) -> None:
    chosen = columns.chosen(QueryDict())
    lines = csv_lines(chosen.heading(), map(chosen.cells, rows.iterator(chunk_size=BATCH)))
    _lines(zipped, f"{name}.csv", lines)


def _lines(zipped: ZipFile, name: str, lines: Iterable[str]) -> None:
    with zipped.open(name, "w", force_zip64=True) as target:
        for line in lines:
            target.write(line.encode("utf-8", "replace"))


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def _batches(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    rest = iter(keys)
    while some := tuple(islice(rest, BATCH)):
        yield some
