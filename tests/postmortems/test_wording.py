"""Wording that judges people: beside the text, for the reviewer, and while typing."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from postmortems import review
from postmortems.models import ContributingFactor, ResponseReview
from postmortems.wording import remarks_of


@pytest.fixture
def judged(full):
    section = full.sections.get(key="summary")
    section.markdown = "It went down.\n\nThe *on-call* failed to notice the alert."
    section.save()
    return full


def test_each_remark_leads_to_its_words(judged):
    [remark] = remarks_of(judged)
    assert remark.words == "failed to"
    assert remark.before.endswith("The *on-call*")
    assert remark.url == f"{judged.get_absolute_url()}#section-summary:~:text=failed%20to"


def test_factors_and_the_response_review_are_read_too(judged):
    factor = ContributingFactor.objects.create(postmortem=judged, statement="Bob forgot the flag.")
    row, _made = ResponseReview.objects.get_or_create(postmortem=judged, dimension="detection")
    row.hindered = "We should have looked earlier."
    row.save()
    urls = [remark.url for remark in remarks_of(judged)]
    assert f"#factor-{factor.pk}" in urls[1]
    assert "#detection" in urls[2]


def test_the_workspace_lists_them_beside_the_text(signed_in, judged):
    page = signed_in("olga").get(judged.get_absolute_url() + "?part=wording").content.decode()
    assert "<mark>failed to</mark>" in page
    assert "What did they see and expect at that moment?" in page


def test_a_text_that_judges_nobody_is_told_so(signed_in, draft):
    page = signed_in("vera").get(reverse("postmortems:wording", args=[draft.key])).content.decode()
    assert "No wording that judges people was found." in page


def test_the_reviewer_sees_them_in_the_reading_view_and_others_do_not(signed_in, people, judged):
    review.submit(judged, by=people.olga)
    url = reverse("postmortems:read", args=[judged.key])
    assert "<mark>failed to</mark>" in signed_in("rita").get(url).content.decode()
    assert "<mark>failed to</mark>" not in signed_in("max").get(url).content.decode()


def test_it_never_holds_anything_up(people, judged):
    review.submit(judged, by=people.olga)
    review.decide(judged, by=people.rita, verdict="approved")
    review.publish(judged, by=people.olga)


def test_what_is_being_typed_is_checked(signed_in):
    text = "🙂 The on-call failed to notice it."
    client, url = signed_in("vera"), reverse("postmortems:language")
    for answer in (
        client.post(url, {"text": text}),
        client.post(url, json.dumps({"text": text}), content_type="application/json"),
    ):
        [finding] = answer.json()["findings"]
        units = text.encode("utf-16-le")  # as JavaScript counts
        assert units[finding["start"] * 2 : finding["end"] * 2].decode("utf-16-le") == "failed to"
        assert finding["why"]
        assert finding["ask"]


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"text": 1}'])
def test_a_body_without_a_text_is_refused(signed_in, body):
    answer = signed_in("olga").post(reverse("postmortems:language"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_text_without_end_is_refused(signed_in):
    assert signed_in("olga").post(reverse("postmortems:language"), {"text": "x" * 200_001}).status_code == 413


def test_the_check_takes_a_csrf_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.olga)
    assert client.post(reverse("postmortems:language"), {"text": "x"}).status_code == 403
