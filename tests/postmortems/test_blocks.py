"""Live blocks in a section show what is true when the text is read, to whoever may see it."""

import pytest
from django.urls import reverse

from incidents.models import Visibility
from postmortems import blocks, review
from postmortems.content import content_of, fingerprint
from postmortems.models import Section
from tests.factories import NOON, make_action, make_event, make_open_action


def put(postmortem, words, key="summary"):
    Section.objects.filter(postmortem=postmortem, key=key).update(markdown=words)


def page(client, postmortem, name="read"):
    response = client.get(reverse(f"postmortems:{name}", args=[postmortem.key]))
    assert response.status_code == 200
    return response.content.decode()


def publish(postmortem, people):
    review.submit(postmortem, by=people.olga)
    review.decide(postmortem, by=people.rita, verdict="approved")
    review.publish(postmortem, by=people.olga)


def test_there_is_a_block_for_each_thing_beside_the_text():
    assert set(blocks.names()) == {"timeline", "factors", "metrics", "actions"}


@pytest.mark.parametrize("name", ["read", "detail"])
def test_each_shows_the_present_data(signed_in, people, full, incident, name):
    make_event(incident, "Rolled **back**")
    incident.set_milestone("started", at=NOON)
    incident.set_milestone("resolved", at=NOON.replace(hour=14))
    make_action("Cap the retries", postmortem=full)
    put(full, "{{timeline}}\n\n{{factors}}\n\n{{metrics}}\n\n{{actions}}", key="lessons")
    html = page(signed_in("vera"), full, name)
    text = html[html.index('id="live-timeline"') :]
    for words in ("Rolled <strong>back</strong>", "The retry had no limit", "Resolved after", "2 h", "Cap the retries"):
        assert words in text, words


def test_what_a_block_shows_is_not_shown_again_after_the_text(signed_in, people, full):
    make_action("Cap the retries", postmortem=full)
    put(full, "{{timeline}}\n\n{{factors}}\n\n{{actions}}", key="lessons")
    html = page(signed_in("vera"), full)
    assert html.count("Alert fires") == 2 * html.count('class="figure-svg"') + 2
    assert html.count("The retry had no limit") == 1
    assert html.count("Cap the retries") == 1


def test_the_second_of_a_kind_leads_to_the_first(signed_in, full):
    put(full, "{{factors}}", key="summary")
    put(full, "{{factors}}", key="lessons")
    html = page(signed_in("olga"), full, "detail")
    assert html.count('id="live-factors"') == 1
    assert 'href="#live-factors"' in html


def test_an_empty_block_says_so(signed_in, draft):
    put(draft, "{{timeline}}", key="lessons")
    assert "Timeline: nothing there yet." in page(signed_in("olga"), draft)


def test_a_reader_sees_only_their_own_actions(signed_in, people, full, incident):
    other = make_action("Hidden from most", postmortem=full)
    incident.visibility = Visibility.TEAM
    incident.save()
    put(full, "{{actions}}", key="lessons")
    assert other.title in page(signed_in("olga"), full)
    assert signed_in("vera").get(reverse("postmortems:read", args=[full.key])).status_code == 404


def test_what_is_published_keeps_its_timeline_and_shows_today_s_actions(signed_in, people, full, incident):
    item = make_open_action("Cap the retries", postmortem=full, owner=people.olga, due_on=NOON.date())
    put(full, "{{timeline}}\n\n{{actions}}", key="lessons")
    publish(full, people)
    make_event(incident, "Came to light later")
    item.finish(by=people.olga)
    html = page(signed_in("vera"), full)
    text = html[html.index('id="live-timeline"') :]
    assert "Came to light later" not in text
    assert "Done" in text[text.index("Cap the retries") :]


def test_what_a_block_shows_counts_as_content_whether_it_stands_in_the_text_or_not(people, full, incident):
    put(full, "{{timeline}}", key="lessons")
    before = fingerprint(content_of(full))
    assert fingerprint(content_of(full)) == before
    make_event(incident, "One more")
    assert fingerprint(content_of(full)) != before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, full, incident, rows, django_assert_num_queries):
    put(full, "{{timeline}}\n\n{{factors}}\n\n{{metrics}}\n\n{{actions}}", key="lessons")
    for number in range(rows):
        event = make_event(incident, f"{incident.key} {full.key} @olga")
        full.factors.create(statement=f"Number {number}").evidence.add(event)
        make_open_action(postmortem=full, owner=people.olga, due_on=NOON.date())
    client = signed_in("vera")
    page(client, full, "detail")
    with django_assert_num_queries(32):
        page(client, full, "detail")
