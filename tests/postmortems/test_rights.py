"""Who may see and do what (DESIGN §7): owner, lead, member, other team, viewer, stranger; restricted is 404."""

import pytest
from django.urls import reverse

from incidents.sight import readers_of
from postmortems import review
from postmortems.comments import open_thread
from postmortems.models import Postmortem
from postmortems.people import writers_of
from postmortems.permissions import abilities
from tests.conventions.routes import routes
from tests.factories import fill, make_incident, make_postmortem, make_restricted_incident

EVERYBODY = ("olga", "lea", "max", "rita", "zoe", "vera", "ada")
MAY = {
    "write": {"olga", "lea", "max", "ada"},
    "comment": {"olga", "lea", "max", "rita", "zoe", "ada"},
    "move": {"olga", "lea", "ada"},
    "waive": {"lea", "ada"},
    "decide": {"rita"},
}
GET_PAGES = (
    "detail",
    "read",
    "timeline",
    "factors",
    "response",
    "actions",
    "wording",
    "history",
    "revisions",
    "compare",
)


@pytest.mark.parametrize("name", EVERYBODY)
def test_abilities_of_each(people, full, name):
    assert abilities(people[name], full) == {ability: name in who for ability, who in MAY.items()}


def test_nobody_writes_in_what_is_published(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    review.publish(full, by=people.olga)
    assert not abilities(people.olga, full)["write"]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("page", GET_PAGES)
def test_an_organisation_s_postmortem_is_readable_by_all(signed_in, full, name, page):
    assert signed_in(name).get(reverse(f"postmortems:{page}", args=[full.key])).status_code == 200


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_team_s_postmortem_is_the_team_s(signed_in, people, name):
    incident = make_incident(team=people.payments, visibility="team")
    postmortem = make_postmortem(incident, owner=people.olga)
    expected = 200 if name in {"olga", "lea", "max", "ada"} else 404
    assert signed_in(name).get(postmortem.get_absolute_url()).status_code == expected


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_restricted_one_is_for_those_who_are_named(signed_in, people, name):
    postmortem = make_postmortem(make_restricted_incident(people.zoe, team=people.payments), owner=people.zoe)
    expected = 200 if name in {"zoe", "ada"} else 404
    assert signed_in(name).get(postmortem.get_absolute_url()).status_code == expected


def test_one_hidden_incident_hides_the_whole(signed_in, people, full):
    full.incidents.add(make_restricted_incident(people.zoe))
    client = signed_in("olga")
    assert client.get(full.get_absolute_url()).status_code == 404
    assert full.title not in client.get(reverse("postmortems:list")).content.decode()


def postmortem_routes(postmortem, factor, revision):
    known = {"pm": postmortem.pk, "inc": postmortem.incidents.get().pk, "key": "summary", "factor": factor, "way": "up"}
    thread = open_thread(postmortem, by=postmortem.owner, text="Why?")
    known |= {"revision": revision, "dimension": "tooling", "thread": thread.pk, "comment": thread.comments.get().pk}
    return [route for route in routes(known) if route.name.startswith("postmortems:") and "PM-" in route.address]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_404_from_every_address_and_changes_nothing(signed_in, people, method):
    incident = make_restricted_incident(people.olga, people.rita)
    postmortem = fill(make_postmortem(incident, owner=people.olga), reviewers=(people.rita,))
    review.submit(postmortem, by=people.olga)
    client = signed_in("max")
    found = postmortem_routes(postmortem, postmortem.factors.get().pk, 1)

    statuses = {route.name: getattr(client, method)(route.address).status_code for route in found}

    assert len(statuses) > 25
    # A verb's address answers 405 to GET whoever asks: it says nothing about what is there.
    assert {name for name, status in statuses.items() if status not in {404, 405}} == set()
    assert Postmortem.objects.get().state == "in_review"


@pytest.mark.parametrize("name", ["zoe", "vera"])
def test_a_reader_gets_403_from_every_verb(signed_in, full, name):
    review.submit(full, by=full.owner)
    client = signed_in(name)
    found = postmortem_routes(full, full.factors.get().pk, 1)

    statuses = {route.name.split(":")[1]: client.post(route.address).status_code for route in found}

    reading = {*GET_PAGES, "revision", "outline", "complete", "preview"}
    may_comment = {"comments": 422, "threads": 422, "reply": 422} if name == "zoe" else {}
    assert {verb: status for verb, status in statuses.items() if status != 403 and verb not in reading} == {
        # Whether one was asked for a verdict is the domain's to say; without a note there is none to refuse.
        "approve": 409,
        "request_changes": 422,
        **may_comment,
    }
    full.refresh_from_db()
    assert full.state == "in_review"


def test_verbs_answer_only_to_post(signed_in, full):
    client = signed_in("olga")
    verbs = ("submit", "withdraw", "approve", "request_changes", "publish", "revise", "waive", "unwaive", "keep")
    statuses = {client.get(reverse(f"postmortems:{verb}", args=[full.key])).status_code for verb in verbs}
    assert statuses == {405}


def test_readers_are_the_same_people_from_both_sides(people, full):
    hidden = [
        make_incident(team=people.payments, visibility="team"),
        make_restricted_incident(people.zoe, team=people.payments),
    ]
    for incidents in ([hidden[0]], [hidden[1]], hidden, [full.incidents.get()]):
        postmortem = make_postmortem(*incidents, owner=people.ada)
        seeing = {name for name in EVERYBODY if Postmortem.objects.visible_to(people[name]).filter(pk=postmortem.pk)}
        reading = set(readers_of(incidents).exclude(name="Somebody"))
        assert {people[name] for name in seeing} == reading
        assert set(writers_of(incidents).exclude(name="Somebody")) == reading - {people.vera}
