"""The pages: upload, preview, accept, put away."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.models import Incident
from integrations.models import ImportDraft
from tests.factories import make_user, make_viewer

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parent / "fixtures"
UPLOAD = "/import/"


@pytest.fixture
def ada(client):
    user = make_user("Ada")
    client.force_login(user)
    return user


def file(name, content=None):
    content = (FIXTURES / name).read_bytes() if content is None else content
    return SimpleUploadedFile(name, content)


def send(client, *files):
    return client.post(UPLOAD, {"documents": list(files)})


def drafted(client, name="02-wiki-table.md"):
    send(client, file(name))
    return ImportDraft.objects.get()


def form_of(draft, **changes):
    """What the preview's form sends as it is shown."""
    parsed = draft.read()
    entries, actions = [e.lines[0] for e in parsed.timeline], [a.lines[0] for a in parsed.actions]
    fields = {"title": draft.title, "day": draft.day or "", "time_zone": draft.time_zone}
    ids = {"severity": draft.severity_id, "template": draft.template_id}
    ticks = {"entry": entries, "keep-entry": entries, "action": actions, "keep-action": actions}
    return {**fields, **ids, **ticks, **changes}


def verb(draft, name):
    return reverse(f"imports:{name}", args=[draft.pk])


def test_the_upload_page_asks_for_files(client, ada):
    answer = client.get(UPLOAD)
    assert answer.status_code == 200
    assert b'enctype="multipart/form-data"' in answer.content


def test_one_file_leads_to_its_preview(client, ada):
    answer = send(client, file("02-wiki-table.md"))
    draft = ImportDraft.objects.get()
    assert answer.headers["Location"] == verb(draft, "preview")
    assert (draft.added_by, draft.title, draft.name) == (
        ada,
        "Payments API latency, 3 March 2024",
        "02-wiki-table.md",
    )


def test_several_files_wait_in_a_list(client, ada):
    answer = client.post(UPLOAD, {"documents": [file("02-wiki-table.md"), file("03-headings.md")]}, follow=True)
    assert ImportDraft.objects.count() == 2
    assert b"Object storage out of reach" in answer.content


def test_the_same_file_twice_is_one_draft(client, ada):
    send(client, file("02-wiki-table.md"))
    send(client, file("02-wiki-table.md"))
    assert ImportDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\x00\x00", "This is not a text file."),
        (b"a" * (5 * 1024 * 1024 + 2), "The file is larger than 5 MB."),
        (b"# Potato soup\n\nPeel and boil.\n", "This does not read like a postmortem"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_in_words(client, ada, content, sentence):
    answer = send(client, file("x.md", content))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_good_files_beside_a_bad_one_are_kept(client, ada):
    answer = send(client, file("x.md", b"no"), file("02-wiki-table.md"))
    assert answer.status_code == 422
    assert b"Payments API latency" in answer.content
    assert ImportDraft.objects.count() == 1


def test_no_file_at_all_is_told_of(client, ada):
    answer = client.post(UPLOAD, {})
    assert answer.status_code == 422
    assert b"Choose at least one file." in answer.content


def test_the_preview_shows_what_was_read(client, ada):
    page = client.get(verb(drafted(client), "preview")).content.decode()
    for words in ("Sun 3 Mar 2024, 21:40", "Rolls the client back to 4.1", "Alert on pool use above 80", "Priya Raman"):
        assert words in page


def test_what_is_changed_is_kept_and_read_again(client, ada):
    draft = drafted(client, "23-names-first.md")
    answer = client.post(verb(draft, "preview"), form_of(draft, title="Scanners", day="2022-06-01"))
    assert "Wed 1 Jun 2022, 05:30" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Scanners"
    assert not Incident.objects.exists()


def test_an_unticked_entry_stays_unticked(client, ada):
    draft = drafted(client)
    kept = form_of(draft)["entry"][1:]
    page = client.post(verb(draft, "preview"), form_of(draft, **{"keep-entry": kept})).content.decode()
    assert page.count('name="keep-entry"') == 7
    draft.refresh_from_db()
    assert len(draft.chosen.not_entries) == 1


def test_wrong_input_is_told_beside_its_field_and_nothing_is_lost(client, ada):
    draft = drafted(client)
    answer = client.post(verb(draft, "accept"), form_of(draft, title="", time_zone="Mars/Base"))
    assert answer.status_code == 422
    assert "Give it a title." in answer.content.decode()
    assert "Mars/Base" in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_line_without_a_time_cannot_go_on_the_timeline(client, ada):
    draft = drafted(client, "03-headings.md")
    sent = form_of(draft, **{"place-4": "timeline", "line-4": "tags and no time"})
    answer = client.post(verb(draft, "accept"), sent)
    assert answer.status_code == 422
    assert "Begin the line with its time" in answer.content.decode()
    assert "tags and no time" in answer.content.decode()
    assert not Incident.objects.exists()


def test_accepting_imports_and_leads_to_the_postmortem(client, ada):
    draft = drafted(client)
    answer = client.post(verb(draft, "accept"), form_of(draft, title="Slow payments"))
    incident = Incident.objects.get()
    assert incident.title == "Slow payments"
    assert answer.headers["Location"] == incident.postmortems.get().get_absolute_url()


def test_accepting_twice_leads_to_the_same(client, ada):
    draft = drafted(client)
    client.post(verb(draft, "accept"), form_of(draft))
    answer = client.post(verb(draft, "accept"), form_of(draft))
    assert answer.status_code == 302
    assert Incident.objects.count() == 1


def test_a_draft_that_is_imported_leads_to_what_it_became(client, ada):
    draft = drafted(client)
    client.post(verb(draft, "accept"), form_of(draft))
    assert client.get(verb(draft, "preview")).status_code == 302


def test_the_preview_says_that_a_document_is_here_already(client, ada):
    draft = drafted(client)
    client.post(verb(draft, "accept"), form_of(draft))
    send(client, file("02-wiki-table.md"))
    page = client.get(verb(ImportDraft.objects.waiting().get(), "preview")).content.decode()
    assert Incident.objects.get().key in page


def test_a_draft_can_be_put_away(client, ada):
    draft = drafted(client)
    client.post(verb(draft, "discard"))
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("name", ["accept", "discard"])
def test_verbs_are_posts(client, ada, name):
    assert client.get(verb(drafted(client), name)).status_code == 405


@pytest.mark.parametrize("name", ["preview", "accept", "discard"])
def test_the_draft_of_somebody_else_is_not_there(client, ada, name):
    draft = drafted(client)
    client.force_login(make_user("Ben"))
    assert client.post(verb(draft, name)).status_code == 404


@pytest.mark.parametrize("name", ["preview", "accept", "discard"])
def test_readers_may_not_import(client, ada, name):
    draft = drafted(client)
    client.force_login(make_viewer())
    assert client.post(verb(draft, name)).status_code == 403
    assert client.get(UPLOAD).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(UPLOAD).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_drafts_takes_as_many_queries_for_one_as_for_three(client, ada, django_assert_num_queries, count):
    for name in ("02-wiki-table.md", "03-headings.md", "05-status-page.md")[:count]:
        send(client, file(name))
    client.get(UPLOAD)
    with django_assert_num_queries(4):
        client.get(UPLOAD)
