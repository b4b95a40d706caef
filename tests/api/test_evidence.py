"""Evidence by program."""

from base64 import b64encode

import pytest

from tests.factories import make_event, make_evidence, make_incident, make_picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def incident(people):
    return make_incident(by=people["member"], team=people["lead"].teams.get())


@pytest.fixture
def agent(program, people):
    return program(people["member"])


def test_a_link_is_added_read_changed_removed_and_brought_back(agent, incident):
    event = make_event(incident)
    made = agent.post(
        f"/incidents/{incident.key}/evidence", {"kind": "link", "url": "https://example.org/g", "event": event.pk}
    )
    assert made.status == 201
    assert (made.data["kind"], made.data["event"], made.data["author"]["handle"]) == ("link", event.pk, "member")
    here = made.headers["Location"]
    assert agent.get(here).data == made.data
    assert agent.ask("PATCH", here, {"caption": "Graph", "event": None}).data["caption"] == "Graph"
    assert agent.ask("DELETE", here).status == 204
    assert agent.get(f"/incidents/{incident.key}/evidence").data["items"] == []
    assert agent.post(f"{here}/restore").data["removed_at"] is None


def test_a_file_comes_as_base64_and_is_what_its_content_says(agent, incident):
    content = b64encode(make_picture()).decode()
    made = agent.post(f"/incidents/{incident.key}/evidence/files", {"name": "g", "content": content, "caption": "G"})
    assert (made.status, made.data["kind"], made.data["name"], made.data["caption"]) == (201, "image", "g.png", "G")
    assert made.data["url"].endswith("/g.png")
    assert agent.get(made.headers["Location"]).status == 200


@pytest.mark.parametrize("name", ["..", "/", "a/../b", "\u202etxt.exe", "x" * 255])
def test_any_name_will_do(agent, incident, name):
    assert agent.post(f"/incidents/{incident.key}/evidence/files", {"name": name, "content": "eA=="}).status == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x", "content": "%%%"}, "#/content"),
        ({"name": "x", "content": b64encode(b"MZ\xff\x00").decode()}, "#/content"),
        ({"name": "x", "content": "é"}, "#/content"),
        ({"name": "x", "content": ""}, "#/content"),
        ({"name": "x", "content": b64encode(b"x").decode(), "event": 999}, "#/event"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_the_reason(agent, incident, body, pointer):
    answer = agent.post(f"/incidents/{incident.key}/evidence/files", body)
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "link", "url": "ftp://example.org"}, "#/url"),
        ({"kind": "link"}, "#/url"),
        ({"kind": "quote", "text": "x", "url": "https://example.org"}, "#/url"),
        ({"kind": "image"}, "#/kind"),
        ({"kind": "link", "url": "https://example.org", "event": 999}, "#/event"),
    ],
)
def test_words_are_refused_as_on_the_page(agent, incident, body, pointer):
    answer = agent.post(f"/incidents/{incident.key}/evidence", body)
    assert (answer.status, answer.pointers) == (422, [pointer])


def test_one_kind_and_one_event_can_be_asked_for(agent, incident):
    event = make_event(incident)
    of_event = make_evidence(incident, event=event)
    make_evidence(incident, kind="quote", url="", text="I cannot pay.")
    found = agent.get(f"/incidents/{incident.key}/evidence?kind=link&event={event.pk}").data["items"]
    assert [piece["id"] for piece in found] == [of_event.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_piece_and_with_three(agent, incident, rows, django_assert_num_queries):
    for _row in range(rows):
        make_evidence(incident)
    agent.get(f"/incidents/{incident.key}/evidence")
    with django_assert_num_queries(4):  # token, teams, incident, evidence
        agent.get(f"/incidents/{incident.key}/evidence")
