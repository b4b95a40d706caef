"""Nothing internal is reachable from the public side, and what is not there is always answered alike."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from core.keys import KEY
from incidents.models import Visibility
from publishing.models import Statement, Subscriber
from publishing.public import mailing
from publishing.statements import releasing, starting, text
from tests.factories import fill, make_action, make_event, make_incident, make_postmortem, make_team, make_user
from tests.statements.making import WORDS, make_live, make_statement, submit

pytestmark = pytest.mark.django_db

HOME = f"/{settings.PUBLIC_PATH}/"
WORD = "Quagga"  # in everything that stays inside
SAME_EACH_TIME = {"Content-Type", "Content-Length", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"}


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        self.found |= {value for name, value in attributes if name in ("href", "src", "action") and value}


@pytest.fixture
def world():
    """Reports that are live, corrected, withdrawn and in the making, about things whose every word is internal."""
    owner = make_user(f"{WORD} Owner", email="quagga@example.org")
    make_team(f"{WORD} team", members=(owner,))
    live, corrected, withdrawn, pending = (_inside(owner, number) for number in range(4))
    make_live(by=owner, postmortem=live)
    old = make_live(by=owner, postmortem=corrected, title="A second report")
    correction = starting.correct(old, by=owner)
    text.write(correction, "summary", f"{WORD} draft of a correction", base=WORDS["summary"], by=owner)
    gone = make_live(by=owner, postmortem=withdrawn, title="A third report")
    releasing.withdraw(gone, by=owner, reason=f"{WORD} reason", notice="")
    submit(make_statement(by=owner, postmortem=pending, title="Not yet to be read"), by=owner)
    Subscriber.objects.create(email="zebra@example.com")
    return owner


def _inside(owner, number):
    visibility = Visibility.RESTRICTED if number == 0 else Visibility.ORGANISATION
    incident = make_incident(f"{WORD} incident", by=owner, summary=f"{WORD} summary", visibility=visibility)
    incident.name_person(owner)
    make_event(incident, f"{WORD} event")
    postmortem = make_postmortem(incident, owner=owner, title=f"{WORD} postmortem")
    fill(postmortem, reviewers=(owner,))
    for section in postmortem.sections.all():
        section.refresh_from_db()
    make_action(f"{WORD} action", postmortem=postmortem, owner=owner)
    return postmortem


def crawl(client):
    """Every public address that can be reached from the list, with what it answers; assets as they lie on the disk."""
    found, waiting = {}, {HOME}
    while waiting:
        path = waiting.pop()
        if path.startswith(settings.STATIC_URL):
            file = finders.find(path.removeprefix(settings.STATIC_URL))
            found[path] = file and Path(file).read_bytes().decode(errors="replace")
            continue
        answer = client.get(path)
        body = answer.content.decode()
        found[path] = f"{answer.headers}{body}"
        links = Links()
        links.feed(body)
        own = {link.removeprefix("http://testserver").partition("#")[0] for link in links.found}
        waiting |= {link for link in own if link.startswith("/")} - found.keys()
    return found


def test_no_public_page_or_asset_holds_anything_internal(client, world):
    seen = crawl(client)
    everything = {path: body.casefold() for path, body in seen.items() if body}
    assert [path for path, body in everything.items() if WORD.casefold() in body] == []
    assert [path for path, body in seen.items() if body and KEY.search(body)] == []
    assert [path for path, body in everything.items() if "zebra@" in body or "not yet to be read" in body] == []
    documents = [str(one.document.uuid) for one in Statement.objects.select_related("document")]
    assert [path for path, body in everything.items() if any(uuid in body for uuid in documents)] == []


def test_the_crawl_saw_the_whole_public_side_and_left_it_nowhere(client, world):
    paths = set(crawl(client))
    assert {f"{HOME}{name}" for name in ("", "feed.atom", "brand.css", "mark.svg", "subscribe/")} <= paths
    assert len([path for path in paths if re.match(rf"{HOME}\d{{4}}-", path)]) == 3
    assert {path for path in paths if not path.startswith((HOME, settings.STATIC_URL))} == set()


def test_mails_and_the_feed_have_nothing_internal_either(client, world, mailoutbox):
    Subscriber.objects.update(confirmed_at="2026-11-03T12:00Z")
    make_live(by=world, postmortem=_inside(world, 9), title="A fourth report")
    mailing.send_mails()
    told = "".join(str(one.message()) for one in mailoutbox) + client.get(f"{HOME}feed.atom").content.decode()
    assert "A fourth report" in told
    assert WORD not in told
    assert not KEY.search(told)


def shape(answer):
    return answer.status_code, answer.content, {name: answer[name] for name in SAME_EACH_TIME if name in answer}


def test_what_is_not_there_is_always_answered_alike(client, world):
    pending = Statement.objects.get(state="pending")
    guesses = [
        "2026-11-25-not-yet-to-be-read/",
        f"{pending.pk}/",
        f"{pending.document.uuid}/",
        "PM-1/",
        "preview/",
        "confirm/guess/",
        "leave/guess/",
        f"leave/{Subscriber.objects.get().confirm_key}/",
        "a/b/c/",
        "feed.rss",
        "%2e%2e/",
        "2026-11-25-not-yet-to-be-read/?page=1",
    ]
    answers = {guess: shape(client.get(f"{HOME}{guess}")) for guess in guesses}
    assert {answer[0] for answer in answers.values()} == {404}
    assert len({answer[1] for answer in answers.values()}) == 1
    assert len({tuple(sorted(answer[2].items())) for answer in answers.values()}) == 1


@pytest.mark.parametrize(("kind", "method"), list(product(["confirm", "leave"], ["get", "post"])))
def test_a_guessed_key_is_answered_as_any_address_that_leads_nowhere(client, kind, method):
    guessed = getattr(client, method)(f"{HOME}{kind}/{'x' * 43}/")
    assert shape(guessed) == shape(client.get(f"{HOME}nowhere/"))


def test_who_is_signed_in_sees_the_same_as_everybody(client, world):
    paths = [path for path in crawl(client) if path.startswith(HOME)]
    strangers = {path: client.get(path).content for path in paths}
    client.force_login(world)
    assert {path: client.get(path).content for path in paths} == strangers
