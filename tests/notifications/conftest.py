"""A person with news in the outbox."""

import pytest

from actions.models import ActionItem
from notifications import kinds
from notifications.outbox import News, tell
from tests.factories import make_action, make_user

NEWS = "test-news"


@pytest.fixture(autouse=True)
def _a_kind_that_is_mailed_at_once():
    kinds.register(
        NEWS,
        why="Somebody wants you to know.",
        label="For you to know",
        icon="bell",
        visible=ActionItem.objects.visible_to,
    )
    yield
    del kinds.KINDS[NEWS]


@pytest.fixture
def ada(db):
    return make_user("Ada", time_zone="UTC")


@pytest.fixture
def tell_of():
    """`tell_of(person, item=None, occasion="2026-11-21", …)` writes one row, to be mailed at once; returns its item."""

    def told(person, item=None, *, occasion="2026-11-21", title="", **fields):
        item = item or make_action(title or "Limit the retries")
        news = News(person, NEWS, item, occasion, title or item.title, **fields)
        tell([news])
        return item

    return told
