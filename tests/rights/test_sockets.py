"""Who joins a live document, and who writes in it: one literal table, a row for each kind of document.

One mark for each of admin, lead, member, other team, viewer, named, stranger: ``w`` reads and writes, ``r`` reads (what
they write closes the socket, ``tests/collab/test_refusals.py``), ``.`` is told that nothing is there, ``?`` is asked to
sign in. A row has a column for each visibility: organisation, team (Payments), restricted.
"""

from uuid import uuid4

import pytest
from django.conf import settings

from accounts.models import ApiToken
from collab import rights
from collab.codes import GONE, NOT_SIGNED_IN
from collab.credentials import Credentials
from collab.rights import Right
from collab.socket import Refused, let_in
from meetings.models import ReviewMeeting
from postmortems.models import Postmortem
from postmortems.text import document_of
from publishing.models import Statement
from tests.rights.world import ACTORS, add_restricted, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = {
    "postmortem": ("wwwrrr?", "www..w?", "w....w?"),
    "meeting-notes": ("wwwwrw?", "www..w?", "w....w?"),
    "statement": ("wwwrrr?", "www..w?", "w....w?"),
}
MARKS = {Right.READ: "r", Right.WRITE: "w", GONE: ".", NOT_SIGNED_IN: "?"}


@pytest.fixture
def world():
    return add_restricted(make_world())


def documents_of(things):
    return {
        "postmortem": document_of(Postmortem.objects.get(pk=things["pm"])).uuid,
        "meeting-notes": ReviewMeeting.objects.get(pk=things["meeting"]).document.uuid,
        "statement": Statement.objects.get(postmortem=things["pm"]).document.uuid,
    }


def mark(credentials, document):
    try:
        _document, _user, right = let_in(credentials, document)
    except Refused as refused:
        return MARKS[refused.code]
    return MARKS[right]


def by_session(world, actor):
    cookie = world.client(actor).cookies.get(settings.SESSION_COOKIE_NAME)
    return Credentials(session_key=cookie.value if cookie else "")


def by_token(world, actor):
    person = world.people.get(actor)
    return Credentials(token=ApiToken.issue(person, name="Socket", scope="read")[1] if person else "")


def table(world, shown):
    credentials = {actor: shown(world, actor) for actor in ACTORS}
    found = {kind: [] for kind in TABLE}
    for things in world.things.values():
        for kind, document in documents_of(things).items():
            found[kind].append("".join(mark(credentials[actor], document) for actor in ACTORS))
    return {kind: tuple(rows) for kind, rows in found.items()}


def test_every_kind_of_document_has_its_row():
    assert {kind for kind in rights._by_kind if kind != "note"} == set(TABLE)  # a note belongs to tests/collab


def test_everybody_joins_and_writes_exactly_as_the_table_says(world):
    assert table(world, by_session) == TABLE


def test_a_token_that_reads_joins_the_same_and_writes_nowhere(world):
    reading = ("rrrrrr?", "rrr..r?", ".....r?")  # an admin's token sees what an admin sees only if it is made for that
    assert table(world, by_token) == dict.fromkeys(TABLE, reading)


def test_what_is_not_there_and_what_is_not_theirs_are_answered_alike(world):
    stranger_to_it = by_session(world, "other")
    restricted = documents_of([*world.things.values()][-1])["postmortem"]
    assert mark(stranger_to_it, restricted) == mark(stranger_to_it, uuid4()) == "."


def test_nobody_writes_in_what_is_waived_or_in_the_notes_of_a_cancelled_meeting(world):
    things = next(iter(world.things.values()))
    documents = documents_of(things)
    del documents["statement"]  # has states of its own
    Postmortem.objects.filter(pk=things["pm"]).update(
        state="waived", waiver_reason="x", waived_by=world.people["admin"]
    )
    ReviewMeeting.objects.filter(pk=things["meeting"]).update(state="cancelled")
    assert {mark(by_session(world, actor), uuid) for actor in ACTORS[:-1] for uuid in documents.values()} == {"r"}
