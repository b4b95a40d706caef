"""An organisation in which everybody of DESIGN's table of rights is there, and of everything one of each visibility."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, OneTimeLink, SavedView, SignedIn, User
from accounts.models.links import INVITATION_LASTS
from actions.models import Pointer
from actions.reminders import OVERDUE
from incidents.evidence import store_upload
from incidents.models import AccessRequest, Incident, IncidentLink, Service, Tag, Visibility
from integrations.importer.draft import ImportDraft
from integrations.trackers.models import Connection
from meetings.scheduling import schedule
from notifications.models import Notification
from postmortems.comments import Passage, open_thread
from postmortems.content import keep_revision
from postmortems.models import Postmortem, Revision
from publishing.models import Export
from publishing.statements import starting
from tests.conventions.routes import Known, routes
from tests.factories import (
    fill,
    make_action,
    make_admin,
    make_event,
    make_incident,
    make_postmortem,
    make_service,
    make_team,
    make_upload,
    make_user,
    make_viewer,
)

ACTORS = ("admin", "lead", "member", "other", "viewer", "named", "stranger")
ALONE = "alone"  # in no team at all: may whatever somebody of another team may
VISIBILITIES = (Visibility.ORGANISATION, Visibility.TEAM, Visibility.RESTRICTED)
SECRET = "Zanzibar"  # in every word of the restricted incident and of what hangs on it
ELSEWHERE = "api:"  # tests/api/test_rights.py walks these, operation by operation


@dataclass(frozen=True)
class Address:
    """Where a route is, for a thing of each visibility (one address if it is about no such thing)."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class World:
    people: dict[str, User]
    things: dict[Visibility, dict[str, Any]]

    def client(self, actor: str) -> Client:
        """A browser of ``actor``: signed in, but for the stranger."""
        client = Client(raise_request_exception=False)
        if actor in self.people:
            client.force_login(self.people[actor])
        return client

    def addresses(self) -> list[Address]:
        """Every route but the API's, in the order of the URL map."""
        walks = [list(routes(self._known(visibility))) for visibility in self.things]
        found = []
        for same in zip(*walks, strict=True):
            places = tuple(dict.fromkeys(route.address for route in same))
            if not same[0].name.startswith(ELSEWHERE):
                found.append(Address(same[0].name, places))
        return found

    def _known(self, visibility: Visibility) -> Known:
        general = {
            "connection": 1,
            "handle": "cai",
            "slug": "payments",
            "role": "member",
            "form": "csv",
            "what": "link",
            "passage": "impact",
        }
        return {**general, **self.things[visibility]}


def make_world() -> World:
    people = {
        "admin": make_admin("Alice"),
        "lead": make_user("Bob"),
        "member": make_user("Cai"),
        "other": make_user("Olu"),
        "viewer": make_viewer("Vic"),
        "named": make_user("Nia"),
        ALONE: make_user("Ann"),
    }
    make_team("Payments", leads=(people["lead"],), members=(people["member"],))
    make_team("Search", members=(people["other"],))
    OneTimeLink(pk=1, kind="invitation", email="dora@example.org", invited_by=people["admin"]).renew(INVITATION_LASTS)
    opener = make_user("Opener")
    make_service("checkout")
    make_incident("Something before", by=opener)
    things = {visibility: make_things(visibility, people, opener) for visibility in VISIBILITIES[:2]}
    token, _text = ApiToken.issue(people["member"], name="Chat", scope="read")
    ApiToken.objects.filter(pk=token.pk).update(id=1)
    tracker = Connection(pk=1, kind="github", name="Code", base_url="http://127.0.0.1:1", project="octo/hello")
    tracker.save()
    SignedIn.objects.create(id=1, user=people["member"], session_key="theirs")
    SavedView.objects.create(id=1, owner=people["member"], list_name="actions", name="Mine", query="mine=on")
    ImportDraft.objects.create(id=1, name="old.md", text="# Old", added_by=people["member"])
    Notification.objects.create(
        id=1,
        recipient=people["member"],
        kind=OVERDUE,
        subject_id=things[Visibility.ORGANISATION]["act"],
        subject_key="ACT-1:2026-11-23",
        title="Late",
        url="/actions/",
    )
    return World(people, things)


