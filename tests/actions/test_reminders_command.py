"""`manage.py reminders`: what it prints and what it writes."""

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Notification
from tests.actions.test_reminders import DUE
from tests.factories import make_incident, make_open_action, make_postmortem, make_user

pytestmark = pytest.mark.django_db
MORNING = "2026-11-21T09:00Z"


@pytest.fixture
def ada():
    return make_user("Ada", time_zone="Europe/Berlin")


def rehearse(capsys, at=MORNING):
    call_command("reminders", "--dry-run", "--at", at)
    return capsys.readouterr().out


def test_a_rehearsal_says_who_would_be_told_what_and_writes_nothing(ada, capsys):
    item = make_open_action(owner=ada, due_on=DUE)

    said = rehearse(capsys)

    assert "At 2026-11-21 09:00 UTC" in said
    assert "Ada <ada@example.org>, Sat 2026-11-21 10:00 Europe/Berlin" in said
    assert f"tell      {item.key}  Limit the retries: 1 day late" in said
    assert "1 would be told." in said
    assert not Notification.objects.exists()


def test_it_says_why_somebody_would_not_be_told(ada, capsys):
    bob, cleo = make_user("Bob", time_zone="America/Los_Angeles"), make_user("Cleo")
    told, early = make_open_action(owner=ada, due_on=DUE), make_open_action(owner=bob, due_on=DUE.replace(day=1))
    incident = make_incident(by=cleo)
    hidden = make_open_action(owner=cleo, due_on=DUE, postmortem=make_postmortem(incident, owner=cleo))
    incident.visibility = "restricted"
    incident.save()
    gone = make_user("Dan")
    left = make_open_action(owner=gone, due_on=DUE)
    gone.is_active = False
    gone.save()
    call_command("reminders", "--at", MORNING)
    capsys.readouterr()

    said = rehearse(capsys)

    assert f"not told  {told.key}  Limit the retries: told today already" in said
    assert f"not told  {early.key}  Limit the retries: it is 01:00 there, before 8:00" in said
    assert f"not told  {hidden.key}  Limit the retries: the owner may not see it any more" in said
    assert f"not told  {left.key}  Limit the retries: the owner has no access any more" in said
    assert "0 would be told." in said


def test_without_dry_run_it_writes_once(ada, capsys):
    make_open_action(owner=ada, due_on=DUE)
    for _ in range(2):
        call_command("reminders", "--at", MORNING)
    assert capsys.readouterr().out.splitlines() == [
        "1 reminder written to the outbox.",
        "0 reminders written to the outbox.",
    ]
    assert Notification.objects.count() == 1


def test_nothing_late_is_said_too(capsys):
    assert "0 would be told." in rehearse(capsys)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T09:00Z", "2026-11-21 09:00 UTC"),
        ("2026-11-21T09:00", "2026-11-21 09:00 UTC"),
        ("2026-11-21 10:00+01:00", "2026-11-21 09:00 UTC"),
        ("2026-11-21T09:00:30.5+00:00", "2026-11-21 09:00 UTC"),
    ],
)
def test_a_moment_is_read_with_or_without_its_zone(text, moment, capsys):
    assert f"At {moment}" in rehearse(capsys, text)


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "", "2026-11-21", "2026-13-01T09:00", "2026-11-21T25:00", "9:00", "2026-W47-6", "9999-12-31T23:59Z"],
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(CommandError, match="is not a date with a time"):
        call_command("reminders", "--dry-run", "--at", text)
