"""The article: everything that was written, for one reader, as published or as it stands."""

import pytest
from django.urls import reverse
from django.utils.safestring import SafeString

from postmortems import reading, review, text
from postmortems.models import ResponseReview
from tests.factories import NOON, make_action, make_event, make_incident, make_open_action


def read(client, postmortem, **query):
    response = client.get(reverse("postmortems:read", args=[postmortem.key]), query)
    assert response.status_code == 200
    return response.content.decode()


def publish(postmortem, people):
    review.submit(postmortem, by=people.olga)
    review.decide(postmortem, by=people.rita, verdict="approved")
    review.publish(postmortem, by=people.olga)


def rewrite(postmortem, people, words):
    section = postmortem.sections.get(key="summary")
    text.write(section, words, base=section.version, by=people.olga)


def test_everything_is_in_it(signed_in, people, full, incident):
    incident.impact, incident.customers_affected = "Nobody could *pay*", 1940
    incident.save()
    incident.participants.create(name="Grace Hopper", role="commander")
    incident.set_milestone("started", at=NOON)
    incident.set_milestone("resolved", at=NOON.replace(hour=14))
    event = make_event(incident, "Rolled **back**")
    full.factors.get().evidence.add(event)
    full.factors.create(statement="Everybody came", kind="mitigating")
    full.factors.create(statement="It was Sunday", kind="luck")
    ResponseReview.objects.create(postmortem=full, dimension="tooling", rating=2, hindered="No map")
    rewrite(full, people, "For two hours nobody could pay.")

    page = read(signed_in("vera"), full)

    for words in (
        "For two hours nobody could pay.",
        "What we learned",
        "Rolled <strong>back</strong>",
        "The retry had no limit",
        f'href="#entry-{event.pk}"',
        "Everybody came",
        "It was Sunday",
        "It made things harder",
        "No map",
        "Nobody could pay",
        "1,940",
        "Grace Hopper",
        "2 h",
        "minute to read",
    ):
        assert words in page, words


def test_what_nobody_wrote_leaves_no_empty_heading(signed_in, draft):
    page = read(signed_in("olga"), draft)
    assert "Contributing factors" not in page
    assert "<h2>What we learned" not in page
    assert "Not published yet" in page


def test_the_published_text_stays_while_a_new_one_is_drafted(signed_in, people, full):
    rewrite(full, people, "As published.")
    publish(full, people)
    full.revise(by=people.olga)
    rewrite(full, people, "As drafted.")

    reader = read(signed_in("vera"), full)
    assert "As published." in reader
    assert "As drafted." not in reader
    assert "A new revision of it is being written." in reader
    assert "Go to the draft" not in reader
    assert "Go to the draft" in read(signed_in("olga"), full)
    assert "As drafted." in read(signed_in("olga"), full, draft="1")


def test_a_reviewer_reads_what_they_are_asked_about(signed_in, people, full):
    publish(full, people)
    full.revise(by=people.olga)
    rewrite(full, people, "As drafted.")
    review.submit(full, by=people.olga)
    page = read(signed_in("rita"), full)
    assert "As drafted." in page
    assert "Your review was asked for" in page


def test_the_bar_says_when_an_approval_is_stale(signed_in, people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    assert "You approved this" in read(signed_in("rita"), full)
    rewrite(full, people, "Something else.")
    assert "Changed since you approved it" in read(signed_in("rita"), full)
    assert "0 of 1 approvals" in read(signed_in("rita"), full)


def test_it_says_what_changed_since_it_was_published(signed_in, people, full, incident):
    publish(full, people)
    assert "Since it was published" not in read(signed_in("vera"), full)
    make_event(incident, "One more thing came to light")
    page = read(signed_in("vera"), full)
    assert "Changed by now: Timeline." in page
    assert "One more thing came to light" not in page


def test_corrections_are_dated(signed_in, people, full):
    publish(full, people)
    full.revise(by=people.olga)
    rewrite(full, people, "As corrected.")
    publish(full, people)
    assert "Published again" in read(signed_in("vera"), full)


def test_higher_packages_add_to_it(signed_in, full, monkeypatch):
    def steps(_postmortem, reader):
        return reading.ArticlePart("steps", "Steps", SafeString(f"<p>Steps for {reader.name}</p>"))

    monkeypatch.setattr(reading, "_parts", [steps, lambda _postmortem, _reader: None])
    page = read(signed_in("vera"), full)
    assert "<p>Steps for Vera</p>" in page
    assert '<a href="#steps">Steps</a>' in page


def test_actions_stand_in_it_with_today_s_status(signed_in, people, full):
    make_action("Limit the retries", postmortem=full)
    make_action("Paint it green", postmortem=full).decline(by=people.lea, reason="No")
    page = read(signed_in("vera"), full)
    assert "Limit the retries" in page
    assert "Paint it green" not in page


def test_keys_lead_only_where_this_reader_may_go(signed_in, people, full):
    hidden = make_incident("Hidden", team=people.payments, visibility="team")
    rewrite(full, people, f"Like {hidden.key} before.")
    assert f'href="{hidden.get_absolute_url()}"' in read(signed_in("olga"), full)
    assert f'href="{hidden.get_absolute_url()}"' not in read(signed_in("vera"), full)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, full, incident, rows, django_assert_num_queries):
    publish(full, people)
    full.revise(by=people.olga)
    for number in range(rows):
        event = make_event(incident, f"{incident.key} {full.key} @olga")
        full.factors.create(statement=f"Number {number}").evidence.add(event)
        incident.participants.create(name=f"Person {number}")
        make_open_action(postmortem=full, owner=people.olga, due_on=NOON.date())
    publish(full, people)
    client = signed_in("vera")
    read(client, full)
    with django_assert_num_queries(33):
        read(client, full)
