"""Evidence on an incident's page: written down, uploaded, mended, removed."""

import pytest
from django.urls import reverse
from PIL import Image

from incidents.evidence import UploadRefused, store_upload
from tests.factories import make_event, make_evidence, make_incident, make_picture, make_postmortem, make_upload

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def incident(people):
    return make_incident(team=people.payments, by=people.member)


def send(client, incident, *files, **data):
    return client.post(reverse("incidents:upload_evidence", args=[incident.key]), {"files": files, **data})


def add(client, incident, what, **data):
    return client.post(reverse("incidents:add_evidence", args=[incident.key, what]), data)


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("link", {"url": "https://graphs.example.org/d/7?from=1", "caption": "Error rate"}),
        ("quote", {"text": "I cannot pay.", "said_by": "A customer", "said_where": "Ticket 8"}),
        ("query", {"text": "sum(rate(errors[5m]))", "language": "PromQL", "caption": "What we looked at"}),
    ],
)
def test_words_are_written_down_and_shown(member, incident, what, data):
    event = make_event(incident)

    add(member, incident, what, event=event.pk, **data)

    piece = incident.evidence.get()
    assert (piece.kind, piece.event, piece.author) == (what, event, member.user)
    page = member.get(incident.get_absolute_url()).content.decode()
    assert all(value in page for value in data.values())
    assert "1 piece of evidence" in page


@pytest.mark.parametrize(
    ("what", "data", "field"),
    [
        ("link", {"url": "javascript:alert(1)"}, "url"),
        ("link", {"url": ""}, "url"),
        ("quote", {"text": " ", "said_by": "Jo"}, "text"),
        ("query", {"text": "", "language": "SQL"}, "text"),
        ("link", {"url": "https://example.org", "event": "999999"}, "event"),
    ],
)
def test_what_is_wrong_is_answered_beside_its_field(member, incident, what, data, field):
    response = add(member, incident, what, **data)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not incident.evidence.exists()


def test_an_event_of_another_incident_is_no_choice(member, incident):
    elsewhere = make_event(make_incident())
    assert add(member, incident, "link", url="https://example.org", event=elsewhere.pk).status_code == 422


def test_several_files_are_kept_at_once_each_as_what_it_is(member, incident):
    send(
        member,
        incident,
        make_upload("a graph.png"),
        make_upload("log.txt", b"14:05 it fails"),
        make_upload("report", PDF),
    )

    kept = {piece.name: (piece.kind, piece.content_type) for piece in incident.evidence.all()}
    assert kept == {
        "a-graph.png": ("image", "image/png"),
        "log.txt": ("file", "text/plain"),
        "report.pdf": ("file", "application/pdf"),
    }


def test_of_several_files_those_that_cannot_be_kept_are_named(member, incident):
    response = send(member, incident, make_upload(), make_upload("tool.exe", b"MZ\x90\x00\x03\xff\xfe"))

    assert response.status_code == 422
    assert [piece.name for piece in incident.evidence.all()] == ["graph.png"]
    page = response.content.decode()
    assert "tool.exe" in page
    assert "Files of this type are not taken" in page
    assert "graph.png" in page


def test_sending_nothing_is_answered_with_a_sentence(member, incident):
    response = send(member, incident)
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_too_many_at_once_are_refused_before_any_is_kept(member, incident):
    response = send(member, incident, *(make_upload(f"{n}.txt", b"x") for n in range(21)))
    assert response.status_code == 422
    assert not incident.evidence.exists()


def test_a_photograph_loses_what_is_not_seen(incident, people, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "Taken at my desk"
    exif[0x0112] = 6  # lies on its side
    photo = make_picture("JPEG", size=(12, 8), exif=exif, comment=b"<script>")

    piece = store_upload(incident, make_upload("photo.jpg", photo), by=people.member)

    kept = (tmp_path / piece.file.name).read_bytes()
    assert b"Taken at my desk" in photo
    assert b"Taken at my desk" not in kept
    assert b"<script>" not in kept
    assert (piece.width, piece.height) == (8, 12)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03\xff\xfe", "type"),
        (make_picture(size=(90, 90))[:-60], "damaged"),
        (make_picture("JPEG")[:-80], "damaged"),
        (b"x" * 1_000_001, "too-large"),
        (make_picture(size=(101, 100)), "too-large"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_no_file(settings, incident, people, tmp_path, content, code):
    settings.EVIDENCE_LARGEST_MB, settings.EVIDENCE_LARGEST_PIXELS = 1, 10_000
    with pytest.raises(UploadRefused) as refused:
        store_upload(incident, make_upload("x.png", content), by=people.member)
    assert refused.value.code == code
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_name_that_lies_gets_the_ending_of_what_it_is(incident, people, kind):
    piece = store_upload(incident, make_upload("page.html", make_picture(kind)), by=people.member)
    assert piece.content_type == f"image/{kind.lower()}"
    assert piece.name.startswith("page.html.")


def test_a_moving_picture_still_moves(incident, people, tmp_path):
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "green", "blue")]
    upload = make_upload("move.gif", b"")
    frames[0].save(upload, "GIF", save_all=True, append_images=frames[1:], comment=b"hidden words")
    upload.size = upload.tell()
    upload.seek(0)

    piece = store_upload(incident, upload, by=people.member)

    with Image.open(tmp_path / piece.file.name) as kept:
        assert kept.n_frames == 3
    assert b"hidden words" not in (tmp_path / piece.file.name).read_bytes()


def test_a_caption_can_be_mended(member, incident):
    piece = make_evidence(incident, caption="Eror rate")
    url = reverse("incidents:edit_evidence", args=[incident.key, piece.pk])
    assert "Eror rate" in member.get(url).content.decode()

    member.post(url, {"caption": "Error rate", "url": piece.url})

    piece.refresh_from_db()
    assert piece.caption == "Error rate"


def test_what_is_removed_can_be_brought_back(member, incident):
    piece = store_upload(incident, make_upload(), by=member.user)

    answer = member.post(reverse("incidents:remove_evidence", args=[incident.key, piece.pk]), follow=True)
    assert f'id="evidence-{piece.pk}"' not in answer.content.decode()
    assert reverse("incidents:restore_evidence", args=[incident.key, piece.pk]) in answer.content.decode()
    assert member.get(piece.get_absolute_url()).status_code == 404

    member.post(reverse("incidents:restore_evidence", args=[incident.key, piece.pk]))
    assert member.get(piece.get_absolute_url()).status_code == 200


def test_its_markdown_shows_an_image_in_any_text(member, incident):
    piece = store_upload(incident, make_upload("a graph.png"), by=member.user)
    piece.caption = "Errors [5 %]"
    incident.summary = f"See {piece.as_markdown()}"
    incident.save()
    page = member.get(incident.get_absolute_url()).content.decode()
    assert f'<img alt="Errors (5 %)" loading="lazy" src="{piece.get_absolute_url()}">' in page


def test_the_article_shows_it_at_the_time_of_its_event(member, incident):
    event = make_event(incident)
    piece = store_upload(incident, make_upload(), by=member.user, event=event)
    make_evidence(incident, caption="Removed").remove()
    postmortem = make_postmortem(incident)

    page = member.get(reverse("postmortems:read", args=[postmortem.key])).content.decode()

    assert piece.get_absolute_url() in page
    assert f'href="#entry-{event.pk}"' in page
    assert "Removed" not in page
