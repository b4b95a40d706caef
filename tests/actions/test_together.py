"""Several items at once: each by its own verb, and an honest word about each that was refused."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    make_action,
    make_admin,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
DUE = date(2030, 1, 7)
TOGETHER = reverse("actions:together")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def send(client, items, verb, **words):
    return client.post(TOGETHER, {"items": [item.pk for item in items], "verb": verb, **words})


def reread(*items):
    for item in items:
        item.refresh_from_db()
    return items


class TestAllAllow:
    @pytest.fixture
    def two(self, ada):
        return [make_open_action(title, owner=ada, due_on=DUE) for title in ("one", "two")]

    def test_handed_over(self, as_ada, ada, bob, two):
        answer = send(as_ada, two, "assign", owner=bob.pk, next="/actions/?mine=on")
        assert answer.status_code == 302
        assert answer["Location"] == "/actions/?mine=on"
        assert {item.owner for item in reread(*two)} == {bob}

    def test_dates_moved_with_one_reason(self, as_ada, two):
        later = DUE + timedelta(days=30)
        send(as_ada, two, "move_due", due_on=later, reason="Release freeze")
        assert {item.due_on for item in reread(*two)} == {later}
        assert {item.due_changes.get().reason for item in two} == {"Release freeze"}

    @pytest.mark.parametrize(
        ("verb", "state", "words"),
        [("start", "in_progress", {}), ("finish", "done", {}), ("block", "blocked", {"reason": "Waits for a part"})],
    )
    def test_moved_on(self, as_ada, two, verb, state, words):
        send(as_ada, two, verb, **words)
        assert {item.state for item in reread(*two)} == {state}


class TestUndo:
    """Instead of a question before: the toast takes back what was done to all of them."""

    @pytest.fixture
    def two(self, ada):
        return [make_open_action(title, owner=ada, due_on=DUE) for title in ("one", "two")]

    def undo_of(self, client):
        page = client.get(reverse("actions:list")).content.decode()
        found = re.search(r'action="(/actions/together/undo/[^"]+)"', page)
        return unescape(found[1]) if found else ""

    @pytest.mark.parametrize(
        ("verb", "words"),
        [
            ("finish", {}),
            ("start", {}),
            ("block", {"reason": "Waits for a part"}),
            ("move_due", {"due_on": "2030-03-01", "reason": "Release freeze"}),
            ("give_up", {"reason": "Not needed"}),
        ],
    )
    def test_takes_it_back_from_all(self, as_ada, two, verb, words):
        send(as_ada, two, verb, next="/actions/?mine=on", **words)
        answer = as_ada.post(self.undo_of(as_ada))
        assert answer["Location"] == "/actions/?mine=on"
        assert {(item.state, item.due_on, item.due_changes.count()) for item in reread(*two)} == {("open", DUE, 0)}

    def test_of_handing_over(self, client, ada, bob):
        client.force_login(make_admin())
        items = [make_open_action(title, owner=ada, due_on=DUE) for title in ("one", "two")]
        send(client, items, "assign", owner=bob.pk)
        client.post(self.undo_of(client))
        assert {item.owner for item in reread(*items)} == {ada}

    def test_what_moved_on_meanwhile_stays_and_that_is_said(self, as_ada, ada, two):
        send(as_ada, two, "start")
        undo = self.undo_of(as_ada)
        two[0].refresh_from_db()
        two[0].finish(by=ada)
        as_ada.post(undo)
        assert [item.state for item in reread(*two)] == ["done", "open"]
        assert "1 has moved on and stays as it is." in as_ada.get(reverse("actions:list")).content.decode()

    def test_is_offered_where_some_were_refused_too(self, as_ada, ada, two):
        proposed = make_action("proposed", owner=ada)
        answer = send(as_ada, [*two, proposed], "finish")
        assert "/actions/together/undo/" in answer.content.decode()

    def test_is_nothing_for_somebody_else(self, client, as_ada, bob, two):
        send(as_ada, two, "finish")
        undo = self.undo_of(as_ada)
        client.force_login(bob)
        client.post(undo)
        assert {item.state for item in reread(*two)} == {"done"}


class TestSomeRefuse:
    def test_the_others_are_changed_and_each_refusal_says_why(self, as_ada, ada, bob):
        mine, proposed = make_open_action("mine", owner=ada, due_on=DUE), make_action("proposed", owner=ada)
        theirs = make_open_action("theirs", owner=bob, due_on=DUE)
        answer = send(as_ada, [mine, proposed, theirs], "finish")
        assert answer.status_code == 200
        outcome = answer.context["outcome"]
        assert [item.title for item in outcome.done] == ["mine"]
        assert {item.title: why for item, why in outcome.refused} == {
            "proposed": "It is “Proposed”, and this does not lead on from there.",
            "theirs": "It is not yours to change: that is for its owner and those who answer for it.",
        }
        assert [item.state for item in reread(mine, proposed, theirs)] == ["done", "proposed", "open"]
        assert b"1 changed, 2 stay as they are" in answer.content

    def test_the_domain_says_what_only_it_knows(self, as_ada, ada):
        urgent = make_open_action("urgent", owner=ada, due_on=DUE, priority="P1")
        answer = send(as_ada, [urgent], "give_up", reason="Too much")
        assert b"takes a lead or an admin" in answer.content
        assert reread(urgent)[0].state == "open"

    def test_an_owner_who_may_not_see_one_does_not_get_it(self, client, ada, bob):
        hidden = make_postmortem(make_restricted_incident(ada), owner=ada)
        items = [
            make_open_action("hidden", owner=ada, due_on=DUE, postmortem=hidden),
            make_open_action("open", owner=ada, due_on=DUE),
        ]
        client.force_login(ada)
        answer = send(client, items, "assign", owner=bob.pk)
        assert [item.title for item, _why in answer.context["outcome"].refused] == ["hidden"]
        assert [item.owner for item in reread(*items)] == [ada, bob]


class TestWrongInput:
    @pytest.mark.parametrize(
        ("verb", "words", "sentence"),
        [
            ("", {}, "Say what shall change."),
            ("assign", {}, "Name the one person who owns it."),
            ("move_due", {"reason": "Release freeze"}, "Say by when it should be done."),
            ("move_due", {"due_on": "2030-02-01"}, "Say why, in a few words."),
            ("block", {"reason": " "}, "Say why, in a few words."),
        ],
    )
    def test_is_said_beside_its_field_and_nothing_is_lost(self, as_ada, ada, verb, words, sentence):
        item = make_open_action("Limit the retries", owner=ada, due_on=DUE)
        answer = send(as_ada, [item], verb, **words)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert f'name="items" value="{item.pk}"' in page
        for word in words.values():
            assert word.strip() in page

    def test_nothing_chosen(self, as_ada):
        assert b"Choose at least one action." in send(as_ada, [], "finish").content

    def test_one_that_is_hidden_is_as_if_it_were_not_there(self, as_ada, bob):
        hidden = make_postmortem(make_restricted_incident(bob), owner=bob)
        item = make_open_action("The leaked key", owner=bob, due_on=DUE, postmortem=hidden)
        answer = send(as_ada, [item], "finish")
        assert answer.status_code == 422
        assert b"leaked" not in answer.content

    def test_who_reads_only_changes_nothing(self, client, vera, ada):
        client.force_login(vera)
        assert send(client, [make_open_action(owner=ada, due_on=DUE)], "finish").status_code == 403
        assert "together-bar" not in client.get(reverse("actions:list")).content.decode()


def test_a_lead_changes_what_their_team_has(client, bob):
    lead = make_user("Lena")
    item = make_open_action(owner=bob, due_on=DUE, team=make_team(leads=(lead,)))
    client.force_login(lead)
    send(client, [item], "finish")
    assert reread(item)[0].state == "done"
