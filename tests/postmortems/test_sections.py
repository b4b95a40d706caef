"""Writing: saved in place, never over what somebody else saved, and nothing typed is lost."""

import pytest
from django.urls import reverse

from postmortems import review, text
from postmortems.models import Postmortem


@pytest.fixture
def url(draft):
    return reverse("postmortems:section", args=[draft.key, "summary"])


@pytest.fixture
def summary(draft):
    return draft.sections.get(key="summary")


def test_an_empty_section_shows_its_questions_and_a_written_one_its_text(signed_in, people, draft, summary):
    draft.sections.update(guidance="What could people *not* do?")
    client = signed_in("olga")
    assert "What could people <em>not</em> do?" in client.get(draft.get_absolute_url()).content.decode()

    text.write(summary, "It **broke**.", base=0, by=people.olga)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "It <strong>broke</strong>." in page


def test_a_section_opens_without_a_script(signed_in, draft):
    page = signed_in("olga").get(draft.get_absolute_url(), {"edit": "summary"}).content.decode()
    assert '<textarea name="markdown"' in page


@pytest.mark.parametrize("name", ["zoe", "vera"])
def test_it_does_not_open_for_readers(signed_in, draft, name):
    page = signed_in(name).get(draft.get_absolute_url(), {"edit": "summary"}).content.decode()
    assert 'name="markdown"' not in page
    assert "?edit=" not in page


def test_saving_goes_back_to_the_place(signed_in, people, draft, url, summary):
    response = signed_in("max").post(url, {"markdown": "It broke.\r\nAnd was mended.", "base": 0})
    assert response.status_code == 302
    assert response.url == f"{draft.get_absolute_url()}#section-summary"
    summary.refresh_from_db()
    assert (summary.markdown, summary.version, summary.edited_by) == ("It broke.\nAnd was mended.", 1, people.max)


def test_a_text_that_was_saved_meanwhile_is_not_overwritten(signed_in, people, url, summary):
    text.write(summary, "Theirs, with 42 errors.", base=0, by=people.max)

    response = signed_in("olga").post(url, {"markdown": "Mine, with 43 errors.", "base": 0})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Theirs, with 42 errors." in page
    assert "Mine, with 43 errors." in page
    assert "Saved by Max" in page
    assert "<del>" in page
    assert response.context["form"]["base"].value() == 1
    summary.refresh_from_db()
    assert summary.markdown == "Theirs, with 42 errors."


def test_after_looking_at_both_the_right_one_is_saved(signed_in, people, url, summary):
    text.write(summary, "Theirs", base=0, by=people.max)
    signed_in("olga").post(url, {"markdown": "Both", "base": 1})
    summary.refresh_from_db()
    assert summary.markdown == "Both"


def test_saving_the_same_text_twice_is_no_conflict(signed_in, people, url, summary):
    text.write(summary, "The same", base=0, by=people.max)
    assert signed_in("olga").post(url, {"markdown": "The same", "base": 0}).status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"base": ""}, {"base": "x"}, {"base": "-1"}, {"base": "9" * 30}, {"markdown": "long " * 50_000}]
)
def test_wrong_input_is_told_and_the_text_is_still_there(signed_in, url, wrong):
    response = signed_in("olga").post(url, {"markdown": "What I typed", "base": 0, **wrong})
    assert response.status_code in {409, 422}
    assert wrong.get("markdown", "What I typed") in response.content.decode()


def test_a_text_saved_after_it_was_published_is_shown_again(signed_in, people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    review.publish(full, by=people.olga)
    response = signed_in("olga").post(
        reverse("postmortems:section", args=[full.key, "summary"]), {"markdown": "One more thing", "base": 1}
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "One more thing" in page
    assert "Open a new revision to change it." in page


def test_a_preview_shows_what_was_typed_and_saves_nothing(signed_in, draft, incident, summary):
    url = reverse("postmortems:preview_section", args=[draft.key, "summary"])
    response = signed_in("olga").post(url, {"markdown": f"**So** {incident.key}", "base": 0})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<strong>So</strong> <a class="key-link" href="{incident.get_absolute_url()}"' in page
    assert f"**So** {incident.key}</textarea>" in page
    summary.refresh_from_db()
    assert summary.markdown == ""


def test_a_text_keeps_its_leading_newlines_and_spaces_in_the_field(signed_in, draft):
    url = reverse("postmortems:preview_section", args=[draft.key, "summary"])
    page = signed_in("olga").post(url, {"markdown": "\n    code", "base": 0}).content.decode()
    assert "\n\n    code</textarea>" in page


def test_hostile_text_is_shown_harmless(signed_in, people, draft, summary):
    text.write(summary, "<script>alert(1)</script> [x](javascript:alert(1))", base=0, by=people.olga)
    for page in ("detail", "read"):
        html = signed_in("olga").get(reverse(f"postmortems:{page}", args=[draft.key])).content.decode()
        assert "<script>alert" not in html
        assert "javascript:" not in html


def test_a_section_that_is_not_there_is_404(signed_in, draft):
    url = reverse("postmortems:section", args=[draft.key, "nonsense"])
    assert signed_in("olga").post(url, {"markdown": "x", "base": 0}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_workspace_takes_the_same_queries_however_much_is_in_it(
    signed_in, people, full, rows, django_assert_num_queries
):
    client = signed_in("olga")
    client.get(full.get_absolute_url())
    for number in range(rows):
        full.sections.create(key=f"more-{number}", heading="More", markdown="INC-1 PM-1 @olga", position=9)
        full.incidents.get().events.create(text="INC-1", occurred_at="2026-11-03T12:00Z", author=people.max)
    with django_assert_num_queries(23):
        client.get(full.get_absolute_url())


def test_saving_says_when(people, draft, summary):
    before = Postmortem.objects.get(pk=draft.pk).updated_at
    text.write(summary, "Now", base=0, by=people.olga)
    assert Postmortem.objects.get(pk=draft.pk).updated_at > before
