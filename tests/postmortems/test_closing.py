"""What an incident's end asks of its postmortem."""

import pytest

from tests.factories import make_incident, make_postmortem, make_restricted_incident, make_user

pytestmark = pytest.mark.django_db


def told(incident, by):
    found = incident.blockers("close", by=by)
    return {blocker.code: str(blocker.message) for blocker in found if blocker.code.startswith("postmortem")}


@pytest.fixture
def ada():
    return make_user()


@pytest.fixture
def incident(ada):
    incident = make_incident(by=ada)
    incident.resolve(by=ada)
    return incident


def test_one_that_nobody_started_is_missing(incident, ada):
    assert told(incident, ada) == {"postmortem-missing": "SEV2 asks for a postmortem."}


def test_one_in_the_making_is_named(incident, ada):
    postmortem = make_postmortem(incident)
    assert told(incident, ada) == {"postmortem-unsettled": f"{postmortem.key} is neither published nor waived."}


def test_one_that_also_tells_of_a_hidden_incident_is_not_named(incident, ada):
    make_postmortem(incident, make_restricted_incident())
    assert list(told(incident, ada)) == ["postmortem-missing"]


def test_a_waived_one_is_in_nobodys_way(incident, ada):
    make_postmortem(incident).waive(by=ada, reason="Known, and told in an earlier one")
    assert told(incident, ada) == {}
