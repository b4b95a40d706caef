"""An owner sleeps on an item, from its page: they are not reminded until then, and may be woken before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Snooze
from actions.reminders import chase
from notifications.models import Notification
from tests.actions.test_reminders import DUE, MORNING_AFTER
from tests.factories import make_admin, make_open_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(ada):
    return make_open_action("Limit the retries", owner=ada, due_on=DUE)


def url(verb, item):
    return reverse(f"actions:{verb}", args=[item.key])


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_the_page_says_until_when_and_wakes_it_again(signed_in, item, ada):
    browser = signed_in(ada)
    browser.post(url("snooze", item), {"until": in_days(5)})
    assert Snooze.asleep_until(item, timezone.localdate()) == in_days(5)
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "asleep until" in page
    assert f'action="{url("wake", item)}"' in page

    browser.post(url("wake", item))
    assert Snooze.asleep_until(item, timezone.localdate()) is None
    assert f'action="{url("snooze", item)}"' in browser.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("days", [0, 31])
def test_any_other_day_is_refused_beside_the_field(days, signed_in, item, ada):
    answer = signed_in(ada).post(url("snooze", item), {"until": in_days(days)})
    assert answer.status_code == 422
    assert "Choose a day from tomorrow on, within a month." in answer.content.decode()
    assert not item.snoozes.exists()


@pytest.mark.parametrize("verb", ["snooze", "wake"])
def test_only_its_owner_does(verb, signed_in, item):
    assert signed_in(make_admin()).post(url(verb, item), {"until": in_days(5)}).status_code == 403


def test_others_see_that_it_sleeps_and_no_button(signed_in, item, ada, vera):
    item.snooze(ada, until=in_days(5))
    page = signed_in(vera).get(item.get_absolute_url()).content.decode()
    assert "asleep until" in page
    assert url("wake", item) not in page


def test_a_new_owner_is_awake(item, ada, bob):
    item.snooze(ada, until=in_days(5))
    item.assign(bob, by=ada)
    assert Snooze.asleep_until(item, timezone.localdate()) is None


def test_reminders_wait_for_the_day_and_go_on_from_it(item, ada):
    monday = MORNING_AFTER + timedelta(days=3)
    item.snooze(ada, until=monday.date())
    chase(at=MORNING_AFTER)
    assert not Notification.objects.exists()
    chase(at=monday)
    assert Notification.objects.get().recipient == ada


def test_woken_it_is_told_on_the_next_morning(item, ada):
    item.snooze(ada, until=datetime(2030, 1, 1, tzinfo=UTC).date())
    Snooze.wake(item, ada)
    chase(at=MORNING_AFTER)
    assert Notification.objects.get().recipient == ada
