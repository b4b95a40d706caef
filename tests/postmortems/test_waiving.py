"""Who drives a postmortem proposes to waive it, a lead decides."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from notifications.models import Notification
from postmortems import review, waiving


def go(client, postmortem, verb, **data):
    return client.post(reverse(f"postmortems:{verb}", args=[postmortem.key]), data)


def test_the_owner_proposes_and_the_leads_are_told_once(signed_in, people, draft):
    for _click in range(2):
        go(signed_in("olga"), draft, "propose_waiver", reason="Told in PM-1")
    draft.refresh_from_db()
    assert (draft.state, draft.waiver_proposed_by, draft.waiver_proposal) == ("draft", people.olga, "Told in PM-1")
    news = Notification.objects.get(kind=waiving.PROPOSED)
    assert (news.recipient, news.detail) == (people.lea, "Olga proposes to waive it: Told in PM-1")


def test_a_lead_agrees_with_one_click(signed_in, people, draft):
    waiving.propose(draft, by=people.olga, reason="Told in PM-1")
    assert "Olga proposes to waive it: Told in PM-1" in signed_in("lea").get(draft.get_absolute_url()).content.decode()

    go(signed_in("lea"), draft, "waive")

    draft.refresh_from_db()
    assert (draft.state, draft.waived_by, draft.waiver_reason) == ("waived", people.lea, "Told in PM-1")
    assert draft.waiver_proposed_by is None


def test_a_lead_has_it_written_and_whoever_proposed_is_told(signed_in, people, draft):
    waiving.propose(draft, by=people.olga, reason="Told in PM-1")
    go(signed_in("lea"), draft, "decline_waiver")
    draft.refresh_from_db()
    assert (draft.state, draft.waiver_proposal) == ("draft", "")
    assert Notification.objects.get(kind=waiving.DECLINED).recipient == people.olga


@pytest.mark.parametrize("verb", ["waive", "decline_waiver"])
def test_the_owner_does_not_decide(signed_in, people, draft, verb):
    waiving.propose(draft, by=people.olga, reason="Told in PM-1")
    assert go(signed_in("olga"), draft, verb, reason="x").status_code == 403


def test_a_proposal_needs_a_reason(signed_in, draft):
    refused = go(signed_in("olga"), draft, "propose_waiver", reason=" ")
    assert refused.status_code == 422
    assert "Say why, in a few words." in refused.content.decode()


def test_only_a_draft_can_be_proposed(people, full):
    review.submit(full, by=people.olga)
    with pytest.raises(MoveNotAllowed):
        waiving.propose(full, by=people.olga, reason="Small")


def test_where_nothing_was_proposed_nothing_is_declined(signed_in, draft):
    assert go(signed_in("lea"), draft, "decline_waiver").status_code == 409
