"""PDF and the page that opens offline."""

import re
from datetime import timedelta

import pytest
import typst
from django.utils import timezone

from accounts.models import AuditEntry
from incidents.evidence import store_upload
from postmortems import text
from postmortems.models import ContributingFactor
from publishing.exports import making, offline, pdf
from publishing.models import Export
from tests.factories import (
    fill,
    make_action,
    make_event,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_upload,
    make_user,
)

pytestmark = pytest.mark.django_db


def write(postmortem, words, *, key="lessons"):
    section = postmortem.sections.get(key=key)
    text.write(section, words, base=section.version, by=postmortem.created_by)


@pytest.fixture
def ada():
    return make_user("Ada")


@pytest.fixture
def postmortem(ada):
    made = fill(
        make_postmortem(make_incident("Checkout", by=ada), owner=ada, title="The retry had no limit"), reviewers=()
    )
    make_action("Limit the retries", postmortem=made)
    return made


def structure_of(data):
    """What a reader of PDF is told before anything is drawn."""
    return {word for word in (b"/StructTreeRoot", b"/Lang", b"/Outlines", b"/Figure", b"pdfuaid") if word in data}


def asked_of_typst(monkeypatch):
    """What our template is given, and what typst finds in the document that comes of it."""
    found = {}
    compiled = pdf._compiled

    def look(source, key):
        compiler = typst.Compiler(str(source), root=str(source.parent))
        found["headings"] = compiler.query("heading", field="body", format="json")
        found["data"] = (source.parent / "data.json").read_text()
        return compiled(source, key)

    monkeypatch.setattr(pdf, "_compiled", look)
    return found


def test_a_pdf_has_title_tags_contents_figure_and_claims_the_standard(postmortem, ada, caplog):
    data = pdf.make_pdf(postmortem, reader=ada)
    assert data.startswith(b"%PDF-")
    assert structure_of(data) >= {b"/StructTreeRoot", b"/Lang"}
    assert b"The retry had no limit" in data or "The retry had no limit".encode("utf-16-be") in data
    assert "pdf_without_standard" not in caplog.text


def test_a_pdf_says_how_long_it_lasted(postmortem, ada, monkeypatch):
    found = asked_of_typst(monkeypatch)
    incident = postmortem.incidents.get()
    for kind, minutes in (("started", 0), ("resolved", 43)):
        at = incident.created_at + timedelta(minutes=minutes)
        incident.milestones.update_or_create(kind=kind, defaults={"at": at, "precision": "exact"})
    pdf.make_pdf(postmortem, reader=ada)
    assert '["Duration", "43 min"]' in found["data"]


def test_a_pdf_has_the_articles_parts_in_their_order(postmortem, ada, monkeypatch):
    found = asked_of_typst(monkeypatch)
    pdf.make_pdf(postmortem, reader=ada)
    places = [
        found["headings"].index(word) for word in ("What we learned", "Timeline", "Contributing factors", "Actions")
    ]
    assert places == sorted(places)


def test_words_that_look_like_commands_of_the_typesetter_stay_words(postmortem, ada, monkeypatch):
    found = asked_of_typst(monkeypatch)
    write(postmortem, 'Then #panic("no") $ unclosed [ #read("/etc/passwd")')
    assert pdf.make_pdf(postmortem, reader=ada).startswith(b"%PDF-")
    assert "#panic" in found["data"]


def test_deep_wide_and_odd_texts_still_give_a_pdf(postmortem, ada):
    odd = "\n".join(f"{'  ' * n}- level" for n in range(19))
    odd += f"\n\n{'x' * 500}\n\n| a | b |\n|--|--|\n| {'y' * 200} | ☃ 漢字 |\n\n> quote\n\n- [x] done\n\n~~no~~ ==="
    write(postmortem, odd)
    assert pdf.make_pdf(postmortem, reader=ada).startswith(b"%PDF-")


def test_pictures_of_ours_are_in_the_pdf_and_those_of_others_are_not(postmortem, ada, monkeypatch):
    found = asked_of_typst(monkeypatch)
    mine = store_upload(postmortem.incidents.get(), make_upload("mine.png"), by=ada)
    secret = store_upload(make_restricted_incident(), make_upload("secret.png"), by=make_user("Bob"))
    write(postmortem, f"{mine.as_markdown()}\n\n{secret.as_markdown()}")
    pdf.make_pdf(postmortem, reader=ada)
    assert f"picture-{mine.pk}.png" in found["data"]
    assert f"picture-{secret.pk}.png" not in found["data"]


