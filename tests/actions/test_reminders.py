"""Who is told of what is overdue, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from actions import reminders, tasks
from actions.reminders import find_overdue
from notifications.models import Notification, Urgency
from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 20)
MORNING_AFTER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def told():
    """Everybody and what they were told, in the order of the outbox."""
    return list(Notification.objects.order_by("pk").values_list("recipient__name", "subject_key"))


def test_the_owner_of_an_overdue_item_is_told(ada):
    item = make_open_action(owner=ada, due_on=DUE, priority="P1")

    assert find_overdue(at=MORNING_AFTER) == 1

    row = Notification.objects.get()
    assert (row.recipient, row.subject_key) == (ada, f"{item.key}:2026-11-21")
    assert (row.title, row.detail, row.url) == ("Limit the retries", "1 day late · P1", item.get_absolute_url())
    assert row.urgency == Urgency.URGENT


def test_they_are_told_by_how_much_and_how_often_it_moved(ada):
    item = make_open_action(owner=ada, due_on=date(2026, 11, 1))
    item.move_due(date(2026, 11, 6), by=ada, reason="Release freeze")
    item.move_due(date(2026, 11, 12), by=ada, reason="Bob is away")

    find_overdue(at=MORNING_AFTER)

    assert Notification.objects.get().detail == "9 days late, moved twice · P3"


def test_on_the_day_it_is_due_nobody_is_told(ada):
    make_open_action(owner=ada, due_on=DUE)
    assert find_overdue(at=MORNING_AFTER - timedelta(days=1)) == 0


def test_once_a_day_however_often_one_looks(ada):
    item = make_open_action(owner=ada, due_on=DUE)
    for minutes in (0, 1, 60, 14 * 60):
        find_overdue(at=MORNING_AFTER + timedelta(minutes=minutes))
    assert told() == [("Ada", f"{item.key}:2026-11-21")]


def test_the_next_day_again(ada):
    item = make_open_action(owner=ada, due_on=DUE)
    for days in range(3):
        find_overdue(at=MORNING_AFTER + timedelta(days=days))
    assert told() == [("Ada", f"{item.key}:2026-11-{day}") for day in (21, 22, 23)]


@pytest.mark.parametrize("state", ["open", "in_progress", "blocked"])
def test_whatever_is_unfinished_counts(state, ada):
    make_action_in(state, by=ada, due_on=DUE)
    assert find_overdue(at=MORNING_AFTER) == 1


@pytest.mark.parametrize("state", ["proposed", "declined", "done", "verified", "wont_do"])
def test_what_is_not_agreed_or_is_settled_does_not(state):
    make_action_in(state, by=make_admin("Ada", time_zone="UTC"), due_on=DUE)
    assert find_overdue(at=MORNING_AFTER) == 0


def test_moving_the_date_or_finishing_ends_it(ada):
    moved, finished = (make_open_action(owner=ada, due_on=DUE) for _ in range(2))
    find_overdue(at=MORNING_AFTER)
    moved.move_due(date(2026, 12, 1), by=ada, reason="Release freeze")
    finished.finish(by=ada)

    assert find_overdue(at=MORNING_AFTER + timedelta(days=1)) == 0


class TestTheOwnersOwnDay:
    @pytest.mark.parametrize(
        ("zone", "at", "is_told"),
        [
            ("Europe/Berlin", datetime(2026, 11, 21, 6, 59, tzinfo=UTC), False),  # 07:59 there
            ("Europe/Berlin", datetime(2026, 11, 21, 7, 0, tzinfo=UTC), True),  # 08:00
            ("Europe/Berlin", datetime(2026, 7, 21, 6, 0, tzinfo=UTC), True),  # 08:00 in summer
            ("America/Los_Angeles", datetime(2026, 11, 21, 15, 59, tzinfo=UTC), False),  # 07:59 there
            ("America/Los_Angeles", datetime(2026, 11, 21, 16, 0, tzinfo=UTC), True),
            ("Pacific/Auckland", datetime(2026, 11, 20, 19, 0, tzinfo=UTC), True),  # 08:00 on the 21st
            ("Pacific/Auckland", datetime(2026, 11, 20, 18, 59, tzinfo=UTC), False),
            ("Pacific/Kiritimati", datetime(2026, 11, 20, 18, 0, tzinfo=UTC), True),  # UTC+14
            ("Pacific/Pago_Pago", datetime(2026, 11, 21, 18, 59, tzinfo=UTC), False),  # UTC−11
            ("Asia/Kathmandu", datetime(2026, 11, 21, 2, 15, tzinfo=UTC), True),  # 08:00, UTC+5:45
        ],
    )
    def test_begins_to_matter_at_eight_on_their_clock(self, zone, at, is_told):
        owner = make_user("Ada", time_zone=zone)
        make_open_action(owner=owner, due_on=at.date() - timedelta(days=1) if zone != "Pacific/Auckland" else DUE)
        assert find_overdue(at=at) == is_told

    def test_an_item_due_yesterday_elsewhere_is_not_late_where_it_is_still_that_day(self):
        make_open_action(owner=make_user("Ada", time_zone="Pacific/Honolulu"), due_on=DUE)
        assert find_overdue(at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC)) == 0  # 23:30 on the 20th there

    def test_two_owners_in_two_zones_are_told_on_their_own_dates(self):
        for zone in ("Pacific/Auckland", "America/Los_Angeles"):
            make_open_action(owner=make_user(zone, time_zone=zone), due_on=date(2026, 11, 10))
        find_overdue(at=datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
        assert {key.partition(":")[2] for _name, key in told()} == {"2026-11-21", "2026-11-20"}

    def test_the_hour_that_the_clocks_repeat_tells_nobody_twice(self):
        make_open_action(owner=make_user("Ada", time_zone="Europe/Berlin"), due_on=date(2026, 10, 20))
        for hour in range(24):  # the night of the change, and the day after it
            find_overdue(at=datetime(2026, 10, 25, tzinfo=UTC) + timedelta(hours=hour))
        assert len(told()) == 1


class TestItGoesOn:
    def test_after_the_postmortem_is_waived(self, ada):
        postmortem = make_postmortem(owner=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        postmortem.waive(by=ada, reason="A duplicate of an older one")
        assert find_overdue(at=MORNING_AFTER) == 1

    def test_after_the_incident_is_closed(self, ada):
        incident = make_incident(by=ada)
        postmortem = make_postmortem(incident, owner=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        postmortem.waive(by=ada, reason="A duplicate of an older one")
        incident.resolve(by=ada)
        for kind in ("started", "detected", "acknowledged", "mitigated"):
            incident.set_milestone(kind, at=None)
        incident.close(by=ada)

        assert incident.state == "closed"
        assert find_overdue(at=MORNING_AFTER) == 1


class TestRights:
    def test_who_has_no_access_any_more_is_not_told(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        ada.is_active = False
        ada.save()
        assert find_overdue(at=MORNING_AFTER) == 0

    def test_who_may_not_see_it_any_more_is_not_told(self, ada):
        incident = make_incident(by=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        incident.visibility = "restricted"
        incident.save()
        assert find_overdue(at=MORNING_AFTER) == 0

    def test_who_is_named_on_a_restricted_incident_is_told(self, ada):
        incident = make_restricted_incident(ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        assert find_overdue(at=MORNING_AFTER) == 1

    def test_who_leaves_the_team_is_not_told_of_its_own_incidents(self, ada):
        team = make_team(members=(ada,))
        incident = make_incident(visibility="team", team=team)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        team.memberships.all().delete()
        assert find_overdue(at=MORNING_AFTER) == 0

    def test_the_new_owner_is_told_too_when_it_is_handed_over(self, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        find_overdue(at=MORNING_AFTER)
        item.assign(make_user("Bob", time_zone="UTC"))
        find_overdue(at=MORNING_AFTER + timedelta(hours=1))
        assert [name for name, _key in told()] == ["Ada", "Bob"]


def test_many_items_are_told_in_batches(ada, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("notifications.outbox.BATCH", 4)
    for _ in range(10):
        make_open_action(owner=ada, due_on=DUE)
    with django_assert_max_num_queries(20):
        assert find_overdue(at=MORNING_AFTER) == 10
    assert Notification.objects.count() == 10


def test_looking_again_costs_a_few_queries_however_much_is_late(ada, django_assert_num_queries):
    for _ in range(7):
        make_open_action(owner=ada, due_on=DUE)
    find_overdue(at=MORNING_AFTER)
    with django_assert_num_queries(3):  # the owners, their teams, whether anything waits
        find_overdue(at=MORNING_AFTER + timedelta(minutes=1))


class TestTheTask:
    def test_looks_at_the_present_moment(self, ada, monkeypatch):
        moments = []
        monkeypatch.setattr(reminders, "find_overdue", lambda *, at: moments.append(at))

        tasks.find_overdue()

        assert tasks.find_overdue.name == "actions.tasks.find_overdue"
        assert abs(moments[0] - datetime.now(UTC)) < timedelta(seconds=5)


def test_what_is_agreed_after_its_date_is_told_of_the_same_day(ada):
    item = make_action(owner=ada, due_on=DUE)
    assert find_overdue(at=MORNING_AFTER) == 0
    item.accept(by=ada)
    assert find_overdue(at=MORNING_AFTER) == 1
