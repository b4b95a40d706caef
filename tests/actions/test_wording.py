"""Hints about words: they help and never block."""

import pytest
from django.urls import reverse

from actions.models import ActionItem
from actions.wording import hints

VERB, ENDLESS, DONE, SCOPE = "Start with a verb", "no end of its own", "Say when it is done", "Name the scope"


def told(title, done_when=""):
    return {start for start in (VERB, ENDLESS, DONE, SCOPE) if any(start in hint for hint in hints(title, done_when))}


@pytest.mark.parametrize(
    ("title", "done_when", "expected"),
    [
        ("Limit the retries of the payment client", "A slow answer makes one retry", set()),
        ("Bring the alert to the team's channel", "It fires there in the drill", set()),
        ("Investigate the memory of the search nodes", "", {ENDLESS}),
        ("Investigate the memory of the search nodes", "A note names what holds it", set()),
        ("Improve alerting", "", {ENDLESS, SCOPE}),
        ("Better dashboards for the queue", "The queue has one", {VERB}),
        ("Monitoring of the certificates", "It rings two weeks before", {VERB}),
        ("The retries of the payment client", "", {VERB, DONE}),
        ("Add timeouts everywhere we call out", "None is missing", {SCOPE}),
        ("", "", set()),
    ],
)
def test_what_would_make_it_clearer(title, done_when, expected):
    assert told(title, done_when) == expected


@pytest.mark.django_db
class TestOnPages:
    def test_they_come_while_one_types(self, signed_in, ada):
        page = signed_in(ada).get(reverse("actions:hints"), {"title": "Improve alerting"}).content.decode()
        assert "no end of its own" in page

    def test_an_item_with_hints_is_taken_all_the_same(self, signed_in, ada):
        signed_in(ada).post(reverse("actions:create"), {"title": "Improve things", "kind": "prevent", "priority": "P3"})
        item = ActionItem.objects.get()
        assert "no end of its own" in signed_in(ada).get(item.get_absolute_url()).content.decode()
