"""Contributing factors: added, edited, put in order, removed and brought back, tied to events."""

import pytest
from django.urls import reverse

from postmortems.models import ContributingFactor, FactorCategory
from tests.factories import make_event, make_incident, make_postmortem


def url(draft, verb, *args):
    return reverse(f"postmortems:{verb}", args=[draft.key, *args])


@pytest.fixture
def events(incident):
    return [make_event(incident, "Alert fires"), make_event(incident, "Rolled back")]


@pytest.fixture
def factor(draft):
    return draft.factors.create(statement="The retry had no limit")


def test_a_factor_with_its_evidence(signed_in, draft, events):
    category = FactorCategory.objects.get(name="Ownership")
    data = {
        "statement": "Nobody **owned** the switch",
        "kind": "organisational",
        "category": category.pk,
        "evidence": [events[1].pk],
    }
    response = signed_in("max").post(url(draft, "add_factor"), data)
    assert response.status_code == 302
    factor = draft.factors.get()
    assert (factor.kind, factor.category, list(factor.evidence.all())) == ("organisational", category, [events[1]])
    page = signed_in("max").get(url(draft, "factors")).content.decode()
    for words in ("<strong>owned</strong>", "Organisation › Ownership", "Rolled back"):
        assert words in page


def test_an_event_can_be_what_one_starts_from(signed_in, draft, events):
    page = signed_in("olga").get(url(draft, "add_factor"), {"event": events[0].pk}).content.decode()
    assert f'value="{events[0].pk}" id="id_evidence_0" checked' in page


@pytest.mark.parametrize(
    "wrong",
    [{"statement": ""}, {"kind": "blame"}, {"category": "999"}, {"evidence": ["999999"]}, {"evidence": ["x"]}],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(signed_in, draft, wrong):
    data = {"statement": "What I typed", "kind": "technical", **wrong}
    response = signed_in("olga").post(url(draft, "add_factor"), data)
    assert response.status_code == 422
    assert "invalid-feedback" in response.content.decode()
    assert data["statement"] in response.content.decode()
    assert not draft.factors.exists()


def test_evidence_is_of_its_own_incidents(signed_in, draft):
    elsewhere = make_event(make_incident("Another"))
    data = {"statement": "x", "kind": "technical", "evidence": [elsewhere.pk]}
    assert signed_in("olga").post(url(draft, "add_factor"), data).status_code == 422


def test_editing(signed_in, draft, factor):
    signed_in("olga").post(url(draft, "edit_factor", factor.pk), {"statement": "Better said", "kind": "luck"})
    factor.refresh_from_db()
    assert (factor.statement, factor.kind) == ("Better said", "luck")


def test_what_somebody_else_saved_meanwhile_is_shown_first(signed_in, draft, factor):
    client = signed_in("olga")
    seen = client.get(url(draft, "edit_factor", factor.pk)).context["form"].token
    ContributingFactor.objects.update(statement="Theirs")
    data = {"statement": "Mine", "kind": "technical", "seen": seen}

    refused = client.post(url(draft, "edit_factor", factor.pk), data)

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    factor.refresh_from_db()
    assert factor.statement == "Theirs"

    again = refused.context["form"].data["seen"]
    assert client.post(url(draft, "edit_factor", factor.pk), {**data, "seen": again}).status_code == 302
    factor.refresh_from_db()
    assert factor.statement == "Mine"


def test_removing_can_be_undone(signed_in, draft, factor, events):
    factor.evidence.set(events)
    client = signed_in("olga")
    page = client.post(url(draft, "remove_factor", factor.pk), follow=True).content.decode()
    assert not draft.factors.exists()
    undo = url(draft, "restore_factor", factor.pk)
    assert undo in page

    client.post(undo)
    assert list(draft.factors.get().evidence.all()) == events


def test_the_order_is_theirs(signed_in, draft):
    first, second, third = (draft.factors.create(statement=words) for words in ("a", "b", "c"))
    client = signed_in("olga")
    client.post(url(draft, "move_factor", third.pk, "up"))
    client.post(url(draft, "move_factor", first.pk, "up"))
    client.post(url(draft, "move_factor", second.pk, "down"))
    assert "".join(draft.factors.values_list("statement", flat=True)) == "acb"


def test_another_postmortem_s_factor_is_not_here(signed_in, people, draft):
    elsewhere = make_postmortem(make_incident("Another"), owner=people.olga).factors.create(statement="x")
    for verb in ("edit_factor", "remove_factor", "restore_factor"):
        assert signed_in("olga").post(url(draft, verb, elsewhere.pk), {"statement": "y"}).status_code == 404


def test_evidence_goes_with_the_incident_it_is_of(people, draft, incident, events, factor):
    factor.evidence.set(events)
    draft.tell_of([make_incident("Another", by=people.olga)])
    assert not factor.evidence.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, draft, incident, rows, django_assert_num_queries):
    for number in range(rows):
        factor = draft.factors.create(statement=f"Number {number}, see {incident.key}")
        factor.evidence.add(make_event(incident), make_event(incident))
    client = signed_in("olga")
    client.get(url(draft, "factors"))
    with django_assert_num_queries(24):
        client.get(url(draft, "factors"))
