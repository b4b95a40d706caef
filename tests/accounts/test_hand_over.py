"""Who leaves hands over: what they answer for becomes others', and what nobody can have stays and is shown."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.holdings import holdings_of
from accounts.models import ApiToken, AuditEntry, Membership
from accounts.models.audit import Verb
from incidents.models import Participant, Visibility
from postmortems import review
from tests.factories import (
    fill,
    make_action,
    make_incident,
    make_open_action,
    make_postmortem,
    make_team,
    make_user,
)

DUE = date(2026, 12, 1)


@pytest.fixture
def kwame(db):
    return make_user("Kwame")


@pytest.fixture
def zoe(db):
    return make_user("Zoe")


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


@pytest.fixture
def owned(kwame):
    """One of each that Kwame answers for, and as many that are settled."""
    incident = make_incident("Checkout down", by=kwame)
    incident.participants.create(user=kwame, role=Participant.Role.COMMANDER)
    over = make_incident("Long over", by=kwame)
    over.participants.create(user=kwame, role=Participant.Role.COMMANDER)
    over.resolve(by=kwame)
    draft = make_postmortem(incident, owner=kwame)
    reviewed = fill(make_postmortem(owner=make_user("Olu")), reviewers=(kwame,))
    review.submit(reviewed, by=reviewed.owner)
    make_open_action(owner=kwame, due_on=DUE)
    make_open_action("Done long ago", owner=kwame, due_on=DUE).finish(by=kwame)
    team = make_team("Payments", leads=(kwame,))
    return {"incident": incident, "draft": draft, "reviewed": reviewed, "team": team}


def page(person):
    return reverse("accounts:hand_over", args=[person.handle])


def names(person):
    return {holding.kind.name: [str(thing) for thing in holding.things] for holding in holdings_of(person)}


def test_what_a_person_answers_for_is_what_still_asks_for_something(kwame, owned):
    assert names(kwame) == {
        "teams": ["Payments"],
        "incidents": ["Checkout down"],
        "postmortems": ["Checkout down"],
        "reviews": [owned["reviewed"].title],
        "actions": ["Limit the retries"],
    }


def test_everything_goes_to_one_person_in_one_step_and_the_account_closes(as_admin, kwame, zoe, owned):
    answer = as_admin.post(page(kwame), {"everything": "zoe", "deactivate": "1"})
    assert answer.headers["Location"] == "/people/kwame/"
    kwame.refresh_from_db()
    assert not kwame.is_active
    assert names(kwame) == {}
    assert set(names(zoe)) == {"teams", "incidents", "postmortems", "reviews", "actions"}
    assert kwame.action_items.get().title == "Done long ago"


def test_each_kind_may_go_to_somebody_else_and_the_rest_stays(as_admin, kwame, zoe, owned):
    as_admin.post(page(kwame), {"actions": "zoe", "postmortems": "olu"})
    assert set(names(kwame)) == {"teams", "incidents", "reviews"}
    assert set(names(zoe)) == {"actions"}
    owned["draft"].refresh_from_db()
    assert owned["draft"].owner.handle == "olu"
    kwame.refresh_from_db()
    assert kwame.is_active


def test_who_commanded_stays_on_the_list_of_those_who_took_part(as_admin, kwame, zoe, owned):
    as_admin.post(page(kwame), {"incidents": "zoe"})
    roles = owned["incident"].participants.values_list("user__handle", "role")
    assert set(roles) == {("kwame", "commander"), ("zoe", "commander")}


def test_a_lead_who_hands_over_stays_a_member(as_admin, kwame, zoe, owned):
    as_admin.post(page(kwame), {"teams": "zoe"})
    places = owned["team"].memberships.values_list("user__handle", "role")
    assert set(places) == {("kwame", Membership.Role.MEMBER), ("zoe", Membership.Role.LEAD)}


def test_the_new_reviewer_is_asked_in_the_round_under_way(as_admin, kwame, zoe, owned):
    as_admin.post(page(kwame), {"reviews": "zoe"})
    asked = owned["reviewed"].reviews.get()
    assert [decision.reviewer for decision in asked.decisions.all()] == [zoe]


def test_nobody_is_handed_the_review_of_their_own(as_admin, kwame, owned):
    answer = as_admin.post(page(kwame), {"reviews": "olu"}, follow=True)
    assert b"nobody reviews their own" in answer.content
    assert "reviews" in names(kwame)


def test_what_the_other_may_not_see_stays_and_is_named_with_its_reason(as_admin, kwame, zoe):
    incident = make_incident("Key in public", by=kwame, visibility=Visibility.RESTRICTED)
    incident.restricted_to.add(kwame)
    hidden = make_action("Rotate the key", owner=kwame, postmortem=make_postmortem(incident, owner=kwame))
    make_action("Write it down", owner=kwame)
    answer = as_admin.post(page(kwame), {"everything": "zoe", "deactivate": "1"}, follow=True)
    assert f"{hidden.key}: Zoe may not see it" in answer.content.decode()
    assert names(kwame) == {"postmortems": ["Key in public"], "actions": ["Rotate the key"]}
    assert b"Nobody has taken this over" in answer.content


def test_it_is_on_record_by_key_with_who_gave_and_who_got(as_admin, admin, kwame, zoe):
    item = make_action(owner=kwame)
    as_admin.post(page(kwame), {"everything": "zoe", "deactivate": "1"})
    entry = AuditEntry.objects.get(verb=Verb.HANDED_OVER)
    assert (entry.actor, entry.key, entry.after) == (admin, "@kwame", {"to": "@zoe", "actions": item.key})


def test_who_takes_over_must_be_here_and_write(as_admin, kwame, viewer):
    gone = make_user("Gone")
    gone.deactivate()
    make_action(owner=kwame)
    for handle in ("gone", viewer.handle, "kwame", "nobody"):
        answer = as_admin.post(page(kwame), {"everything": handle})
        assert answer.status_code == 422
    assert "actions" in names(kwame)


def test_handing_over_to_nobody_asks_to_choose(as_admin, kwame):
    make_action(owner=kwame)
    answer = as_admin.post(page(kwame), {"everything": "", "actions": ""})
    assert answer.status_code == 422
    assert b"Choose who takes over" in answer.content


def test_deactivating_without_handing_over_leaves_it_where_it_is(as_admin, kwame):
    make_action(owner=kwame)
    as_admin.post(page(kwame), {"everything": "", "deactivate": "1"})
    kwame.refresh_from_db()
    assert not kwame.is_active
    assert "actions" in names(kwame)


def test_the_last_admin_stays_and_so_does_what_is_theirs(as_admin, admin, zoe):
    item = make_action(owner=admin)
    answer = as_admin.post(page(admin), {"everything": "zoe", "deactivate": "1"})
    assert answer.status_code == 409
    item.refresh_from_db()
    assert item.owner == admin
    assert not AuditEntry.objects.filter(verb=Verb.HANDED_OVER).exists()


def test_the_page_says_what_ends_by_itself(as_admin, kwame):
    ApiToken.issue(kwame, name="Chat", scope="read")
    content = as_admin.get(page(kwame)).content.decode()
    assert "answers for nothing that is still to do" in content
    assert "1 API token of theirs stops working" in content


def test_an_owner_who_reviews_takes_over_without_reviewing_their_own(as_admin, kwame, zoe, owned):
    reviewed = owned["reviewed"]
    as_admin.post(page(reviewed.owner), {"postmortems": "kwame"})
    reviewed.refresh_from_db()
    assert reviewed.owner == kwame
    assert list(reviewed.reviewers.all()) == []
    assert list(reviewed.reviews.get().decisions.all()) == []
