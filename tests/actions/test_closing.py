"""What is proposed and not decided holds up an incident's end and a postmortem's publication."""

import pytest

from tests.factories import make_action, make_admin, make_incident, make_postmortem, make_restricted_incident, make_user

pytestmark = pytest.mark.django_db


def undecided(thing, verb, *, by):
    return [blocker for blocker in thing.blockers(verb, by=by) if blocker.code == "action-undecided"]


@pytest.fixture
def resolved(ada):
    incident = make_incident(by=ada)
    incident.resolve(by=ada)
    return incident


def test_every_proposal_is_named_with_the_way_to_decide_it(ada, resolved):
    postmortem = make_postmortem(resolved, owner=ada)
    items = [make_action(title, postmortem=postmortem) for title in ("Limit the retries", "Alert on queues")]

    found = undecided(resolved, "close", by=ada)

    assert [blocker.url for blocker in found] == [item.get_absolute_url() for item in items]
    assert "“Limit the retries” is neither accepted nor declined." in str(found[0].message)


def test_what_is_decided_holds_up_nothing(ada, resolved):
    postmortem = make_postmortem(resolved, owner=ada)
    make_action(postmortem=postmortem).decline(by=ada, reason="Not worth it")
    make_action(postmortem=postmortem).accept(by=ada, owner=ada)
    assert undecided(resolved, "close", by=ada) == []


def test_it_holds_up_publication_too(ada):
    postmortem = make_postmortem(owner=ada)
    make_action(postmortem=postmortem)
    postmortem.__dict__["state"] = "approved"  # as if it were; the guard looks at the items alone
    assert len(undecided(postmortem, "publish", by=ada)) == 1


def test_of_what_one_may_not_see_neither_title_nor_key_is_told(ada, resolved):
    bob = make_user("Bob")
    both = make_postmortem(resolved, make_restricted_incident(bob), owner=bob)
    item = make_action("The leaked key", postmortem=both)

    (hidden,) = undecided(resolved, "close", by=ada)
    (shown,) = undecided(resolved, "close", by=make_admin())

    assert hidden.url == ""
    assert "leaked" not in str(hidden.message)
    assert item.key not in str(hidden.message)
    assert shown.url == item.get_absolute_url()
