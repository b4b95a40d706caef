"""Killed at any instruction, twice at once, without broker or mail server: afterwards everything due exists once."""

import contextlib
import os
import signal
import subprocess
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from actions.reminders import chase
from core.supervisor import BACKOFF_SECONDS
from notifications.delivery import deliver
from notifications.models import LEASE, Notification
from tests.actions.test_reminders import DUE, MORNING_AFTER
from tests.factories import make_open_action, make_user
from tests.notifications.test_by_the_worker import ask_worker
from tests.processes import application, descendants
from tests.services import find_redis, free_port

KILLS = len(BACKOFF_SECONDS)  # of the worker while it works; at one more the supervisor would give it up


class Killed(BaseException):
    """As kill -9: nothing catches it, and an open transaction is rolled back."""


@contextlib.contextmanager
def killed_at(statement):
    """The process dies before it sends its n-th statement to the database; yields whether it came so far."""
    seen = Counter()

    def count(execute, *call):
        seen["statements"] += 1
        if seen["statements"] == statement:
            raise Killed
        return execute(*call)

    with contextlib.suppress(Killed), connection.execute_wrapper(count):
        yield seen
        seen["survived"] = 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestKilledAtAnyStatement:
    def work(self, now):
        chase(at=MORNING_AFTER)
        deliver(now=now)

    def test_and_started_again_tells_everything_once_and_in_one_mail(self):
        """Person after person: the worker of the n-th one dies at its n-th statement, then another takes over."""
        now, statement, survived = timezone.now(), 0, False
        while not survived:
            statement += 1
            person = make_user(f"P{statement}", time_zone="UTC")
            items = {make_open_action(owner=person, due_on=DUE).key for _ in range(2)}
            with killed_at(statement) as seen:
                self.work(now)
            survived = bool(seen["survived"])
            for later in (timedelta(0), LEASE + timedelta(seconds=1)):
                self.work(timezone.now() + later)
            rows = Notification.objects.filter(recipient=person)
            assert {row.key for row in rows} == items, f"killed at statement {statement}"
            assert rows.count() == 2
            assert rows.undelivered().count() == 0
            mails = [sent for sent in mail.outbox if sent.to == [person.email]]
            assert len({sent.extra_headers["Message-ID"] for sent in mails}) == 1
            assert all(all(key in sent.body for key in items) for sent in mails)
        assert statement > 20  # it was killed in every part of the work, not only at its beginning


PEOPLE = 12
LATE = f"""
from datetime import date
from accounts.models import User
from actions.models import ActionItem
from notifications.models import Preferences
for n in range({PEOPLE}):
    person = User.objects.create_user(f"p{{n}}@example.org", name=f"P{{n}}", time_zone="UTC")
    Preferences.objects.create(person=person, hour=0, days=list(range(7)))
    for title in ("Limit the retries", "Alert on queue length"):
        item = ActionItem.objects.create(title=title, owner=person, due_on=date(2026, 1, 5), created_by=person)
        item.accept(by=person)
"""
LEFT = """
from notifications.models import Notification, Round
rows = Notification.objects.filter(kind="action-overdue")
print("LEFT", rows.count(), rows.undelivered().count(), Round.objects.values("person", "day").distinct().count())
"""


class OwnRedis:
    """A broker that can be taken away and brought back at the same address."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = [find_redis(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def own_redis(tmp_path):
    broker = OwnRedis(tmp_path)
    broker.start()
    yield broker
    broker.stop()


def workers_of(app):
    """The processes of Celery below the application."""
    found = set()
    for pid in descendants(app.process.pid):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as line:
            if b"celery" in line.read():
                found.add(pid)
    return found


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="it needs Redis")
def test_workers_killed_and_the_broker_away_still_tell_everybody_once(tmp_path, smtp_sink, own_redis):
    (tmp_path / "app").mkdir()
    env = {"EMAIL_URL": smtp_sink.url, "NOTIFICATION_LEASE_SECONDS": "3"}
    with application(tmp_path / "app", **env) as app:
        app.restart(REDIS_URL=own_redis.url)
        app.manage("shell", "-v", "0", "-c", LATE)
        for kill in range(KILLS):
            ask_worker(app, "actions.tasks.chase")
            ask_worker(app, "notifications.tasks.deliver")
            time.sleep(0.3 * kill)  # in the midst of something else each time
            for pid in workers_of(app):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        own_redis.stop()
        time.sleep(1)
        own_redis.start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and " 0 " not in (said := app.manage("shell", "-v", "0", "-c", LEFT)):
            with contextlib.suppress(subprocess.CalledProcessError):
                ask_worker(app, "actions.tasks.chase")
                ask_worker(app, "notifications.tasks.deliver")
            time.sleep(1)

    assert f"LEFT {PEOPLE * 2} 0 {PEOPLE}" in said
    mails = Counter((message["To"], message["Message-ID"]) for message in smtp_sink.messages())
    assert sorted(to for to, _number in mails) == sorted(f"p{n}@example.org" for n in range(PEOPLE))
