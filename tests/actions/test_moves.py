"""The life cycle of an action item, from every state."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actions.models import ActionItem
from actions.models.item import NEEDS_REASON, UNFINISHED, State
from core.lifecycle import MoveNotAllowed
from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 1)

# verb: {from: to}, as the design has it
LIFE_CYCLE = {
    "accept": {"proposed": "open"},
    "decline": {"proposed": "declined"},
    "start": {"open": "in_progress", "blocked": "in_progress"},
    "block": {"open": "blocked", "in_progress": "blocked"},
    "unblock": {"blocked": "open"},
    "finish": {"open": "done", "in_progress": "done"},
    "verify": {"done": "verified"},
    "reopen": {"done": "open", "verified": "open"},
    "give_up": {"open": "wont_do", "in_progress": "wont_do", "blocked": "wont_do"},
    "reconsider": {"wont_do": "proposed", "declined": "proposed"},
}
WITH_REASON = {"decline", "block", "reopen", "give_up"}
ALL = [(verb, state) for verb in LIFE_CYCLE for state in State.values]


def move(item, verb, *, by, reason="It waits for the new client"):
    getattr(item, verb)(by=by, **({"reason": reason} if verb in WITH_REASON else {}))


def codes(refusal):
    return {blocker.code for blocker in refusal.value.blockers}


@pytest.mark.parametrize(("verb", "state"), [(v, s) for v, s in ALL if s in LIFE_CYCLE[v]])
def test_a_move_leads_where_the_design_says_and_is_kept(verb, state):
    ada = make_admin("Ada")
    item = make_action_in(state, by=ada)

    move(item, verb, by=ada)

    item.refresh_from_db()
    kept = item.moves.last()
    assert item.state == LIFE_CYCLE[verb][state]
    assert (kept.verb, kept.source, kept.target, kept.by) == (verb, state, item.state, ada)


@pytest.mark.parametrize(("verb", "state"), [(v, s) for v, s in ALL if s not in LIFE_CYCLE[v]])
def test_from_every_other_state_it_is_refused_and_leaves_no_trace(verb, state):
    ada = make_admin("Ada")
    item = make_action_in(state, by=ada)
    before = item.moves.count()

    with pytest.raises(MoveNotAllowed) as refusal:
        move(item, verb, by=ada)

    item.refresh_from_db()
    assert codes(refusal) == {"wrong-state"}
    assert (item.state, item.moves.count()) == (state, before)


@pytest.mark.parametrize(
    ("verb", "state"), [("decline", "proposed"), ("block", "open"), ("reopen", "done"), ("give_up", "open")]
)
@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_move_that_needs_a_reason_is_refused_without(verb, state, reason):
    ada = make_admin("Ada")
    item = make_action_in(state, by=ada)

    with pytest.raises(MoveNotAllowed) as refusal:
        move(item, verb, by=ada, reason=reason)

    assert codes(refusal) == {"reason-required"}


def test_two_people_who_press_at_once_make_one_move():
    ada = make_user("Ada")
    item = make_open_action(owner=ada, due_on=DUE)
    same = ActionItem.objects.get(pk=item.pk)
    item.finish(by=ada)

    with pytest.raises(MoveNotAllowed):
        same.give_up(by=ada, reason="Too slow")

    assert ActionItem.objects.get(pk=item.pk).state == "done"


class TestAccepting:
    def test_needs_an_owner(self):
        ada = make_user("Ada")
        with pytest.raises(MoveNotAllowed) as refusal:
            make_action(due_on=DUE).accept(by=ada)
        assert codes(refusal) == {"owner"}

    def test_takes_owner_and_date_along(self):
        ada = make_user("Ada")
        item = make_action()

        item.accept(by=ada, owner=ada, due_on=DUE)

        assert (item.owner, item.due_on, item.original_due_on) == (ada, DUE, DUE)

    def test_says_everything_that_is_missing_at_once(self, monkeypatch):
        ada = make_user("Ada")
        monkeypatch.setattr(ActionItem, "policy_due", lambda self, start: None)
        with pytest.raises(MoveNotAllowed) as refusal:
            make_action().accept(by=ada)
        assert codes(refusal) == {"owner", "due"}

    def test_somebody_who_only_reads_cannot_own_it(self):
        ada = make_user("Ada")
        with pytest.raises(MoveNotAllowed) as refusal:
            make_action(due_on=DUE).accept(by=ada, owner=make_viewer())
        assert codes(refusal) == {"owner"}

    def test_somebody_who_left_cannot_own_it(self):
        ada = make_user("Ada")
        with pytest.raises(MoveNotAllowed) as refusal:
            make_action(due_on=DUE).accept(by=ada, owner=make_user("Bob", is_active=False))
        assert codes(refusal) == {"owner"}

    def test_somebody_who_may_not_see_it_cannot_own_it(self):
        ada, bob = make_user("Ada"), make_user("Bob")
        postmortem = make_postmortem(make_restricted_incident(ada), owner=ada)
        with pytest.raises(MoveNotAllowed) as refusal:
            make_action(postmortem=postmortem, due_on=DUE).accept(by=ada, owner=bob)
        assert codes(refusal) == {"owner-cannot-see"}


class TestGivingUp:
    @pytest.mark.parametrize("priority", ["P1", "P2"])
    def test_what_is_urgent_takes_a_lead(self, priority):
        ada = make_user("Ada")
        item = make_open_action(owner=ada, due_on=DUE, priority=priority)

        with pytest.raises(MoveNotAllowed) as refusal:
            item.give_up(by=ada, reason="Not worth it")

        assert codes(refusal) == {"lead-decides"}

    @pytest.mark.parametrize("priority", ["P3", "P4"])
    def test_the_rest_its_owner_may_give_up(self, priority):
        ada = make_user("Ada")
        item = make_open_action(owner=ada, due_on=DUE, priority=priority)

        item.give_up(by=ada, reason="Not worth it")

        assert (item.state, item.state_reason) == ("wont_do", "Not worth it")

    def test_a_lead_of_its_team_decides(self):
        ada, lea = make_user("Ada"), make_user("Lea")
        item = make_open_action(owner=ada, due_on=DUE, priority="P1", team=make_team(leads=(lea,)))

        item.give_up(by=lea, reason="Not worth it")

        assert item.state == "wont_do"


class TestMovingTheDate:
    def test_a_proposal_moves_freely(self):
        ada = make_user("Ada")
        item = make_action(owner=ada, due_on=DUE)

        item.move_due(date(2027, 1, 1), by=ada)

        assert (item.due_on, item.due_changes.count()) == (date(2027, 1, 1), 0)

    @pytest.mark.parametrize("state", UNFINISHED)
    def test_once_agreed_it_needs_a_reason(self, state):
        ada = make_user("Ada")
        item = make_action_in(state, by=ada)

        with pytest.raises(MoveNotAllowed) as refusal:
            item.move_due(date(2027, 1, 1), by=ada, reason=" ")

        item.refresh_from_db()
        assert codes(refusal) == {"reason-required"}
        assert item.due_on == date(2026, 11, 3)

    def test_every_change_is_kept_and_the_first_date_too(self):
        ada = make_user("Ada")
        item = make_open_action(owner=ada, due_on=DUE)
        item.move_due(date(2026, 12, 8), by=ada, reason="Release freeze")
        item.move_due(date(2026, 12, 15), by=ada, reason="Bob is away")

        kept = list(item.due_changes.values_list("was", "now", "reason"))
        assert kept == [
            (DUE, date(2026, 12, 8), "Release freeze"),
            (date(2026, 12, 8), date(2026, 12, 15), "Bob is away"),
        ]
        assert item.original_due_on == DUE

    def test_the_same_date_again_is_no_change(self):
        ada = make_user("Ada")
        item = make_open_action(owner=ada, due_on=DUE)
        item.move_due(DUE, by=ada)
        assert item.due_changes.count() == 0

    @pytest.mark.parametrize("state", ["done", "verified", "declined", "wont_do"])
    def test_what_is_settled_keeps_its_date(self, state):
        ada = make_user("Ada")
        item = make_action_in(state, by=ada)
        with pytest.raises(MoveNotAllowed) as refusal:
            item.move_due(DUE, by=ada, reason="Tidy up")
        assert codes(refusal) == {"wrong-state"}


def test_handing_over_needs_somebody_who_may_own_it():
    item = make_open_action(owner=make_user("Ada"), due_on=DUE)
    with pytest.raises(MoveNotAllowed) as refusal:
        item.assign(make_viewer())
    assert codes(refusal) == {"owner"}


class TestTheDatabaseRefuses:
    """What no path through the domain can write, the database does not take either."""

    @pytest.mark.parametrize(
        ("constraint", "fields"),
        [
            ("action_state_known", {"state": "paused"}),
            ("action_priority_known", {"priority": "P9"}),
            ("action_open_has_owner_and_due", {"owner": None}),
            ("action_open_has_owner_and_due", {"due_on": None}),
            ("action_done_has_time", {"state": "done"}),
            ("action_done_has_time", {"state": "verified"}),
            *(("action_reason_where_needed", {"state": state}) for state in NEEDS_REASON),
        ],
    )
    def test_a_row_that_breaks(self, constraint, fields):
        item = make_open_action(owner=make_user("Ada"), due_on=DUE)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ActionItem.objects.filter(pk=item.pk).update(**fields)

    def test_the_same_source_twice_in_a_postmortem(self):
        postmortem = make_postmortem()
        make_action(postmortem=postmortem, source_ref="line-7")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_action(postmortem=postmortem, source_ref="line-7")

    def test_a_change_of_date_without_a_reason(self):
        ada = make_user("Ada")
        item = make_open_action(owner=ada, due_on=DUE)
        with pytest.raises(IntegrityError, match="due_change_has_reason"), transaction.atomic():
            item.due_changes.create(was=DUE, now=DUE, reason="", by=ada)
