"""What is written into the outbox."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.models import Notification
from notifications.outbox import News, seen, tell
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db


def test_the_same_news_twice_is_one_row(ada, tell_of):
    item = tell_of(ada)
    tell_of(ada, item)
    assert Notification.objects.count() == 1


def test_another_occasion_another_person_and_another_thing_are_news(ada, tell_of):
    item = tell_of(ada)
    tell_of(ada, item, occasion="2026-11-22")
    tell_of(make_user("Bob"), item)
    tell_of(ada)
    assert Notification.objects.count() == 4


def test_a_kind_that_nobody_registered_is_refused(ada):
    with pytest.raises(KeyError):
        tell([News(ada, "birthday", make_action(), "2026", "Cake")])


def test_a_title_of_several_lines_becomes_one_that_fits(ada, tell_of):
    tell_of(ada, make_action(), title="Limit\n the retries " + "x" * 400)
    title = Notification.objects.get().title
    assert title.startswith("Limit the retries xxx")
    assert len(title) == 300


def test_nothing_is_told_where_the_deed_itself_failed(ada, tell_of):
    with transaction.atomic():
        tell_of(ada)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_looking_at_a_thing_reads_what_one_was_told_of_it_and_nothing_else(ada, tell_of):
    item = tell_of(ada)
    tell_of(ada)
    tell_of(make_user("Bob"), item)

    seen(ada, item)

    assert list(Notification.objects.exclude(read_at=None).values_list("recipient", "subject_id")) == [
        (ada.pk, item.pk)
    ]


class TestTheDatabaseRefuses:
    def test_the_same_row_twice(self, ada):
        row = {"recipient": ada, "kind": "action-overdue", "subject_key": "ACT-1:x", "subject_id": 1}
        Notification.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Notification.objects.create(**row)

    def test_what_is_delivered_and_given_up(self, ada, tell_of):
        tell_of(ada)
        now = timezone.now()
        with pytest.raises(IntegrityError, match="notification_delivered_or_given_up"), transaction.atomic():
            Notification.objects.update(delivered_at=now, given_up_at=now)
