"""`manage.py reminders`: what it prints and what it writes."""

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Notification
from tests.actions.test_reminders import DUE
from tests.factories import make_action_in, make_open_action, make_postmortem, make_team, make_user

pytestmark = pytest.mark.django_db
MORNING = "2026-11-20T09:00Z"


@pytest.fixture
def ada():
    return make_user("Ada", time_zone="Europe/Berlin")


def rehearse(capsys, at=MORNING):
    call_command("reminders", "--dry-run", "--at", at)
    return capsys.readouterr().out


def test_a_rehearsal_says_who_would_be_told_what_and_why_and_writes_nothing(ada, capsys):
    item = make_open_action(owner=ada, due_on=DUE)

    said = rehearse(capsys)

    assert "At 2026-11-20 09:00 UTC" in said
    assert "Ada <ada@example.org>, Fri 2026-11-20 10:00 Europe/Berlin" in said
    assert f"tell      {item.key}  Limit the retries: 1 day late · P3. You own it and its date has passed." in said
    assert "Reminders: 1, to people: 1." in said
    assert not Notification.objects.exists()


def test_it_knows_every_kind(ada, capsys):
    lead, gone = make_user("Lea", time_zone="UTC"), make_user("Gone", time_zone="UTC")
    team = make_team(leads=(lead,))
    late = make_open_action("Late", owner=ada, due_on=DUE.replace(day=1), team=team)
    today = make_open_action("Today", owner=ada, due_on=DUE.replace(day=20))
    soon = make_open_action("Soon", owner=ada, due_on=DUE.replace(day=24))
    orphan = make_open_action("Orphan", owner=gone, due_on=DUE.replace(day=30), team=team)
    gone.is_active = False
    gone.save()
    done = make_action_in("done", by=ada, postmortem=make_postmortem(owner=ada))
    done.questions.create(why="done", occasion="done")

    said = rehearse(capsys)

    for item, words in [
        (late, "19 days late · P3. You own it and its date has passed."),
        (late, "Ada: 19 days late · P3. You lead its team."),
        (today, "due today"),
        (soon, "due in 4 days"),
        (orphan, "was with Gone. Its owner is gone: hand it over."),
        (done, "You answer for it: did it work?"),
    ]:
        assert any(item.key in line and words in line for line in said.splitlines()), words
    assert "not told  no access any more" in said


def test_it_says_why_somebody_is_not_told(ada, capsys):
    make_open_action(owner=make_user("Bob", time_zone="America/Los_Angeles"), due_on=DUE)
    make_open_action(owner=ada, due_on=DUE)
    call_command("reminders", "--at", MORNING)
    capsys.readouterr()

    assert "it is 01:00 there, before 8:00" in rehearse(capsys)
    assert "looked at today already" in rehearse(capsys)
    assert "Reminders: 0, to people: 0." in rehearse(capsys)
    assert "today is not one of their working days" in rehearse(capsys, "2026-11-21T20:00Z")


def test_without_dry_run_it_writes_once(ada, capsys):
    make_open_action(owner=ada, due_on=DUE)
    for _ in range(2):
        call_command("reminders", "--at", MORNING)
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("1 reminders written to the outbox.")
    assert second == "0 people looked at, 0 reminders written to the outbox."


def test_nothing_late_is_said_too(capsys):
    assert "Reminders: 0, to people: 0." in rehearse(capsys)


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
