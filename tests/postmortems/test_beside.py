"""What stands beside the text, and postmortems beside their incident."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from core.markdown import render
from incidents.models import Milestone
from postmortems import review
from tests.factories import (
    NOON,
    make_action,
    make_event,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    severity,
)


def test_the_timeline_is_that_of_all_its_incidents_in_order(signed_in, people, draft, incident):
    other = make_incident("Another", by=people.olga)
    draft.incidents.add(other)
    make_event(incident, "Second", at=NOON.replace(minute=5))
    make_event(other, "First", at=NOON)
    make_event(incident, "Removed").remove()
    page = signed_in("vera").get(reverse("postmortems:timeline", args=[draft.key])).content.decode()
    assert page.index("First") < page.index("Second")
    assert "Removed" not in page
    assert other.key in page


def test_a_distance_is_told_only_where_it_is_clear_of_what(signed_in, people, draft, incident):
    incident.set_milestone("detected", at=NOON)
    make_event(incident, at=NOON.replace(minute=5))
    client, url = signed_in("vera"), reverse("postmortems:timeline", args=[draft.key])
    assert "5 min after detection" in client.get(url).content.decode()
    draft.incidents.add(make_incident("Another", by=people.olga))
    assert "after detection" not in client.get(url).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_long_timeline_takes_no_more_queries(signed_in, people, draft, incident, rows, django_assert_num_queries):
    for _number in range(rows):
        make_event(incident, f"{incident.key}, says @olga", author=people.max)
    client = signed_in("olga")
    client.get(reverse("postmortems:timeline", args=[draft.key]))
    with django_assert_num_queries(24):
        client.get(reverse("postmortems:timeline", args=[draft.key]))


def test_the_history_says_who_did_what(signed_in, people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="changes_requested", note="More, please")
    page = signed_in("vera").get(reverse("postmortems:history", args=[full.key])).content.decode()
    for words in ("started it", "asked for review", "asked for changes", "More, please", "Round 1", "Revision 2"):
        assert words in page


def test_the_actions_are_fetched_by_their_address(signed_in, full):
    page = signed_in("vera").get(reverse("postmortems:actions", args=[full.key])).content.decode()
    assert f'hx-get="{reverse("actions:for_postmortem", args=[full.key])}"' in page


@pytest.mark.parametrize("part", ["timeline", "factors", "response", "actions", "history", "nonsense"])
def test_the_workspace_shows_the_part_of_its_address(signed_in, full, part):
    page = signed_in("olga").get(full.get_absolute_url(), {"part": part}).content.decode()
    shown = part if part != "nonsense" else "timeline"
    assert f'class="part part-{shown}"' in page


def fragment(client, incident, **headers):
    return client.get(reverse("postmortems:for_incident", args=[incident.key]), **headers).content.decode()


def test_an_incident_shows_its_postmortems(signed_in, draft, incident):
    page = fragment(signed_in("vera"), incident, HTTP_HX_REQUEST="true")
    assert draft.get_absolute_url() in page
    assert "0 of 2 sections" in page
    assert "<html" not in page
    assert "<html" in fragment(signed_in("vera"), incident)


def test_an_incident_without_one_offers_to_start_it_to_those_who_write(signed_in, incident):
    start = f"{reverse('postmortems:start')}?incident={incident.key}"
    assert start in fragment(signed_in("max"), incident)
    assert start not in fragment(signed_in("vera"), incident)
    assert start not in fragment(signed_in("zoe"), incident)


def test_an_incident_one_may_not_see_has_no_fragment(signed_in, people):
    secret = make_restricted_incident(people.ada)
    response = signed_in("olga").get(reverse("postmortems:for_incident", args=[secret.key]))
    assert response.status_code == 404


def test_a_severity_that_asks_for_one_holds_the_incident_open(people, incident):
    incident.resolve(by=people.lea)
    for kind in Milestone.REQUIRED_TO_CLOSE:
        incident.set_milestone(kind, at=NOON)
    assert {blocker.code for blocker in incident.blockers("close")} == {"postmortem-missing"}

    postmortem = make_postmortem(incident, owner=people.olga)
    with pytest.raises(MoveNotAllowed) as refusal:
        incident.close(by=people.lea)
    assert [blocker.code for blocker in refusal.value.blockers] == ["postmortem-unsettled"]

    postmortem.waive(by=people.lea, reason="Told elsewhere")
    type(incident).objects.get(pk=incident.pk).close(by=people.lea)


def test_a_mild_incident_closes_without_one(people):
    incident = make_incident(severity=severity(4), team=people.payments)
    assert "postmortem-missing" not in {blocker.code for blocker in incident.blockers("close")}


def test_a_proposal_nobody_decided_holds_the_publication(people, full):
    review.submit(full, by=people.olga)
    make_action(postmortem=full)
    review.decide(full, by=people.rita, verdict="approved")
    with pytest.raises(MoveNotAllowed) as refusal:
        review.publish(full, by=people.olga)
    assert [blocker.code for blocker in refusal.value.blockers] == ["action-undecided"]


def test_its_key_leads_to_it_for_those_who_may_see_it(people, draft):
    secret = make_postmortem(make_restricted_incident(people.zoe), owner=people.zoe)
    text = f"{draft.key} and {secret.key}"
    assert render(text, reader=people.vera).count("key-link") == 1
    assert render(text, reader=people.zoe).count("key-link") == 2
    assert render(text).count("key-link") == 0


def test_a_handle_leads_to_the_person(people):
    assert 'title="Rita"' in render("Thanks @rita", reader=people.vera)
