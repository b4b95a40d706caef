from datetime import UTC, datetime

import pytest
from django.urls import reverse

from incidents.readings import frame_for_new, frame_of, reading_of
from tests.factories import make_event, make_incident, make_user


def at(hour, minute, second=0, *, day=3):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.fixture
def incident(people):
    incident = make_incident(time_zone="Europe/Berlin", team=people.payments)
    incident.set_milestone("detected", at=at(12, 53))
    return incident


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("14:05", "Tue 3 Nov, 14:05 CET = 13:05 UTC, 12 min after detection"),
        ("14:05 UTC", "Tue 3 Nov, 15:05 CET = 14:05 UTC, 1 h 12 min after detection"),
        ("2026-11-03 13:00 CET", "Tue 3 Nov, 13:00 CET = 12:00 UTC, 53 min before detection"),
        ("yesterday 9:30", "Mon 2 Nov, 09:30 CET = 08:30 UTC, 1 d 4 h before detection"),
        ("~14:05", "about Tue 3 Nov, 14:05 CET = 13:05 UTC, 12 min after detection"),
        ("14:05–14:20", "Tue 3 Nov, 14:05 CET = 13:05 UTC, for 15 min, 12 min after detection"),
        ("0:30", "Tue 3 Nov, 00:30 CET = Mon 2 Nov, 23:30 UTC, 13 h 23 min before detection"),
    ],
)
def test_a_time_is_said_back_in_full(incident, people, text, words):
    assert reading_of(text, frame_of(incident, people.member)).words == words


def test_a_reader_elsewhere_sees_their_own_clock_too(incident):
    reader = make_user("Grace", time_zone="America/New_York")

    words = reading_of("14:05", frame_of(incident, reader)).words

    assert words.startswith("Tue 3 Nov, 14:05 CET = 13:05 UTC = 08:05 EST")


def test_a_new_incident_is_read_in_the_readers_zone(people):
    assert reading_of("14:05", frame_for_new(people.member)).words == "Tue 3 Nov, 14:05 CET = 13:05 UTC"


def test_a_time_to_come_is_pointed_out(people):
    assert "still to come" in reading_of("tomorrow 9:00", frame_for_new(people.member)).words


def test_nothing_written_says_nothing(people):
    assert reading_of("  ", frame_for_new(people.member)).words == ""


def test_times_of_an_old_incident_are_read_around_its_last_event(incident, people):
    incident.resolve(by=people.lead)
    make_event(incident, at=at(8, 0, day=1))

    frame = frame_of(incident, people.member)

    assert frame.read("9:30").at == at(8, 30, day=1)


@pytest.mark.parametrize(
    "moment",
    [
        at(13, 5),
        at(13, 5, 7),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 2:30 the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 2:30 again, after the clocks went back
        datetime(2024, 2, 29, 23, 59, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata"])
def test_what_is_written_is_read_back_to_the_second(db, moment, zone):
    frame = frame_for_new(make_user(time_zone=zone))
    assert frame.read(frame.write(moment)).at == moment


def test_the_reading_is_served_while_somebody_types(member, incident):
    url = reverse("incidents:reading", args=[incident.key])

    assert "12 min after detection" in member.get(url, {"field": "time", "time": "14:05"}).content.decode()
    assert "is not a time" in member.get(url, {"field": "time", "time": "25:61"}).content.decode()
    assert member.get(url, {"field": "time"}).content.decode().strip() == ""


def test_the_reading_tells_a_stranger_nothing(client, people):
    hidden = make_incident(visibility="team", team=people.payments)
    client.force_login(people.other)

    assert client.get(reverse("incidents:reading", args=[hidden.key])).status_code == 404
