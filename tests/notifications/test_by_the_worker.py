"""The real application, its worker and its broker: what is overdue becomes one mail, whoever asks how often."""

import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from tests.processes import ROOT, application

OVERDUE = """
from datetime import date
from accounts.models import User
from actions.models import ActionItem
from notifications.models import Preferences
ada = User.objects.create_user("ada@example.org", name="Ada", time_zone="{zone}")
for title in ("Limit the retries", "Alert on queue length"):
    item = ActionItem.objects.create(title=title, owner=ada, due_on=date(2026, 1, 5), created_by=ada)
    item.accept(by=ada)
Preferences.objects.create(person=ada, days=list(range(7)))  # on whichever day of the week this runs
"""


def zone_where_it_is_noon():
    """A zone in whose morning nobody has to wait, whenever the test runs (the signs of Etc/GMT are turned round)."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def ask_worker(app, task):
    """Put a task on the broker, as beat does."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "call", task]
    subprocess.run(command, cwd=ROOT, env=app.env, check=True, capture_output=True)


@pytest.mark.django_db  # it runs on both passes: a broker of files, and Redis
def test_what_is_overdue_becomes_one_mail_however_often_the_worker_is_asked(tmp_path, smtp_sink):
    (tmp_path / "app").mkdir()
    with application(tmp_path / "app", EMAIL_URL=smtp_sink.url) as app:
        app.manage("shell", "-v", "0", "-c", OVERDUE.format(zone=zone_where_it_is_noon()))
        for task in ("actions.tasks.chase", "actions.tasks.chase"):
            ask_worker(app, task)
        for _ in range(3):
            ask_worker(app, "notifications.tasks.deliver")
            time.sleep(1)
        (message,) = smtp_sink.wait_for(1, seconds=40)  # beat itself delivers after 20 s, at the latest
        time.sleep(2)

    assert message["To"] == "ada@example.org"
    assert "Alert on queue length" in message.get_body(("plain",)).get_content()
    assert len(smtp_sink.messages()) == 1