def test_asking_for_a_pdf_leads_to_its_page_and_a_worker_makes_it(postmortem, ada, client):
    client.force_login(ada)
    answer = client.get(f"/postmortems/{postmortem.key}/export.pdf")
    page = client.get(answer.url).content.decode()
    assert "waiting for its turn" in page
    assert making.make_all() == {"made": 1}
    file = client.get(f"{answer.url}file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["Content-Disposition"] == f'attachment; filename="{postmortem.key}.pdf"'


def test_the_same_content_is_made_once_and_another_one_anew(postmortem, ada, client):
    client.force_login(ada)
    first = client.get(f"/postmortems/{postmortem.key}/export.pdf").url
    assert client.get(f"/postmortems/{postmortem.key}/export.pdf").url == first
    ContributingFactor.objects.create(postmortem=postmortem, statement="And no alarm")
    assert client.get(f"/postmortems/{postmortem.key}/export.pdf").url != first


def test_a_pdf_of_what_one_may_not_see_any_more_is_not_made(ada, client):
    incident = make_restricted_incident(ada)
    export = making.ask_for_pdf(make_postmortem(incident), by=ada)
    incident.restricted_to.clear()
    assert making.make_all() == {"failed": 1}
    client.force_login(ada)
    assert client.get(export.get_absolute_url()).status_code == 404


def test_nobody_else_finds_my_pdf(postmortem, ada, client):
    export = making.ask_for_pdf(postmortem, by=ada)
    client.force_login(make_user("Bob"))
    assert client.get(export.get_absolute_url()).status_code == 404


# -- a worker that dies --------------------------------------------------------------------------


def test_an_export_that_a_worker_died_with_is_made_by_the_next(postmortem, ada):
    export = making.ask_for_pdf(postmortem, by=ada)
    Export.objects.update(claimed_until=timezone.now() + timedelta(seconds=60), attempts=1)
    assert making.make_all() == {}
    assert making.make_all(now=timezone.now() + timedelta(minutes=3)) == {"made": 1}
    export.refresh_from_db()
    assert (export.attempts, bool(export.ready_at)) == (2, True)


def test_after_three_tries_it_has_failed_and_can_be_tried_again(postmortem, ada, client, monkeypatch):
    export = making.ask_for_pdf(postmortem, by=ada)

    def breaks(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr(making, "make_pdf", breaks)
    later = [timezone.now() + timedelta(minutes=3 * n) for n in range(4)]
    assert [dict(making.make_all(now=at)) for at in later] == [{"again": 1}, {"again": 1}, {"failed": 1}, {}]
    client.force_login(ada)
    assert "Try again" in client.get(export.get_absolute_url()).content.decode()
    monkeypatch.undo()
    client.post(f"{export.get_absolute_url()}again/")
    assert making.make_all() == {"made": 1}


def test_who_lost_the_claim_keeps_nothing(postmortem, ada):
    export = making.ask_for_pdf(postmortem, by=ada)
    held = making._Held(export)
    Export.objects.update(attempts=1)  # another took it over
    with pytest.raises(making.NotOursAnyMore):
        held.step(1, 2)


def test_what_lapsed_is_taken_away_with_its_file(postmortem, ada):
    export = making.ask_for_pdf(postmortem, by=ada)
    making.make_all()
    export.refresh_from_db()
    storage, name = export.file.storage, export.file.name
    making.make_all(now=timezone.now() + timedelta(days=8))
    assert not Export.objects.exists()
    assert not storage.exists(name)


# -- the page that opens offline -------------------------------------------------------------------


def test_the_offline_page_asks_for_nothing_and_runs_nothing(postmortem, ada):
    picture = store_upload(postmortem.incidents.get(), make_upload(), by=ada)
    write(postmortem, picture.as_markdown())
    page = offline.write(postmortem, reader=ada)
    assert not re.search(r"<script|<form|<link|\son\w+=|@import", page)
    wanted = set(re.findall(r'(?:\ssrc=|url\()["\']?([^"\')]{1,12})', page))
    assert {address.split(":")[0].split("#")[0] for address in wanted} == {"data", ""}
    assert all(address.startswith(("#icon-",)) for address in re.findall(r'<use href="([^"]*)"', page))
    assert "data:image/png;base64," in page
    assert "figure-svg" in page


def test_the_offline_page_holds_no_picture_of_others(postmortem, ada):
    secret = store_upload(make_restricted_incident(), make_upload("secret.png"), by=make_user("Bob"))
    write(postmortem, secret.as_markdown())
    page = offline.write(postmortem, reader=ada)
    assert "data:image" not in page


def test_the_offline_page_comes_as_a_file_and_is_on_record(postmortem, ada, client):
    client.force_login(ada)
    answer = client.get(f"/postmortems/{postmortem.key}/export.html")
    assert answer["Content-Disposition"] == f'attachment; filename="{postmortem.key}.html"'
    assert AuditEntry.objects.get(verb="exported").after == {"format": "html"}


def test_a_live_block_in_the_text_is_shown_once_on_paper(postmortem, ada, monkeypatch):
    found = asked_of_typst(monkeypatch)
    make_event(postmortem.incidents.get(), "A very special moment")
    write(postmortem, "Before\n\n{{timeline}}\n\nAfter")
    pdf.make_pdf(postmortem, reader=ada)
    assert found["data"].count("A very special moment") == 1
