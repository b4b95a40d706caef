"""Two incidents that were one: everything of the duplicate goes to the survivor and says where it came from.

Nothing is copied and nothing deleted: rows change their incident. What the survivor has already (the same alert, the
same person in the same role, the same address) stays with the duplicate, whose page stays. Higher packages move what
hangs on an incident with them (``relate``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.lifecycle import Attempt, Blocker, MoveNotAllowed
from incidents.models import CancelReason, Incident, IncidentLink, IncidentMerge, State, Visibility
from incidents.sight import readers_of

Kind = IncidentLink.Kind
OWN = ("events", "evidence", "participants", "references")
STRICTNESS = {Visibility.ORGANISATION: 0, Visibility.TEAM: 1, Visibility.RESTRICTED: 2}


@dataclass(frozen=True)
class Relation:
    """What a higher package ties to incidents. ``move`` returns, as JSON holds it, what ``back`` needs to undo it;
    ``words`` says to a reader what would move.
    """

    name: str
    move: Callable[[Incident, Incident, dict[int, int]], Any]
    back: Callable[[Incident, Incident, Any], None]
    words: Callable[[Incident, User], list[str]]


_relations: list[Relation] = []


def relate(relation: Relation) -> None:
    """Have ``relation`` follow every merge; its ``move`` gets the events that both had, by the duplicate's own."""
    _relations.append(relation)


@dataclass(frozen=True)
class Plan:
    """What goes over: keys of rows by relation; ``same``: events that both have, by the duplicate's own."""

    rows: dict[str, list[int]]
    same: dict[int, int]
    tags: list[int]
    services: list[int]

    def words(self, duplicate: Incident, reader: User) -> list[str]:
        """The plan in sentences, for whoever decides."""
        count = {name: len(pks) for name, pks in self.rows.items()}
        labels = (
            ngettext("%(n)d event of the timeline", "%(n)d events of the timeline", count["events"]),
            ngettext("%(n)d piece of evidence", "%(n)d pieces of evidence", count["evidence"]),
            ngettext("%(n)d person", "%(n)d people", count["participants"]),
            ngettext("%(n)d place elsewhere", "%(n)d places elsewhere", count["references"]),
        )
        found = [label % {"n": count[name]} for name, label in zip(OWN, labels, strict=True) if count[name]]
        links = count["links_out"] + count["links_in"]
        others = (
            (links, ngettext("%(n)d link to another incident", "%(n)d links to other incidents", links)),
            (len(self.tags), ngettext("%(n)d tag", "%(n)d tags", len(self.tags))),
            (len(self.services), ngettext("%(n)d service", "%(n)d services", len(self.services))),
        )
        found += [label % {"n": number} for number, label in others if number]
        return found + [line for relation in _relations for line in relation.words(duplicate, reader)]


def plan_of(duplicate: Incident, survivor: Incident) -> Plan:
    """What a merge of ``duplicate`` into ``survivor`` would take over."""
    told = {(e.source, e.source_ref): e.pk for e in survivor.events.exclude(source_ref="")}
    same = {e.pk: told[key] for e in duplicate.events.all() if (key := (e.source, e.source_ref)) in told}
    here = {(p.user_id, p.name.casefold(), p.role) for p in survivor.participants.all()}
    known = set(survivor.references.values_list("url", flat=True))
    rows = {
        "events": [e.pk for e in duplicate.events.all() if e.pk not in same],
        "evidence": [piece.pk for piece in duplicate.evidence.all()],
        "participants": [
            p.pk for p in duplicate.participants.all() if (p.user_id, p.name.casefold(), p.role) not in here
        ],
        "references": [r.pk for r in duplicate.references.all() if r.url not in known],
        **_links(duplicate, survivor),
    }
    tags = duplicate.tags.exclude(pk__in=survivor.tags.values("pk"))
    services = duplicate.services.exclude(pk__in=survivor.services.values("pk"))
    return Plan(rows, same, [tag.pk for tag in tags], [service.pk for service in services])


def _links(duplicate: Incident, survivor: Incident) -> dict[str, list[int]]:
    """Those that the survivor does not have yet, and that would not tie it to itself."""
    has = {(link.kind, link.target_id) for link in survivor.links_out.all()}
    had = {(link.kind, link.source_id) for link in survivor.links_in.all()}
    related = {other for kind, other in has | had if kind == Kind.RELATED}

    def new(kind: str, other: int, known: set[tuple[str, int]]) -> bool:
        return other != survivor.pk and (kind, other) not in known and not (kind == Kind.RELATED and other in related)

    return {
        "links_out": [link.pk for link in duplicate.links_out.all() if new(link.kind, link.target_id, has)],
        "links_in": [link.pk for link in duplicate.links_in.all() if new(link.kind, link.source_id, had)],
    }


