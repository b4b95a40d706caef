"""Proposing an item: alone, and from a postmortem."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from actions.models import ActionItem
from postmortems.models import ContributingFactor
from tests.factories import (
    make_action,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_team,
    severity,
)

pytestmark = pytest.mark.django_db
URL = "/actions/new/"
WORDS = {"title": "Limit the retries", "kind": "prevent", "priority": "P3"}


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(datetime(2026, 11, 6, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def postmortem(ada):
    return make_postmortem(make_incident(severity=severity(2)), owner=ada)


def test_alone_it_is_proposed_by_whoever_is_signed_in(signed_in, ada):
    response = signed_in(ada).post(URL, {**WORDS, "done_when": "The drill passes", "owner": ada.pk})

    item = ActionItem.objects.get()
    assert response.url == item.get_absolute_url()
    assert (item.title, item.done_when, item.owner, item.created_by) == (
        "Limit the retries",
        "The drill passes",
        ada,
        ada,
    )
    assert (item.state, item.postmortem) == ("proposed", None)


def test_from_a_postmortem_it_belongs_there_and_answers_a_factor(signed_in, ada, postmortem):
    factor = ContributingFactor.objects.create(postmortem=postmortem, statement="The retry had no limit")

    signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, "factor": factor.pk})

    item = ActionItem.objects.get()
    assert (item.postmortem, item.factor) == (postmortem, factor)


def test_a_factor_of_another_postmortem_is_refused(signed_in, ada, postmortem):
    ContributingFactor.objects.create(postmortem=postmortem, statement="The retry had no limit")
    other = ContributingFactor.objects.create(postmortem=make_postmortem(owner=ada), statement="Else")

    response = signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, "factor": other.pk})

    assert response.status_code == 422
    assert not ActionItem.objects.exists()


def test_added_as_agreed_it_is_open(signed_in, ada, postmortem):
    signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, "owner": ada.pk, "accept": "yes"})
    item = ActionItem.objects.get()
    assert (item.state, item.original_due_on) == ("open", date(2027, 1, 8))  # 45 working days


def test_agreed_without_an_owner_is_refused_whole_with_what_was_typed(signed_in, ada):
    response = signed_in(ada).post(URL, {**WORDS, "accept": "yes"})
    assert response.status_code == 409
    assert "Name the one person who owns it." in response.content.decode()
    assert "Limit the retries" in response.content.decode()
    assert not ActionItem.objects.exists()


class TestTheDueDate:
    def test_is_preset_by_the_policy(self, signed_in, ada, postmortem):
        page = signed_in(ada).get(f"{URL}?postmortem={postmortem.key}").content.decode()
        assert 'value="2027-01-08"' in page
        assert "SEV2: P1 in 5 working days, P2 in 20, P3 in 45, P4 in 90." in page

    def test_follows_the_priority_without_a_script_if_it_was_left_as_it_was(self, signed_in, ada, postmortem):
        left = {"due_on": "2027-01-08", "preset": "2027-01-08", "priority": "P1"}
        signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, **left})
        assert ActionItem.objects.get().due_on == date(2026, 11, 13)

    def test_stays_as_typed(self, signed_in, ada, postmortem):
        typed = {"due_on": "2026-12-24", "preset": "2027-01-08", "priority": "P1"}
        signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, **typed})
        assert ActionItem.objects.get().due_on == date(2026, 12, 24)

    def test_may_be_left_open_until_it_is_accepted(self, signed_in, ada):
        signed_in(ada).post(URL, {**WORDS, "due_on": "", "preset": "2027-01-08"})
        assert ActionItem.objects.get().due_on is None

    def test_changes_at_once_with_the_priority(self, signed_in, ada, postmortem):
        query = {"postmortem": postmortem.key, "priority": "P1", "due_on": "2027-01-08", "preset": "2027-01-08"}
        field = signed_in(ada).get(reverse("actions:due_preset"), query).content.decode()
        assert field.count('value="2026-11-13"') == 2  # the field and the preset beside it

    def test_does_not_change_over_what_somebody_typed(self, signed_in, ada):
        query = {"priority": "P1", "due_on": "2026-12-24", "preset": "2027-01-08"}
        assert 'value="2026-12-24"' in signed_in(ada).get(reverse("actions:due_preset"), query).content.decode()

    @pytest.mark.parametrize("priority", ["", "P9", "<script>"])
    def test_of_an_unknown_priority_is_empty(self, priority, signed_in, ada):
        response = signed_in(ada).get(reverse("actions:due_preset"), {"priority": priority, "due_on": "soon"})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


class TestWrongInput:
    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("title", "", "This field is required."),
            ("title", "x" * 301, "at most 300 characters"),
            ("priority", "P9", "Select a valid choice"),
            ("kind", "wish", "Select a valid choice"),
            ("owner", "999", "Select a valid choice"),
            ("team", "x", "Select a valid choice"),
            ("due_on", "soon", "Enter a valid date."),
            ("due_on", "2026-02-30", "Enter a valid date."),
            ("tracker_url", "not an address", "Enter a valid URL."),
            ("tracker_url", "javascript:alert(1)", "Enter a valid URL."),
        ],
    )
    def test_is_said_beside_the_field_and_nothing_typed_is_lost(self, field, value, message, signed_in, ada):
        typed = {**WORDS, "done_when": "The drill passes in under a minute", field: value}
        response = signed_in(ada).post(URL, typed)
        assert response.status_code == 422
        assert message in response.context["form"].errors[field][0]
        assert "The drill passes in under a minute" in response.content.decode()
        assert not ActionItem.objects.exists()

    def test_a_title_of_several_lines_is_one(self, signed_in, ada):
        signed_in(ada).post(URL, {**WORDS, "title": "  Limit\n the   retries "})
        assert ActionItem.objects.get().title == "Limit the retries"

    def test_an_owner_who_may_not_see_it_is_refused_in_words(self, signed_in, ada, bob):
        postmortem = make_postmortem(make_restricted_incident(ada), owner=ada)
        response = signed_in(ada).post(f"{URL}?postmortem={postmortem.key}", {**WORDS, "owner": bob.pk})
        assert response.status_code == 422
        assert f"Bob may not see {postmortem.key}" in response.context["form"].errors["owner"][0]


class TestRights:
    def test_whoever_only_reads_may_not_propose(self, signed_in, vera):
        for method in ("get", "post"):
            assert getattr(signed_in(vera), method)(URL, WORDS).status_code == 403

    def test_nor_who_does_not_write_in_the_postmortem(self, signed_in, zoe, ada):
        team = make_team("Payments", members=(ada,))
        postmortem = make_postmortem(make_incident(team=team), owner=ada)
        assert signed_in(zoe).post(f"{URL}?postmortem={postmortem.key}", WORDS).status_code == 403

    def test_a_postmortem_one_may_not_see_is_not_there(self, signed_in, zoe, ada):
        postmortem = make_postmortem(make_restricted_incident(ada), owner=ada)
        for address in (URL, reverse("actions:due_preset")):
            assert signed_in(zoe).get(f"{address}?postmortem={postmortem.key}").status_code == 404
        assert signed_in(zoe).post(f"{URL}?postmortem={postmortem.key}", WORDS).status_code == 404


class TestEditing:
    def test_a_proposal_changes_whole(self, signed_in, ada, bob):
        item = make_action("Old words", created_by=ada)
        typed = {**WORDS, "owner": bob.pk, "due_on": "2026-12-24", "priority": "P2"}
        signed_in(ada).post(reverse("actions:edit", args=[item.key]), typed)
        item.refresh_from_db()
        assert (item.title, item.owner, item.due_on, item.priority) == (
            "Limit the retries",
            bob,
            date(2026, 12, 24),
            "P2",
        )

    def test_once_agreed_owner_and_date_have_verbs_of_their_own(self, signed_in, ada, bob):
        item = make_action(owner=ada, due_on=date(2026, 12, 1))
        item.accept(by=ada)
        typed = {**WORDS, "title": "Better words", "owner": bob.pk, "due_on": "2026-12-24"}
        signed_in(ada).post(reverse("actions:edit", args=[item.key]), typed)
        item.refresh_from_db()
        assert (item.title, item.owner, item.due_on) == ("Better words", ada, date(2026, 12, 1))

    def test_wrong_input_keeps_what_was_typed(self, signed_in, ada):
        item = make_action("Old words", created_by=ada)
        response = signed_in(ada).post(
            reverse("actions:edit", args=[item.key]), {**WORDS, "title": "", "done_when": "A"}
        )
        item.refresh_from_db()
        assert response.status_code == 422
        assert item.title == "Old words"
