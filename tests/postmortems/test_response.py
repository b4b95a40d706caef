"""How the response went, dimension by dimension, each saved by itself."""

import pytest
from django.urls import reverse

from postmortems.models import ResponseReview

LOOKED_AT = {"rating": "4", "helped": "The *chat*", "hindered": ""}


def url(draft, dimension="tooling"):
    return reverse("postmortems:look_at", args=[draft.key, dimension])


def page(draft):
    return reverse("postmortems:response", args=[draft.key])


def test_all_six_are_asked_about(signed_in, draft):
    html = signed_in("olga").get(page(draft)).content.decode()
    for label in ResponseReview.Dimension.labels:
        assert str(label) in html


def test_looking_at_one_leaves_the_others_alone(signed_in, draft):
    draft.response.create(dimension="recovery", rating=2)
    response = signed_in("max").post(url(draft), LOOKED_AT)
    assert response.status_code == 302
    assert response.url == f"{page(draft)}#tooling"
    row = draft.response.get(dimension="tooling")
    assert (row.rating, row.helped, row.hindered) == (4, "The *chat*", "")
    assert draft.response.get(dimension="recovery").rating == 2


def test_not_looked_at_is_an_answer(signed_in, draft):
    draft.response.create(dimension="tooling", rating=2)
    signed_in("olga").post(url(draft), {**LOOKED_AT, "rating": ""})
    assert draft.response.get().rating is None


@pytest.mark.parametrize("rating", ["0", "6", "x", "1.5"])
def test_a_rating_that_is_none_is_told_and_nothing_typed_is_lost(signed_in, draft, rating):
    response = signed_in("olga").post(url(draft), {**LOOKED_AT, "rating": rating})
    assert response.status_code == 422
    html = response.content.decode()
    assert "The *chat*" in html
    assert '<details class="dimension" id="tooling" open>' in html


def test_what_somebody_else_saved_meanwhile_is_shown_first(signed_in, draft):
    client = signed_in("olga")
    form = next(f for f in client.get(page(draft)).context["dimensions"] if f.instance.dimension == "tooling")
    draft.response.create(dimension="tooling", rating=1, helped="Their words")

    response = client.post(url(draft), {**LOOKED_AT, "seen": form.token})

    assert response.status_code == 422
    assert "Their words" in response.content.decode()
    assert "The *chat*" in response.content.decode()
    assert draft.response.get().rating == 1


def test_a_dimension_that_is_none_is_404(signed_in, draft):
    assert signed_in("olga").post(url(draft, "luck"), LOOKED_AT).status_code == 404


def test_readers_see_what_was_said_without_a_form(signed_in, draft):
    draft.response.create(dimension="tooling", rating=4, helped="The **chat**")
    html = signed_in("vera").get(page(draft)).content.decode()
    assert "<strong>chat</strong>" in html
    assert "It helped" in html
    assert "<textarea" not in html
