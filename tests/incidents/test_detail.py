from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.models import IncidentLink, Tag
from tests.factories import (
    NOON,
    make_event,
    make_evidence,
    make_incident,
    make_restricted_incident,
    make_service,
)

QUERIES = 21


def full_incident(size, people):
    incident = make_incident(team=people.payments, time_zone="Europe/Berlin")
    incident.set_milestone("detected", at=NOON)
    for number in range(size):
        incident.services.add(make_service(f"service-{number}"))
        incident.tags.add(Tag.objects.create(name=f"tag-{number}"))
        event = make_event(incident, f"Something, see {incident.key}")
        event.edit(by=people.member, text=f"Something else, see {incident.key}")
        make_evidence(incident, event=event)
        incident.participants.create(name=f"Guest {number}")
        incident.references.create(label="chat", url="https://chat.example.org/")
        IncidentLink.objects.create(source=incident, kind="related", target=make_incident())
    return incident


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow_with_what_is_shown(member, people, django_assert_num_queries, size):
    incident = full_incident(size, people)
    member.get(incident.get_absolute_url())

    with django_assert_num_queries(QUERIES):
        assert member.get(incident.get_absolute_url()).status_code == 200


def test_events_stand_under_their_day_in_the_readers_zone(member, people):
    incident = make_incident(team=people.payments)
    make_event(incident, "Late", at=NOON + timedelta(hours=11, minutes=30))  # 00:30 in Berlin

    page = member.get(incident.get_absolute_url()).content.decode()

    assert "Wed 4 Nov 2026" in page
    assert ">00:30</time>" in page


def test_every_event_can_be_linked_to_and_says_how_far_it_is_from_detection(member, people):
    incident = make_incident(team=people.payments)
    incident.set_milestone("detected", at=NOON)
    event = make_event(incident, "Rollback **done**", at=NOON + timedelta(minutes=12))

    page = member.get(incident.get_absolute_url()).content.decode()

    assert f'id="event-{event.pk}"' in page
    assert "12 min after detection" in page
    assert "Rollback <strong>done</strong>" in page


def test_the_timeline_is_filtered_by_kind_and_star(member, people):
    incident = make_incident(team=people.payments)
    make_event(incident, "Chose to wait", kind="decision", starred=True)
    make_event(incident, "Asked around", kind="decision")
    make_event(incident, "Paged", kind="detection", starred=True)

    def texts(**query):
        days = member.get(incident.get_absolute_url(), query).context["days"]
        return [entry.event.text for day in days for entry in day.entries]

    assert texts(kind="decision") == ["Chose to wait", "Asked around"]
    assert texts(starred=1) == ["Chose to wait", "Paged"]
    assert texts(kind="decision", starred=1) == ["Chose to wait"]
    assert texts(kind="repair") == []


def test_an_empty_timeline_says_what_to_do(member, people):
    incident = make_incident(team=people.payments)
    assert "What happened first?" in member.get(incident.get_absolute_url()).content.decode()


def test_the_strip_tells_times_and_the_gaps_between_them(member, people):
    incident = make_incident(team=people.payments)
    incident.set_milestone("started", at=NOON, precision="approximate")
    incident.set_milestone("detected", at=NOON + timedelta(minutes=14))
    incident.set_milestone("acknowledged", at=None)
    incident.set_milestone("mitigated", at=NOON + timedelta(days=1))

    started, detected, acknowledged, mitigated, resolved = member.get(incident.get_absolute_url()).context["strip"]

    assert (started.gap, started.precision, started.day) == (None, "approximate", True)
    assert (detected.gap, detected.day) == (timedelta(minutes=14), False)
    assert (acknowledged.at, acknowledged.answered) == (None, True)
    assert (mitigated.gap, mitigated.day) == (None, True)
    assert (resolved.at, resolved.answered) == (None, False)


def test_durations_are_derived_from_the_milestones(member, people):
    incident = make_incident(team=people.payments)
    incident.set_milestone("started", at=NOON)
    incident.set_milestone("detected", at=NOON + timedelta(minutes=14))
    incident.set_milestone("resolved", at=NOON - timedelta(minutes=1))

    durations = member.get(incident.get_absolute_url()).context["durations"]

    assert [(str(label), told.length) for label, told in durations] == [("Detected after", timedelta(minutes=14))]


def test_links_show_on_both_sides_in_their_own_words(member, people):
    first, again = make_incident("First"), make_incident("Again")
    IncidentLink.objects.create(source=again, kind="recurrence_of", target=first)

    assert "Recurrence of" in member.get(again.get_absolute_url()).content.decode()
    assert "Happened again as" in member.get(first.get_absolute_url()).content.decode()


def test_a_link_to_an_incident_one_may_not_see_is_not_shown(member, people):
    incident = make_incident(team=people.payments)
    hidden = make_restricted_incident(people.named, title="Hushed")
    IncidentLink.objects.create(source=incident, kind="caused_by", target=hidden)

    page = member.get(incident.get_absolute_url()).content.decode()

    assert "Hushed" not in page
    assert hidden.key not in page


def test_a_key_in_the_text_is_a_link_only_for_those_who_may_follow_it(member, client, people):
    hidden = make_restricted_incident(people.named)
    incident = make_incident(summary=f"Like {hidden.key}")
    link = f'href="{hidden.get_absolute_url()}"'

    assert link not in member.get(incident.get_absolute_url()).content.decode()
    client.force_login(people.named)
    assert link in client.get(incident.get_absolute_url()).content.decode()


def test_every_move_is_told_with_its_reason(member, people):
    incident = make_incident(team=people.payments)
    incident.mitigate(by=people.lead)
    incident.reopen(by=people.lead, reason="It came back in eu-2")

    page = member.get(incident.get_absolute_url()).content.decode()

    assert "Lead marked it mitigated" in page
    assert "Lead reopened it" in page
    assert "It came back in eu-2" in page


def test_what_blocks_closing_is_listed_and_the_postmortem_is_the_next_step(client, people):
    client.force_login(people.lead)
    incident = make_incident(team=people.payments)
    incident.resolve(by=people.lead)

    verbs = client.get(incident.get_absolute_url()).context["verbs"]

    assert verbs.primary is None
    assert {blocker.code for blocker in verbs.blockers} >= {"milestone-started", "postmortem-missing"}
    assert verbs.write_url.startswith(reverse("postmortems:start"))


def test_a_reader_sees_no_forms(client, people):
    client.force_login(people.viewer)
    page = client.get(make_incident().get_absolute_url()).content.decode()

    assert "quick-add" not in page
    assert "Mark mitigated" not in page
    assert "/edit/" not in page
