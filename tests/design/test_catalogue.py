"""The catalogue is what page builders copy from, so it must stay whole."""

import pytest
from django.template.loader import render_to_string
from django.test import override_settings

from tests.design import settings as catalogue
from tests.design.views import PAGES


@pytest.fixture(autouse=True)
def _catalogue_settings():
    names = ("ROOT_URLCONF", "TEMPLATES", "MIDDLEWARE", "SESSION_ENGINE")
    with override_settings(**{name: getattr(catalogue, name) for name in names}):
        yield


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reader", ["somebody", "nobody"])
def test_every_page_of_the_catalogue_renders(client, page, reader):
    answer = client.get("/design/", {"show": page, "as": reader, "toast": "1"})
    assert answer.status_code == 200
    assert "· Postmortems</title>" in answer.text
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_the_page_of_a_crash_needs_no_request():
    assert "Something broke" in render_to_string("500.html")
