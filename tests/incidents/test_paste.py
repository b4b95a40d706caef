from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import make_incident

LINES = """Notes from the call
2026-11-02
23:50 First alert in #ops
nobody looked
00:05 Mara sees it
25:61 broken line
~00:20–00:40 traffic moved
  - eu-1
  - eu-2"""


@pytest.fixture
def incident(people):
    incident = make_incident(team=people.payments, time_zone="Europe/Berlin")
    incident.set_milestone("detected", at=datetime(2026, 11, 2, 23, 0, tzinfo=UTC))
    return incident


def preview(client, incident, **data):
    return client.post(reverse("incidents:paste", args=[incident.key]), data)


def accept(client, incident, **data):
    return client.post(reverse("incidents:accept_paste", args=[incident.key]), data)


def test_every_line_is_shown_with_how_it_was_read(member, incident):
    response = preview(member, incident, text=LINES)

    rows = response.context["pasted"].rows
    assert response.status_code == 200
    assert [row.raw for row in rows] == LINES.splitlines()
    assert rows[2].reading == "Mon 2 Nov, 23:50 CET = 22:50 UTC, 10 min before detection"
    assert rows[4].reading == "Tue 3 Nov, 00:05 CET = Mon 2 Nov, 23:05 UTC, 5 min after detection"
    assert rows[1].day is not None
    assert "is not a time" in rows[5].problem
    assert not incident.events.exists()


def test_what_could_not_be_read_is_marked(member, incident):
    page = preview(member, incident, text=LINES).content.decode()

    assert "1 time could not be read" in page
    assert page.count("stays with its neighbour") == 5


def test_accepting_writes_the_events_and_loses_no_line(member, incident, people):
    response = accept(member, incident, line=LINES.splitlines())

    assert response.url == f"{incident.get_absolute_url()}#timeline"
    events = list(incident.events.all())
    assert [event.text for event in events] == [
        "First alert in #ops\n\nNotes from the call\nnobody looked",
        "Mara sees it\n\n25:61 broken line",
        "traffic moved\n\n  - eu-1\n  - eu-2",
    ]
    assert [event.occurred_at for event in events] == [
        datetime(2026, 11, 2, 22, 50, tzinfo=UTC),
        datetime(2026, 11, 2, 23, 5, tzinfo=UTC),
        datetime(2026, 11, 2, 23, 20, tzinfo=UTC),
    ]
    assert events[2].ended_at == datetime(2026, 11, 2, 23, 40, tzinfo=UTC)
    assert events[2].precision == "approximate"
    assert {event.author for event in events} == {people.member}


def test_a_line_is_mended_in_place(member, incident):
    mended = [line.replace("25:61", "00:12") for line in LINES.splitlines()]

    assert preview(member, incident, line=mended).context["pasted"].unread == 0
    accept(member, incident, line=mended)

    assert "broken line" in [event.text for event in incident.events.all()]


def test_accepting_twice_adds_nothing(member, incident):
    batch = uuid4()
    for _twice in range(2):
        accept(member, incident, line=LINES.splitlines(), batch=str(batch))

    assert incident.events.count() == 3


def test_the_same_lines_may_be_pasted_again_on_purpose(member, incident):
    for _twice in range(2):
        accept(member, incident, line=["14:05 Pinged them"], batch=str(uuid4()))

    assert incident.events.count() == 2


def test_lines_without_any_time_are_refused_and_kept(member, incident):
    for send in (preview, accept):
        response = send(member, incident, line=["we talked", "and talked"])
        assert response.status_code == 422
        page = response.content.decode()
        assert "No line begins with a time" in page
        assert "and talked" in page
    assert not incident.events.exists()


@pytest.mark.parametrize("text", ["", "  \n \n"])
def test_nothing_pasted_is_answered_beside_the_field(member, incident, text):
    response = preview(member, incident, text=text)

    assert response.status_code == 422
    assert response.context["form"].errors["text"] == ["Paste at least one line."]


def test_too_many_lines_are_refused_and_kept(member, incident):
    response = preview(member, incident, text="14:05 line\n" * 501)

    assert response.status_code == 422
    assert "501 lines" in str(response.context["form"].errors["text"])
    assert "14:05 line" in response.content.decode()


def test_five_hundred_lines_pass(member, incident):
    lines = preview(member, incident, text="14:05 line\n" * 500).context["pasted"].rows

    assert accept(member, incident, line=[row.raw for row in lines]).status_code == 302
    assert incident.events.count() == 500


def test_one_can_go_back_to_the_text(member, incident):
    response = preview(member, incident, line=["14:05 one", "14:06 two"], again="1")

    assert response.status_code == 200
    assert "14:05 one\n14:06 two" in response.content.decode()