def add_restricted(world: World) -> World:
    """The same, with the restricted incident and everything on it; made last, so that no other number changes."""
    opener = User.objects.get(handle="opener")
    world.things[Visibility.RESTRICTED] = make_things(Visibility.RESTRICTED, world.people, opener)
    return world


def make_things(visibility: Visibility, people: dict[str, User], opener: User) -> dict[str, Any]:
    """An incident of Payments, its draft and an action, by the names of the URL map's parts."""
    word = SECRET if visibility == Visibility.RESTRICTED else "Breakfast"
    incident = _incident(f"{word} {visibility}", visibility, people, opener, word)
    event = make_event(incident, f"{word} event")
    participant = incident.participants.create(name=f"{word} caller", role="observer")
    reference = incident.references.create(label=f"{word} board", url="https://example.org/")
    evidence = store_upload(incident, make_upload(f"{word}.png"), by=opener, event=event)
    link = IncidentLink.objects.create(source=incident, target=Incident.objects.earliest("pk"), kind="related")
    asked = AccessRequest.objects.create(person=opener, key=incident.key)
    postmortem = make_postmortem(incident, owner=opener, title=f"{word} postmortem")
    fill(postmortem, reviewers=(opener,))
    keep_revision(postmortem, why=Revision.Why.SAVED, by=opener)
    thread = open_thread(postmortem, by=opener, text=f"{word} comment", about=Passage("lessons", f"{word} quote"))
    action = make_action(f"{word} action", postmortem=postmortem, owner=opener)
    tomorrow = timezone.now() + timedelta(days=1)
    meeting = schedule(postmortem, by=opener, starts_at=tomorrow, minutes=60, place=f"{word} room", invitees=[opener])
    starting.start(postmortem, by=opener, title=f"{word} statement")
    return {
        "part": "summary",
        "override": 1,
        "inc": incident.pk,
        "event": event.pk,
        "participant": participant.pk,
        "reference": reference.pk,
        "link": link.pk,
        "evidence": evidence.pk,
        "stored": evidence.uuid,
        "filename": evidence.name,
        "question": asked.questions.create(incident=incident).pk,
        "kind": "detected",
        "pm": postmortem.pk,
        "key": "lessons",
        "way": "up",
        "factor": postmortem.factors.get().pk,
        "dimension": "detection",
        "thread": thread.pk,
        "comment": thread.comments.get().pk,
        "revision": postmortem.revisions.get().number,
        "act": action.pk,
        "meeting": meeting.pk,
        "line": "park",
        "export": _export(postmortem, people["member"]).uuid,
        "pointer": Pointer.objects.create(item=action, postmortem=postmortem, by=opener).pk,
    }


def _export(postmortem: Postmortem, asked_by: User) -> Export:
    """One that waits to be made; also of what who asked for it may not see by now."""
    later = timezone.now() + timedelta(days=7)
    return Export.objects.create(kind="pdf", asked_by=asked_by, postmortem=postmortem, expires_at=later)


def _incident(title: str, visibility: Visibility, people: dict[str, User], opener: User, word: str) -> Incident:
    team = people["lead"].teams.get()
    incident = make_incident(title, by=opener, team=team, visibility=visibility, summary=f"{word} summary")
    if visibility != Visibility.ORGANISATION:
        incident.restricted_to.add(people["named"])
    incident.tags.add(Tag.objects.create(name=f"{word.lower()}-{visibility}"))
    incident.services.set(Service.objects.all())
    return incident


class Undo(Exception):
    pass


def ask(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Any:
    """The answer; whatever it did in the database or to the browser's cookies is undone."""
    kept = client.cookies.copy()
    try:
        with transaction.atomic():
            answer = getattr(client, method.lower())(address, data or {})
            raise Undo
    except Undo:
        client.cookies = kept  # type: ignore[assignment]  # a copy of a SimpleCookie is one
        return answer
