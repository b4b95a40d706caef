"""What strangers see: without cookies, cacheable, sealed, and never more than what was released."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from publishing.models import LiveStatement, PublicSite
from publishing.public.colour import DARK, ENOUGH, LIGHT, contrast, for_dark
from publishing.statements import releasing, starting, text
from tests.factories import make_user
from tests.statements.making import WORDS, approve, make_communications, make_live, make_statement, submit

pytestmark = pytest.mark.django_db

HOME = f"/{settings.PUBLIC_PATH}/"


@pytest.fixture
def ada():
    return make_user("Ada Lovelace")


@pytest.fixture
def live(ada):
    return make_live(by=ada)


def save_site(**fields):
    PublicSite(pk=1, **fields).save()


def test_a_report_reads_as_it_was_approved(client, live):
    page = client.get(live.page.get_absolute_url()).content.decode()
    assert all(words in page for words in (live.title, *WORDS.values()))


def test_the_list_shows_reports_newest_first_and_a_way_to_each(client, ada):
    first, second = make_live(by=ada, title="First"), make_live(by=ada, title="Second")
    page = client.get(HOME).content.decode()
    assert page.index(second.page.get_absolute_url()) < page.index(first.page.get_absolute_url())


@pytest.mark.parametrize("address", ["", "feed.atom", "brand.css", "mark.svg", "subscribe/", "nothing-here/", "report"])
def test_no_answer_has_a_cookie_a_script_or_depends_on_one(client, live, address):
    path = live.page.get_absolute_url() if address == "report" else f"{HOME}{address}"
    client.force_login(make_user("Bob"))
    answer = client.get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (
        re.findall(r"<script(?! type=\"application/ld\+json\")|<style|\sstyle=|\son\w+=", answer.content.decode()) == []
    )


def test_a_page_that_did_not_change_is_not_sent_again(client, live):
    path = live.page.get_absolute_url()
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_a_page_that_changed_is_sent_again(client, live, ada):
    first = client.get(HOME)
    make_live(by=ada, title="Another one")
    again = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert b"Another one" in again.content


def test_a_change_of_the_look_is_seen_at_once(client, live):
    first = client.get(f"{HOME}brand.css")
    save_site(accent="#7a1f5c")
    again = client.get(f"{HOME}brand.css", headers={"If-None-Match": first["ETag"]})
    assert b"#7a1f5c" in again.content


@pytest.mark.parametrize(("answers", "status"), [("page", 200), ("gone", 410)])
def test_a_withdrawn_report_says_so_and_nothing_else(client, live, ada, answers, status):
    save_site(when_withdrawn=answers)
    releasing.withdraw(live, by=ada, reason="It named a partner", notice="We are sorry.")
    answer = client.get(live.page.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == status
    assert "This report was withdrawn on" in page
    assert "We are sorry." in page
    assert not any(words in page for words in (*WORDS.values(), "It named a partner"))


def test_a_correction_stands_below_with_its_day(client, ada, live):
    releasing.Correction.objects.create(page=live.page, text="It was two hours.", at=live.page.published_at)
    page = client.get(live.page.get_absolute_url()).content.decode()
    assert "Corrections" in page
    assert "It was two hours." in page


def test_the_feed_is_atom_and_has_permanent_ids(client, live, ada):
    feed = ElementTree.fromstring(client.get(f"{HOME}feed.atom").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:entry/a:id", namespaces=atom) == live.page.full_url
    assert WORDS["doing"] in feed.findtext("a:entry/a:summary", namespaces=atom)
    releasing.withdraw(live, by=ada, reason="Wrong", notice="")
    feed = ElementTree.fromstring(client.get(f"{HOME}feed.atom").content)
    assert "withdrawn" in feed.findtext("a:entry/a:summary", namespaces=atom)


def test_machines_read_it_as_an_article(client, ada):
    live = make_live(by=ada, title="Orders & </script><b>more</b>")
    page = client.get(live.page.get_absolute_url()).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert (data["@type"], data["headline"]) == ("Article", "Orders & </script><b>more</b>")
    assert 'property="og:title"' in page


def test_search_engines_stay_away_when_they_are_asked_to(client, live):
    assert "X-Robots-Tag" not in client.get(HOME)
    save_site(noindex=True)
    answer = client.get(HOME)
    assert answer["X-Robots-Tag"] == "noindex"
    assert b'content="noindex"' in answer.content


def test_words_that_lead_inside_are_words_alone(client, ada):
    words = WORDS | {"doing": "See [here](/library/) and <b onclick=x>this</b> and [there](https://example.com/)."}
    live = make_live(by=ada, words=words)
    page = client.get(live.page.get_absolute_url()).content.decode()
    assert 'href="/library/"' not in page
    assert 'href="https://example.com/"' in page
    assert "<b onclick" not in page


def test_the_preview_is_the_public_page(client, ada):
    statement = submit(make_statement(by=ada, began_at="2026-11-03T12:00Z"), by=ada)
    client.force_login(ada)
    preview = client.get(f"{statement.get_absolute_url()}preview/")
    live = make_live_from(statement, ada)
    public = client.get(live.get_absolute_url())
    main = re.compile(r"<main.*</main>", re.DOTALL)
    assert main.search(preview.content.decode())[0] == main.search(public.content.decode())[0]
    assert preview["Content-Security-Policy"] == public["Content-Security-Policy"]


def make_live_from(statement, ada):
    return releasing.release(approve(statement, by=make_communications()), by=ada)


def test_two_reports_of_one_name_have_addresses_of_their_own(ada):
    one, other = make_live(by=ada), make_live(by=ada)
    assert one.page.slug != other.page.slug


def test_what_is_written_inside_meanwhile_is_not_seen(client, ada, live):
    correction = starting.correct(live, by=ada)
    text.write(correction, "summary", "A secret draft.", base=WORDS["summary"], by=ada)
    assert b"A secret draft." not in client.get(live.page.get_absolute_url()).content + client.get(HOME).content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_a_handful_of_queries_however_long_it_is(client, ada, django_assert_num_queries, rows):
    for number in range(rows):
        make_live(by=ada, title=f"Report {number}")
    with django_assert_num_queries(5):
        client.get(HOME)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_inside_needs_as_many_queries_for_three_as_for_one(client, ada, django_assert_max_num_queries, rows):
    for number in range(rows):
        make_live(by=ada, title=f"Report {number}")
    client.force_login(ada)
    with django_assert_max_num_queries(15):
        assert client.get("/statements/").status_code == 200


@pytest.mark.parametrize("accent", ["#0f6e66", "#000000", "#7a1f5c", "#1133aa"])
def test_the_accent_can_be_read_on_dark_paper_too(accent):
    assert contrast(for_dark(accent), DARK) >= ENOUGH


def test_a_pale_accent_is_refused_with_what_to_do(client):
    admin = make_user("Alice", role="admin")
    client.force_login(admin)
    data = {"name": "Reports", "accent": "#ffee00", "when_withdrawn": "page"}
    answer = client.post("/settings/public-site/", data)
    assert answer.status_code == 422
    assert "too pale" in answer.content.decode()
    assert contrast("#ffee00", LIGHT) < ENOUGH
    assert not LiveStatement.objects.exists()
