"""Delivery over a real mail server, and by several deliverers at once."""

import os
import threading
from datetime import timedelta
from email.utils import getaddresses
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from actions.reminders import chase
from notifications.delivery import deliver
from notifications.models import Notification
from tests.actions.test_reminders import DUE, MORNING_AFTER
from tests.factories import make_open_action, make_user

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def smtp(smtp_sink, settings):
    """The settings point at a mail server that keeps what it gets."""
    server = urlsplit(smtp_sink.url)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, server.hostname, server.port
    return smtp_sink


def receivers(messages):
    return sorted(address for message in messages for _name, address in getaddresses([message["To"]]))


@pytest.mark.django_db
def test_what_is_overdue_arrives_as_one_mail_in_text_and_html(smtp):
    ada = make_user("Ada", time_zone="UTC")
    for title in ("Limit the retries", "Alarm für die Warteschlange"):
        make_open_action(title, owner=ada, due_on=DUE)
    chase(at=MORNING_AFTER)

    deliver()

    (message,) = smtp.wait_for(1)
    assert message["To"] == "ada@example.org"
    assert message["Subject"] == "2 things wait for you: Limit the retries, …"
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        assert "Limit the retries" in text
        assert "Alarm für die Warteschlange" in text
        assert "1 day late" in text


@pytest.mark.django_db
def test_a_server_that_is_down_for_a_while_delays_a_mail_and_loses_none(smtp, settings):
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    make_open_action(owner=make_user("Ada", time_zone="UTC"), due_on=DUE)
    chase(at=MORNING_AFTER)
    now = timezone.now()
    deliver(now=now)
    deliver(now=now + timedelta(minutes=1))
    assert Notification.objects.get().attempts == 2

    settings.EMAIL_PORT = up
    for minutes in (6, 7, 60):
        deliver(now=now + timedelta(minutes=minutes))

    assert len(smtp.wait_for(1)) == 1
    assert Notification.objects.undelivered().count() == 0


def at_once(times, work):
    """Run `work` in that many threads that start together; raises what one of them raised."""
    ready, failures = threading.Barrier(times), []

    def run():
        ready.wait()
        try:
            work()
        except BaseException as error:  # a thread must hand on whatever went wrong
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@pytest.mark.services
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="threads cannot share SQLite's database in memory")
class TestSeveralAtOnce:
    PEOPLE, ITEMS, DELIVERERS = 12, 3, 4

    @pytest.fixture
    def late(self):
        people = [make_user(f"P{number}", time_zone="UTC") for number in range(self.PEOPLE)]
        return [make_open_action(owner=person, due_on=DUE) for person in people for _ in range(self.ITEMS)]

    def test_sweepers_write_each_row_once(self, late):
        at_once(self.DELIVERERS, lambda: chase(at=MORNING_AFTER))
        assert Notification.objects.count() == self.PEOPLE * self.ITEMS

    def test_deliverers_send_each_person_one_mail(self, late, smtp):
        chase(at=MORNING_AFTER)

        at_once(self.DELIVERERS, deliver)

        messages = smtp.messages()
        assert receivers(messages) == sorted(f"p{number}@example.org" for number in range(self.PEOPLE))
        assert Notification.objects.undelivered().count() == 0

    def test_sweepers_and_deliverers_together_leave_nothing_and_double_nothing(self, late, smtp):
        def both():
            chase(at=MORNING_AFTER)
            deliver()

        at_once(self.DELIVERERS, both)
        deliver()

        messages = smtp.messages()
        assert receivers(messages) == sorted(f"p{number}@example.org" for number in range(self.PEOPLE))
        lines = [
            line.strip() for message in messages for line in message.get_body(("plain",)).get_content().splitlines()
        ]
        assert [lines.count(f"http://testserver{item.get_absolute_url()}") for item in late] == [1] * len(late)
