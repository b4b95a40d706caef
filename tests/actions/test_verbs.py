"""The verbs of an item as pages: who may, what is asked, what is answered, and the way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from actions.models import ActionItem
from notifications.models import Notification
from notifications.outbox import News, tell
from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 1)
PLAIN = {"start": "open", "unblock": "blocked", "finish": "open", "verify": "done", "reconsider": "declined"}
REASONED = {"decline": "proposed", "block": "open", "reopen": "done", "give_up": "open"}
FROM = {**PLAIN, **REASONED, "accept": "proposed", "move_due": "open", "assign": "open", "undo": "open"}
WHY = {"reason": "It waits for the new client"}


def url(verb, item):
    return reverse(f"actions:{verb}", args=[item.key])


@pytest.mark.parametrize("verb", FROM)
def test_a_verb_is_nothing_to_look_at(verb, signed_in, ada):
    assert signed_in(ada).get(url(verb, make_action_in(FROM[verb], by=ada))).status_code == 405


@pytest.mark.parametrize(("verb", "state"), {**PLAIN, **REASONED}.items())
def test_a_verb_moves_the_item_and_leads_back_to_it(verb, state, signed_in, ada):
    item = make_action_in(state, by=ada)
    response = signed_in(ada).post(url(verb, item), WHY)
    assert response.url == item.get_absolute_url()
    assert item.moves.last().verb == verb


@pytest.mark.parametrize(("verb", "state"), REASONED.items())
@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001])
def test_a_reason_that_is_missing_or_too_long_is_said_beside_the_field(verb, state, reason, signed_in, ada):
    item = make_action_in(state, by=ada)
    response = signed_in(ada).post(url(verb, item), {"reason": reason})
    item.refresh_from_db()
    assert response.status_code == 422
    assert item.state == state
    page = response.content.decode()
    assert f'aria-describedby="{verb}-reason-error"' in page
    assert reason.strip() in page


def test_what_moved_on_meanwhile_is_refused_with_what_was_typed(signed_in, ada):
    item = make_action_in("done", by=ada)
    response = signed_in(ada).post(url("block", item), WHY)
    assert response.status_code == 409
    page = response.content.decode()
    assert "This has moved on meanwhile" in page
    assert WHY["reason"] in page


class TestAccepting:
    def test_asks_who_and_by_when(self, signed_in, ada, bob):
        item = make_action(created_by=ada)
        signed_in(ada).post(url("accept", item), {"owner": bob.pk, "due_on": "2026-12-24"})
        item.refresh_from_db()
        assert (item.state, item.owner, item.due_on) == ("open", bob, date(2026, 12, 24))

    def test_takes_the_policys_date_for_an_empty_one(self, signed_in, ada):
        item = make_action(created_by=ada, priority="P1")
        with time_machine.travel(datetime(2026, 11, 6, 12, tzinfo=UTC), tick=False):
            signed_in(ada).post(url("accept", item), {"owner": ada.pk, "due_on": ""})
        item.refresh_from_db()
        assert item.due_on == date(2026, 11, 27)

    @pytest.mark.parametrize(
        ("typed", "field", "message"),
        [
            ({"due_on": "2026-12-24"}, "owner", "Name the one person who owns it."),
            ({"owner": "999"}, "owner", "Select a valid choice"),
            ({"owner": "ada", "due_on": "soon"}, "due_on", "Enter a valid date."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, typed, field, message, signed_in, ada):
        item = make_action(created_by=ada)
        response = signed_in(ada).post(url("accept", item), {k: ada.pk if v == "ada" else v for k, v in typed.items()})
        assert response.status_code == 422
        assert message in response.context["accept_form"].errors[field][0]
        assert message in response.content.decode()

    def test_who_only_reads_is_no_choice_for_an_owner(self, signed_in, ada, vera):
        item = make_action(created_by=ada)
        response = signed_in(ada).post(url("accept", item), {"owner": vera.pk})
        assert "owner" in response.context["accept_form"].errors


class TestMovingTheDate:
    def test_keeps_the_reason(self, signed_in, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        signed_in(ada).post(url("move_due", item), {"due_on": "2026-12-24", **WHY})
        assert item.due_changes.get().reason == WHY["reason"]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [({"due_on": "2026-12-24"}, "reason"), ({"due_on": "", **WHY}, "due_on"), ({"due_on": "x", **WHY}, "due_on")],
    )
    def test_says_beside_the_field_what_is_wrong(self, typed, field, signed_in, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        response = signed_in(ada).post(url("move_due", item), typed)
        item.refresh_from_db()
        assert response.status_code == 422
        assert set(response.context["due_form"].errors) == {field}
        assert typed.get("reason", "") in response.content.decode()
        assert item.due_on == DUE


class TestHandingOver:
    def test_gives_it_to_somebody_else(self, signed_in, ada, bob):
        item = make_open_action(owner=ada, due_on=DUE)
        signed_in(ada).post(url("assign", item), {"owner": bob.pk})
        item.refresh_from_db()
        assert item.owner == bob

    def test_not_to_somebody_who_may_not_see_it(self, signed_in, ada, bob):
        postmortem = make_postmortem(make_restricted_incident(ada), owner=ada)
        item = make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        response = signed_in(ada).post(url("assign", item), {"owner": bob.pk})
        assert response.status_code == 422
        assert "Bob may not see" in response.content.decode()


class TestUndo:
    @pytest.mark.parametrize(
        ("verb", "state"),
        [
            ("decline", "proposed"),
            ("start", "open"),
            ("start", "blocked"),
            ("unblock", "blocked"),
            ("reopen", "done"),
            ("reconsider", "declined"),
            ("block", "open"),
            ("block", "in_progress"),
            ("finish", "open"),
            ("finish", "in_progress"),
            ("give_up", "open"),
            ("give_up", "in_progress"),
            ("give_up", "blocked"),
        ],
    )
    def test_leads_to_where_it_was(self, verb, state, signed_in, ada):
        item = make_action_in(state, by=ada)
        reason, done_at = item.state_reason, item.done_at
        browser = signed_in(ada)
        browser.post(url(verb, item), WHY)
        shown = browser.get(item.get_absolute_url()).content.decode()
        assert f'action="{url("undo", item)}"' in shown

        browser.post(url("undo", item))

        item.refresh_from_db()
        assert item.state == state
        assert item.due_on == date(2026, 11, 3)
        if item.state in ("blocked", "declined"):
            assert item.state_reason == reason
        assert item.done_at is None if done_at is None else abs(item.done_at - done_at) < timedelta(seconds=1)

    def test_of_agreeing_leads_back_to_the_proposal(self, signed_in, ada):
        item = make_action_in("proposed", by=ada)
        browser = signed_in(ada)
        browser.post(url("accept", item), {"owner": ada.pk})
        browser.post(url("undo", item))
        item.refresh_from_db()
        assert item.state == "proposed"

    def test_of_another_date_leaves_no_trace_of_a_slip(self, signed_in, ada):
        item = make_action_in("open", by=ada)
        browser = signed_in(ada)
        browser.post(url("move_due", item), {"due_on": "2026-12-24", **WHY})
        assert url("undo", item) in browser.get(item.get_absolute_url()).content.decode()
        browser.post(url("undo", item))
        item.refresh_from_db()
        assert (item.due_on, item.due_changes.count()) == (date(2026, 11, 3), 0)

    def test_of_handing_over_gives_it_back(self, signed_in, ada, bob):
        item = make_open_action(owner=ada, due_on=DUE)
        browser = signed_in(make_admin())
        browser.post(url("assign", item), {"owner": bob.pk})
        browser.post(url("undo", item))
        item.refresh_from_db()
        assert item.owner == ada

    def test_is_not_offered_where_there_is_no_way_back(self, signed_in, ada):
        item = make_action_in("done", by=ada)
        browser = signed_in(ada)
        browser.post(url("verify", item))
        assert url("undo", item) not in browser.get(item.get_absolute_url()).content.decode()

    def test_is_refused_after_a_while_and_for_others(self, signed_in, ada):
        item = make_action_in("open", by=ada)
        item.finish(by=ada)
        assert signed_in(make_admin()).post(url("undo", item)).status_code == 409
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
            assert signed_in(ada).post(url("undo", item)).status_code == 409
        item.refresh_from_db()
        assert item.state == "done"


class TestRights:
    """Ada owns the item, Bob is on the incident's team, Zoe on another, Vera reads."""

    @pytest.fixture
    def team(self, ada, bob):
        return make_team("Payments", members=(ada, bob))

    @pytest.fixture
    def item_in(self, ada, team):
        def make(state):
            lea = make_user("Lea")
            team.memberships.create(user=lea, role="lead")
            postmortem = make_postmortem(make_incident(team=team), owner=lea)
            return make_action_in(state, by=lea, postmortem=postmortem)

        return make

    @pytest.mark.parametrize("verb", FROM)
    def test_readers_other_teams_and_mere_colleagues_may_look_but_not_move(
        self, verb, item_in, vera, zoe, bob, signed_in
    ):
        item = item_in(FROM[verb])
        for person in (vera, zoe, bob):
            assert signed_in(person).get(item.get_absolute_url()).status_code == 200
            assert signed_in(person).post(url(verb, item), {**WHY, "due_on": "2026-12-24"}).status_code == 403
            assert ActionItem.objects.get(pk=item.pk).state == item.state

    @pytest.mark.parametrize("verb", [*FROM, "edit", "detail"])
    def test_of_a_restricted_incident_a_stranger_finds_nothing(self, verb, zoe, ada, signed_in):
        postmortem = make_postmortem(make_restricted_incident(ada), owner=ada)
        state = FROM.get(verb, "open")
        item = make_action_in(state, by=ada, postmortem=postmortem)
        ask = signed_in(zoe).get if verb == "detail" else signed_in(zoe).post
        assert ask(url(verb, item), WHY).status_code == 404

    def test_the_team_writes_and_the_others_do_not(self, item_in, bob, zoe, vera, signed_in):
        address = url("edit", item_in("proposed"))
        assert signed_in(bob).get(address).status_code == 200
        assert [signed_in(person).get(address).status_code for person in (zoe, vera)] == [403, 403]

    def test_the_owner_a_lead_the_postmortems_owner_and_admins_move(self, ada, bob, team, signed_in):
        lea = make_user("Lea")
        team.memberships.create(user=lea, role="lead")
        for person in (ada, lea, bob, make_admin()):
            postmortem = make_postmortem(make_incident(team=team), owner=bob)
            item = make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
            assert signed_in(person).post(url("start", item)).status_code == 302, person

    def test_buttons_are_shown_to_those_who_may_press_them(self, item_in, ada, zoe, signed_in):
        item = item_in("open")
        assert url("start", item) not in signed_in(zoe).get(item.get_absolute_url()).content.decode()
        assert url("start", item) in signed_in(item.owner).get(item.get_absolute_url()).content.decode()

    def test_a_verb_that_a_lead_decides_says_so_where_it_would_be(self, signed_in, ada):
        item = make_open_action(owner=ada, due_on=DUE, priority="P1")
        page = signed_in(ada).get(item.get_absolute_url()).content.decode()
        assert "Giving up a P1 item takes a lead or an admin." in page
        assert url("give_up", item) not in page


