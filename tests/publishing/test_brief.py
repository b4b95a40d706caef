"""The leadership brief: generated, edited by its owner, and honest about what moved on."""

from datetime import timedelta

import pytest

from actions.models import ActionItem
from postmortems.models import ContributingFactor
from publishing.brief import MOST, generated, rewrite
from tests.factories import (
    fill,
    make_action,
    make_action_in,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def postmortem(ada):
    incident = make_incident("Checkout", by=ada, impact="Nobody could pay.", customers_affected=1200)
    return fill(make_postmortem(incident, owner=ada, title="The retry had no limit"), reviewers=())


def address(postmortem, part=""):
    return f"/postmortems/{postmortem.key}/brief/{part}"


def test_the_parts_come_from_what_is_structured(postmortem, ada):
    make_action_in("in_progress", by=ada, title="Limit the retries", postmortem=postmortem)
    make_action_in("declined", by=ada, title="Buy a bigger one", postmortem=postmortem)
    make_action("Say who decides", postmortem=postmortem)
    texts = generated(postmortem, reader=ada)
    assert "Nobody could pay." in texts["impact"]
    assert "1,200 customers affected" in texts["impact"]
    assert texts["learned"] == "- The retry had no limit"
    assert "Limit the retries" in texts["change"]
    assert "Buy a bigger one" not in texts["change"]
    assert texts["need"].startswith("- A decision on Say who decides")


def test_durations_are_told_and_estimates_as_estimates(postmortem, ada):
    incident = postmortem.incidents.get()
    began = incident.created_at
    for kind, minutes, precision in (
        ("started", 0, "exact"),
        ("detected", 7, "exact"),
        ("resolved", 43, "approximate"),
    ):
        at = began + timedelta(minutes=minutes)
        incident.milestones.update_or_create(kind=kind, defaults={"at": at, "precision": precision})
    impact = generated(postmortem, reader=ada)["impact"]
    assert "detected after 7 min" in impact
    assert "lasted about 45 min" in impact


def test_it_stays_one_page(postmortem, ada):
    for number in range(MOST + 3):
        ContributingFactor.objects.create(postmortem=postmortem, statement=f"Factor {number}")
    lines = generated(postmortem, reader=ada)["learned"].splitlines()
    assert (len(lines), lines[-1]) == (MOST + 1, "- and 4 more")


def test_its_owner_writes_a_part_in_their_own_words(postmortem, ada, client):
    client.force_login(ada)
    client.post(address(postmortem, "need/"), {"markdown": "Two weeks of *quiet*."})
    page = client.get(address(postmortem)).content.decode()
    assert "<em>quiet</em>" in page
    assert "In the words of Ada." in page
    assert "has changed since" not in page


def test_an_empty_text_brings_the_generated_one_back(postmortem, ada, client):
    client.force_login(ada)
    client.post(address(postmortem, "need/"), {"markdown": "Two weeks."})
    client.post(address(postmortem, "need/"), {"markdown": "  "})
    assert not postmortem.brief_parts.exists()


def test_what_moved_on_below_an_edited_part_is_said(postmortem, ada, client):
    rewrite(postmortem, "need", "Two weeks.", by=ada)
    make_action("Say who decides", postmortem=postmortem)
    client.force_login(ada)
    assert "has changed since" in client.get(address(postmortem)).content.decode()


def test_who_only_reads_it_gets_no_form_and_may_not_write(postmortem, client):
    client.force_login(make_user("Bob"))
    assert "<textarea" not in client.get(address(postmortem)).content.decode()
    assert client.post(address(postmortem, "need/"), {"markdown": "Mine"}).status_code == 403


def test_a_stranger_to_a_restricted_one_finds_nothing(client, ada):
    secret = make_postmortem(make_restricted_incident(ada, by=ada), owner=ada)
    client.force_login(make_user("Bob"))
    assert client.get(address(secret)).status_code == 404


def test_an_unknown_part_is_not_there(postmortem, ada, client):
    client.force_login(ada)
    assert client.post(address(postmortem, "blame/"), {"markdown": "x"}).status_code == 404


def test_marks_in_titles_do_no_harm(postmortem, ada, client):
    ActionItem.objects.create(title="<script>alert(1)</script> **x", postmortem=postmortem, created_by=ada)
    client.force_login(ada)
    assert "<script>alert" not in client.get(address(postmortem)).content.decode()
