"""Already planned, also prevents this: several postmortems point at one item."""

import pytest
from django.urls import reverse

from actions.models import ActionItem
from core.lifecycle import MoveNotAllowed
from postmortems.models import ContributingFactor
from postmortems.notes import notes_for
from tests.actions.test_reminders import DUE
from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(ada):
    """An open item of one postmortem."""
    return make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(make_incident(by=ada), owner=ada))


@pytest.fixture
def later(ada):
    """Another postmortem, with a factor."""
    postmortem = make_postmortem(make_incident("Again", by=ada), owner=ada)
    ContributingFactor.objects.create(postmortem=postmortem, statement="No limit")
    return postmortem


def codes(refusal):
    return {blocker.code for blocker in refusal.value.blockers}


def test_a_postmortem_points_at_an_item_once(planned, later, ada):
    for _ in range(2):
        planned.also_prevents(later, by=ada)
    assert list(ActionItem.objects.of(later)) == [planned]
    assert planned.pointers.count() == 1


def test_not_at_its_own(planned, ada):
    with pytest.raises(MoveNotAllowed) as refusal:
        planned.also_prevents(planned.postmortem, by=ada)
    assert codes(refusal) == {"own-item"}


@pytest.mark.parametrize("state", ["declined", "wont_do"])
def test_nor_at_what_nobody_is_going_to_do(state, later):
    admin = make_admin()
    with pytest.raises(MoveNotAllowed) as refusal:
        make_action_in(state, by=admin).also_prevents(later, by=admin)
    assert codes(refusal) == {"not-planned"}


def test_nor_with_a_factor_of_another_postmortem(planned, later, ada):
    foreign = ContributingFactor.objects.create(postmortem=planned.postmortem, statement="Mine")
    with pytest.raises(MoveNotAllowed) as refusal:
        planned.also_prevents(later, by=ada, factor=foreign)
    assert codes(refusal) == {"other-factor"}


def test_an_undecided_item_it_points_at_keeps_the_incident_open(later, ada):
    item = make_action("Limit the retries")
    item.also_prevents(later, by=ada)
    found = later.incidents.get().blockers("close", by=ada)
    later.state = "approved"
    assert "action-undecided" not in {blocker.code for blocker in found}  # it is not even resolved
    incident = later.incidents.get()
    incident.resolve(by=ada)
    assert "action-undecided" in {blocker.code for blocker in incident.blockers("close", by=ada)}


class TestThePage:
    def point(self, client, postmortem, key, **more):
        address = reverse("actions:point", args=[postmortem.key])
        return client.post(address, {"item": key, **more}, headers={"HX-Request": "true"})

    def test_points_and_shows_it_with_its_factor(self, signed_in, ada, planned, later):
        factor = later.factors.get()
        answer = self.point(signed_in(ada), later, planned.key.lower(), factor=factor.pk)
        assert answer.status_code == 200
        assert f"planned in {planned.postmortem.key}" in answer.content.decode()
        assert planned.key in str(notes_for(later, ada)[factor.pk])
        assert later.key in signed_in(ada).get(planned.get_absolute_url()).content.decode()

    def test_and_leaves_it_again(self, signed_in, ada, planned, later):
        planned.also_prevents(later, by=ada)
        pointer = later.pointers.get()
        signed_in(ada).post(reverse("actions:unpoint", args=[later.key, pointer.pk]))
        assert not later.pointers.exists()

    @pytest.mark.parametrize("key", ["ACT-999", "INC-1", "the retries", ""])
    def test_what_is_not_there_comes_back_with_a_sentence(self, key, signed_in, ada, later):
        assert self.point(signed_in(ada), later, key).status_code == 422

    def test_a_hidden_item_is_refused_in_the_words_of_one_that_is_not_there(self, signed_in, ada, later):
        hidden = make_action("The key", postmortem=make_postmortem(make_restricted_incident()))
        answer = self.point(signed_in(ada), later, hidden.key)
        assert f"There is no {hidden.key}." in answer.content.decode()
        assert not later.pointers.exists()


def test_a_pointing_postmortem_that_is_hidden_is_not_named(signed_in, ada, planned):
    secret = make_postmortem(make_restricted_incident())
    planned.also_prevents(secret, by=make_admin())
    page = signed_in(ada).get(planned.get_absolute_url()).content.decode()
    assert secret.key not in page


def test_a_factor_without_an_item_is_shown_as_such_but_not_what_went_well(ada, later):
    well = ContributingFactor.objects.create(postmortem=later, statement="Quick", kind="mitigating")
    notes = notes_for(later, ada)
    assert "No action answers it yet" in str(notes[later.factors.get(statement="No limit").pk])
    assert well.pk not in notes