def blockers_of(duplicate: Incident, survivor: Incident) -> Iterator[Blocker]:
    """Why ``duplicate`` cannot go into ``survivor``, beside where it stands itself."""
    words = {"key": survivor.key, "own": duplicate.key}
    if survivor.state == State.CANCELLED:
        message = _("%(key)s is cancelled itself: choose the incident that stands.") % words
        yield Blocker("cancelled", message, survivor.get_absolute_url())
    if _seen_by_more(survivor, duplicate):
        message = _("%(key)s is seen by people who may not see %(own)s. Narrow down who sees %(key)s first.") % words
        yield Blocker("seen-by-more", message, f"{reverse('incidents:edit', args=[survivor.key])}#id_visibility")


def _seen_by_more(survivor: Incident, duplicate: Incident) -> bool:
    """Whether somebody would learn of the duplicate who may not know of it; now, or as people come to the teams."""
    if duplicate.visibility == Visibility.ORGANISATION:
        return False
    if STRICTNESS[Visibility(survivor.visibility)] < STRICTNESS[Visibility(duplicate.visibility)]:
        return True
    if survivor.visibility == Visibility.TEAM and survivor.team_id != duplicate.team_id:
        return True
    return readers_of([survivor]).exclude(pk__in=readers_of([duplicate]).values("pk")).exists()


@Incident.guard("unmerge")
def _was_merged(incident: Incident, _attempt: Attempt) -> Iterator[Blocker]:
    if not incident.merges.standing().exists():
        yield Blocker("not-merged", _("It was cancelled, but not merged into another."))


@transaction.atomic
def merge(duplicate: Incident, survivor: Incident, *, by: User) -> IncidentMerge:
    """Hand everything over and cancel ``duplicate`` as one. Raises ``MoveNotAllowed`` with every blocker."""
    _lock(duplicate, survivor)
    if blockers := [*duplicate.blockers("merge", by=by), *blockers_of(duplicate, survivor)]:
        raise MoveNotAllowed("merge", blockers)
    plan = plan_of(duplicate, survivor)
    on_same = {piece.pk: piece.event_id for piece in duplicate.evidence.filter(event__in=plan.same)}
    for name in OWN:
        rows: models.QuerySet[Any] = getattr(duplicate, name).filter(pk__in=plan.rows[name])
        rows.filter(came_from=None).update(came_from=duplicate)
        rows.update(incident=survivor)
    for piece, event in on_same.items():
        survivor.evidence.filter(pk=piece).update(event=plan.same[event or 0])
    IncidentLink.objects.filter(pk__in=plan.rows["links_out"]).update(source=survivor)
    IncidentLink.objects.filter(pk__in=plan.rows["links_in"]).update(target=survivor)
    survivor.tags.add(*plan.tags)
    survivor.services.add(*plan.services)
    _link, linked = IncidentLink.objects.get_or_create(source=duplicate, kind=Kind.DUPLICATE_OF, target=survivor)
    moved = {
        **plan.rows,
        "tags": plan.tags,
        "services": plan.services,
        "linked": linked,
        "on_same": [[piece, event] for piece, event in on_same.items()],
        "related": {relation.name: relation.move(duplicate, survivor, plan.same) for relation in _relations},
    }
    made = IncidentMerge.objects.create(duplicate=duplicate, survivor=survivor, by=by, moved=moved)
    duplicate._move("merge", by=by, reason=survivor.key, cancel_reason=CancelReason.DUPLICATE)
    return made


@transaction.atomic
def unmerge(duplicate: Incident, *, by: User) -> IncidentMerge:
    """Take the merge back: what went over returns, as far as it is still there; ``duplicate`` is open again.

    Raises ``MoveNotAllowed`` where there is nothing to take back.
    """
    made = duplicate.merges.standing().select_related("survivor").first()
    if made is None:
        raise MoveNotAllowed("unmerge", duplicate.blockers("unmerge", by=by))
    survivor, moved = made.survivor, made.moved
    _lock(duplicate, survivor)
    duplicate._move("unmerge", by=by, reason=survivor.key, cancel_reason="")
    for piece, event in moved["on_same"]:
        survivor.evidence.filter(pk=piece).update(event=event)
    for name in OWN:
        rows: models.QuerySet[Any] = getattr(survivor, name).filter(pk__in=moved[name])
        rows.filter(came_from=duplicate).update(came_from=None)
        rows.update(incident=duplicate)
    survivor.links_out.filter(pk__in=moved["links_out"]).update(source=duplicate)
    survivor.links_in.filter(pk__in=moved["links_in"]).update(target=duplicate)
    survivor.tags.remove(*moved["tags"])
    survivor.services.remove(*moved["services"])
    if moved["linked"]:
        duplicate.links_out.filter(kind=Kind.DUPLICATE_OF, target=survivor).delete()
    for relation in _relations:
        if relation.name in moved["related"]:
            relation.back(duplicate, survivor, moved["related"][relation.name])
    made.undone_by, made.undone_at = by, timezone.now()
    made.save(update_fields=["undone_by", "undone_at"])
    return made


def _lock(*incidents: Incident) -> None:
    """In the order of their keys, so that two merges at once wait for each other rather than forever."""
    list(Incident.objects.select_for_update().filter(pk__in=[one.pk for one in incidents]).order_by("pk"))
    for incident in incidents:
        incident.refresh_from_db(fields=["state", "visibility", "team"])
