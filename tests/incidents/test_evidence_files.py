"""Stored files go to those who may see their incident, and can do nothing in a browser."""

import pytest

from incidents.evidence import store_upload
from tests.factories import make_incident, make_restricted_incident, make_upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(people, name="graph.png", content=None, incident=None):
    incident = incident or make_incident(by=people.member)
    return store_upload(incident, make_upload(name, content), by=people.member)


def test_an_image_is_shown_and_locked_up(member, people):
    answer = member.get(stored(people).get_absolute_url())

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("name", "content"), [("x.svg", SVG), ("x.html", HTML), ("x.png", HTML), ("x.pdf", b"%PDF-1")])
def test_anything_else_is_only_saved(member, people, name, content):
    answer = member.get(stored(people, name, content).get_absolute_url())

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] in {"text/plain; charset=utf-8", "application/pdf"}
    assert answer.content == content


def test_what_the_browser_has_is_not_sent_again(member, people):
    url = stored(people).get_absolute_url()
    etag = member.get(url).headers["ETag"]

    answer = member.get(url, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_another_name_is_another_address(member, people):
    url = stored(people).get_absolute_url()
    assert member.get(url.replace("graph.png", "graph.html")).status_code == 404


def test_a_restricted_file_is_not_there_for_others(client, people):
    piece = stored(people, incident=make_restricted_incident(people.named, by=people.named))
    client.force_login(people.member)
    assert client.get(piece.get_absolute_url()).status_code == 404
    client.force_login(people.named)
    assert client.get(piece.get_absolute_url()).status_code == 200


def test_who_has_it_and_loses_sight_is_not_told_that_it_is_unchanged(client, people):
    incident = make_incident(by=people.named)
    url = stored(people, incident=incident).get_absolute_url()
    client.force_login(people.member)
    etag = client.get(url).headers["ETag"]
    type(incident).objects.update(visibility="restricted")
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_strangers_are_asked_to_sign_in(client, people):
    assert client.get(stored(people).get_absolute_url()).status_code == 302