class TestThePage:
    @pytest.mark.parametrize(
        "state", ["proposed", "open", "in_progress", "blocked", "done", "verified", "wont_do", "declined"]
    )
    def test_opens_in_every_state_with_one_primary_verb_at_most(self, state, signed_in, ada):
        page = signed_in(ada).get(make_action_in(state, by=ada).get_absolute_url()).content.decode()
        verbs = page.partition('class="verbs"')[2].partition("</header>")[0]
        assert verbs.count('btn btn-primary"') - verbs.count('<button class="btn btn-primary">Accept') <= 1

    @pytest.mark.parametrize("slips", [1, 3])
    def test_costs_the_same_number_of_queries_whatever_happened(self, slips, signed_in, ada, django_assert_num_queries):
        postmortem = make_postmortem(*(make_incident() for _ in range(slips)), owner=ada)
        item = make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        for days in range(slips):
            item.move_due(DUE + timedelta(days=days + 1), by=ada, **WHY)
        browser = signed_in(ada)
        with django_assert_num_queries(15):
            browser.get(item.get_absolute_url())

    def test_tells_what_happened_the_newest_first(self, signed_in, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        item.move_due(date(2026, 12, 8), by=ada, reason="Release freeze")
        item.finish(by=ada)
        page = signed_in(ada).get(item.get_absolute_url()).content.decode()
        places = [page.index(words) for words in ("finished it", "Release freeze", "agreed to it", "proposed it")]
        assert places == sorted(places)

    def test_reads_what_one_was_told_of_it(self, signed_in, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        tell([News(ada, "action-overdue", item, "2026-12-02", item.title)])
        signed_in(ada).get(item.get_absolute_url())
        assert not Notification.objects.unread().exists()

    @pytest.mark.parametrize("key", ["ACT-0", "ACT-01", "ACT-999", "act-1", "ACT-9999999999999999999", "INC-1", "x"])
    def test_another_key_is_not_there(self, key, signed_in, ada):
        assert signed_in(ada).get(f"/actions/{key}/").status_code == 404
