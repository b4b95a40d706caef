"""A person with news in the outbox."""

import pytest

from notifications.outbox import News, tell
from tests.factories import make_action, make_user


@pytest.fixture
def ada(db):
    return make_user("Ada", time_zone="UTC")


@pytest.fixture
def tell_of():
    """`tell_of(person, item=None, occasion="2026-11-21", …)` writes one row and returns the item it is about."""

    def told(person, item=None, *, occasion="2026-11-21", title="", **fields):
        item = item or make_action(title or "Limit the retries")
        news = News(person, "action-overdue", item, occasion, title or item.title, **fields)
        tell([news])
        return item

    return told
