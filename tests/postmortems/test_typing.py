"""What the editor asks for while somebody writes."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_action,
    make_incident,
    make_picture,
    make_postmortem,
    make_restricted_incident,
    make_upload,
    make_user,
)


def complete(client, postmortem, q):
    response = client.get(reverse("postmortems:complete", args=[postmortem.key]), {"q": q})
    assert response.status_code == 200
    return [item["insert"] for item in response.json()["items"]]


def preview(client, postmortem, words):
    return client.post(reverse("postmortems:preview", args=[postmortem.key]), {"markdown": words})


def test_people_are_found_by_handle_and_by_any_of_their_names(signed_in, draft):
    make_user("Grace Hopper", handle="amazing")
    client = signed_in("olga")
    assert complete(client, draft, "@gra") == ["@amazing"]
    assert complete(client, draft, "@Hop") == ["@amazing"]
    assert complete(client, draft, "@amaz") == ["@amazing"]


def test_only_people_who_may_see_it_are_offered(signed_in, draft, incident):
    incident.visibility = "team"
    incident.save()
    assert set(complete(signed_in("olga"), draft, "@")) == {"@olga", "@max", "@lea", "@ada"}


def test_those_who_left_are_not_offered(signed_in, people, draft):
    people.zoe.is_active = False
    people.zoe.save()
    assert complete(signed_in("olga"), draft, "@zo") == []


def test_keys_are_found_by_number_and_by_words(signed_in, draft):
    item = make_action("Cap the retries", postmortem=draft)
    client = signed_in("olga")
    assert draft.incidents.get().key in complete(client, draft, "INC-")
    assert complete(client, draft, f"PM-{draft.pk}") == [draft.key]
    assert complete(client, draft, "act-retries") == [item.key]


def test_nothing_hidden_is_offered(signed_in, people, draft):
    hidden = make_restricted_incident(people.ada, title="Zanzibar")
    secret = make_postmortem(hidden, owner=people.ada)
    make_action("Zanzibar too", postmortem=secret)
    client = signed_in("olga")
    for q in (f"INC-{hidden.pk}", "INC-zanz", "PM-zanz", f"PM-{secret.pk}", "ACT-zanz"):
        assert complete(client, draft, q) == [], q


def test_the_blocks_are_offered(signed_in, draft):
    client = signed_in("olga")
    assert complete(client, draft, "/ti") == ["{{timeline}}"]
    assert len(complete(client, draft, "/")) == 4


@pytest.mark.parametrize("q", ["", "@@@", "XY-1", "INC", "ACT-%", "INC-999999999999999999999999", "INC-\x00zz", "PM-²"])
def test_what_makes_no_sense_finds_nothing(signed_in, draft, q):
    assert complete(signed_in("olga"), draft, q) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, draft, rows, django_assert_num_queries):
    for number in range(rows):
        draft.incidents.add(make_incident(f"Number {number}", by=people.olga, team=people.payments))
        make_user(f"Person {number}")
    client = signed_in("olga")
    complete(client, draft, "@")
    for q, queries in (("@", 6), ("INC-", 5), ("/", 4)):
        with django_assert_num_queries(queries):
            complete(client, draft, q)


def test_a_preview_reads_as_the_page_will(signed_in, full):
    html = preview(signed_in("olga"), full, "It **broke**\n\n{{factors}}").content.decode()
    assert "It <strong>broke</strong>" in html
    assert "The retry had no limit" in html


def test_a_preview_acts_on_nobody(signed_in, full):
    html = preview(signed_in("olga"), full, "<script>alert(1)</script>").content.decode()
    assert "<script" not in html


def test_what_is_too_long_is_said_in_words(signed_in, full):
    answer = preview(signed_in("olga"), full, "x" * 200_001)
    assert answer.status_code == 422
    assert "200000 characters" in answer.content.decode()


def upload(client, postmortem, data, name="dash board.png"):
    return client.post(reverse("postmortems:upload", args=[postmortem.key]), {"file": make_upload(name, data)})


def test_a_pasted_picture_becomes_evidence_and_stands_in_the_text(signed_in, people, draft):
    client = signed_in("olga")
    answer = upload(client, draft, make_picture())
    assert answer.status_code == 201
    kept = draft.incidents.get().evidence.get()
    assert (kept.kind, kept.author) == ("image", people.olga)
    told = answer.json()
    assert told == {"markdown": f"![{kept.name}]({kept.get_absolute_url()})", "url": kept.get_absolute_url()}
    assert f'src="{told["url"]}"' in preview(client, draft, told["markdown"]).content.decode()


def test_what_cannot_be_kept_is_said_in_a_sentence(signed_in, draft):
    client = signed_in("olga")
    answer = upload(client, draft, b"", name="empty.png")
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert client.post(reverse("postmortems:upload", args=[draft.key])).status_code == 422
    assert not draft.incidents.get().evidence.exists()


@pytest.mark.parametrize("name", ["zoe", "vera"])
def test_who_only_reads_puts_no_picture_in(signed_in, draft, name):
    assert upload(signed_in(name), draft, make_picture()).status_code == 403
