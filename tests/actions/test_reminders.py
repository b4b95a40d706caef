"""Who is told about what, and when: every row of the table of duties."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Organisation
from actions import reminders, tasks
from actions.models import ActionItem
from actions.reminders import chase, step
from incidents.models import IncidentLink
from notifications.models import Notification, Preferences, Round, Urgency
from postmortems.models import ContributingFactor, FactorCategory
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

DUE = date(2026, 11, 19)  # a Thursday
MORNING_AFTER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def told(kind="action-overdue"):
    """Everybody and the occasions of that kind, in the order of the outbox."""
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return [(name, key.partition(":")[2]) for name, key in rows.values_list("recipient__name", "subject_key")]


def kinds_of(person):
    return Counter(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


class TestOverdue:
    def test_the_owner_is_told_by_how_much_and_how_often_it_moved(self, ada):
        item = make_open_action(owner=ada, due_on=date(2026, 11, 1), priority="P1")
        item.move_due(date(2026, 11, 6), by=ada, reason="Release freeze")
        item.move_due(DUE, by=ada, reason="Bob is away")

        chase(at=MORNING_AFTER)

        row = Notification.objects.get()
        assert (row.recipient, row.subject_key) == (ada, f"{item.key}:2026-11-19+1")
        assert (row.title, row.detail) == ("Limit the retries", "1 day late, moved twice · P1")
        assert (row.url, row.urgency) == (item.get_absolute_url(), Urgency.URGENT)

    @pytest.mark.parametrize(
        ("late", "said"), [(1, 1), (2, 1), (3, 3), (6, 3), (7, 7), (13, 7), (14, 14), (20, 14), (100, 98)]
    )
    def test_the_schedule_is_the_first_third_and_seventh_day_and_then_every_seven(self, late, said):
        assert step(late) == said

    def test_each_step_once_and_a_weekend_is_made_up_for_on_monday(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        for days in range(15):
            chase(at=MORNING_AFTER + days * DAY)
        # Friday +1, Monday +4 (step 3), Thursday +7, the Thursday after +14
        assert [occasion for _name, occasion in told()] == [f"2026-11-19+{n}" for n in (1, 3, 7, 14)]

    @pytest.mark.parametrize("state", ["open", "in_progress", "blocked"])
    def test_whatever_is_unfinished_counts(self, state, ada):
        make_action_in(state, by=ada, due_on=DUE)
        chase(at=MORNING_AFTER)
        assert len(told()) == 1

    @pytest.mark.parametrize("state", ["proposed", "declined", "done", "verified", "wont_do"])
    def test_what_is_not_agreed_or_is_settled_does_not(self, state):
        make_action_in(state, by=make_admin("Ada", time_zone="UTC"), due_on=DUE)
        chase(at=MORNING_AFTER)
        assert told() == []

    def test_another_date_begins_another_series(self, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        chase(at=MORNING_AFTER)
        item.move_due(date(2026, 11, 23), by=ada, reason="Release freeze")
        chase(at=MORNING_AFTER + 4 * DAY)
        assert [occasion for _name, occasion in told()] == ["2026-11-19+1", "2026-11-23+1"]

    def test_the_new_owner_is_told_on_their_next_morning(self, ada, bob):
        item = make_open_action(owner=ada, due_on=DUE)
        chase(at=MORNING_AFTER)
        item.assign(bob)
        chase(at=MORNING_AFTER + 3 * DAY)
        assert told() == [("Ada", "2026-11-19+1"), ("Bob", "2026-11-19+3")]

    def test_nobody_is_told_of_what_they_snooze_until_that_day(self, ada):
        item = make_open_action(owner=ada, due_on=DUE)
        item.snooze(ada, until=date(2026, 11, 24))
        for days in (0, 3):
            chase(at=MORNING_AFTER + days * DAY)
        assert told() == []
        chase(at=MORNING_AFTER + 4 * DAY)
        assert len(told()) == 1


class TestBefore:
    def test_soon_once_and_today_once(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        for day in range(16, 20):
            chase(at=datetime(2026, 11, day, 9, tzinfo=UTC))
        assert told("action-soon") == [("Ada", "2026-11-19")]
        assert Notification.objects.get(kind="action-soon").detail == "due in 3 days · P3"
        assert told("action-today") == [("Ada", "2026-11-19")]

    def test_soon_counts_working_days_and_knows_holidays(self, ada):
        make_open_action(owner=ada, due_on=date(2026, 12, 29))
        wednesday = datetime(2026, 12, 23, 9, tzinfo=UTC)
        chase(at=wednesday)
        assert told("action-soon") == []  # Thursday, Friday, Monday, Tuesday
        Organisation.objects.create(pk=1, holiday_country="DE")
        Round.objects.all().delete()
        chase(at=wednesday)
        assert told("action-soon") == [("Ada", "2026-12-29")]


class TestEscalation:
    @pytest.fixture
    def lead(self, db):
        return make_user("Lea", time_zone="UTC")

    def test_the_teams_lead_after_the_policys_days_and_then_every_seven(self, ada, lead):
        make_open_action(owner=ada, due_on=DUE, team=make_team(leads=(lead,)))
        for days in range(22):
            chase(at=MORNING_AFTER + days * DAY)
        assert told("action-late-in-team") == [("Lea", f"2026-11-19+{n}") for n in (7, 14, 21)]
        assert Notification.objects.filter(recipient=lead).first().detail == "Ada: 21 days late · P3"

    def test_the_lead_of_the_incidents_team_where_the_item_has_none(self, ada, lead):
        incident = make_incident(team=make_team(leads=(lead,)))
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident))
        chase(at=MORNING_AFTER + 7 * DAY)
        assert kinds_of(lead) == {"action-late-in-team": 1}

    def test_a_lead_who_may_not_see_it_is_not_told(self, ada, lead):
        incident = make_restricted_incident(ada, team=make_team(leads=(lead,)))
        postmortem = make_postmortem(incident)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem, team=incident.team)
        chase(at=MORNING_AFTER + 7 * DAY)
        assert kinds_of(lead) == {}

    def test_admins_after_more_days(self, ada, lead):
        admin = make_admin(time_zone="UTC")
        make_open_action(owner=ada, due_on=DUE, team=make_team(leads=(lead,)))
        chase(at=MORNING_AFTER + 14 * DAY)
        assert kinds_of(admin) == {}
        chase(at=MORNING_AFTER + 21 * DAY)
        assert kinds_of(admin) == {"action-late-anywhere": 1}

    def test_admins_at_once_where_nobody_leads(self, ada):
        admin = make_admin(time_zone="UTC")
        make_open_action(owner=ada, due_on=DUE)
        chase(at=MORNING_AFTER + 7 * DAY)
        assert kinds_of(admin) == {"action-late-anywhere": 1}


class TestUndecided:
    def test_the_postmortems_owner_is_told_each_week_after_the_policys_days(self, ada):
        item = make_action(postmortem=make_postmortem(owner=ada))
        ActionItem.objects.filter(pk=item.pk).update(created_at=datetime(2026, 11, 12, 15, tzinfo=UTC))
        for days in range(-3, 15):
            chase(at=MORNING_AFTER + days * DAY)
        assert told("action-undecided") == [("Ada", f"2026-W{week}") for week in (47, 48, 49)]

    def test_who_wrote_it_down_where_it_stands_alone(self, ada):
        item = make_action(created_by=ada)
        ActionItem.objects.filter(pk=item.pk).update(created_at=datetime(2026, 11, 2, tzinfo=UTC))
        chase(at=MORNING_AFTER)
        assert kinds_of(ada) == {"action-undecided": 1}


class TestOrphans:
    def test_the_lead_is_told_each_week_until_it_is_handed_over(self, ada, bob):
        item = make_open_action(owner=bob, due_on=date(2027, 1, 10), team=make_team(leads=(ada,)))
        bob.is_active = False
        bob.save()
        for days in (0, 3, 4):
            chase(at=MORNING_AFTER + days * DAY)
        assert told("action-orphaned") == [("Ada", "2026-W47"), ("Ada", "2026-W48")]
        item.assign(ada, by=ada)
        chase(at=MORNING_AFTER + 10 * DAY)
        assert len(told("action-orphaned")) == 2


class TestDidItWork:
    @pytest.fixture
    def done(self, ada):
        item = make_action_in("done", by=ada, postmortem=make_postmortem(owner=ada))
        ActionItem.objects.filter(pk=item.pk).update(done_at=MORNING_AFTER - 31 * DAY)
        item.refresh_from_db()
        return item

    def test_the_postmortems_owner_is_asked_some_days_after_it_was_done(self, ada, done):
        chase(at=MORNING_AFTER - 7 * DAY)
        assert not done.questions.exists()
        chase(at=MORNING_AFTER)
        assert done.questions.get().why == "done"
        assert kinds_of(ada) == {"action-unverified": 1}

    def test_an_answer_ends_it_for_good(self, ada, done):
        chase(at=MORNING_AFTER)
        done.verify(by=ada)
        chase(at=MORNING_AFTER + 10 * DAY)
        assert (len(told("action-unverified")), done.questions.count()) == (1, 1)

    @pytest.mark.parametrize(("shares", "asked"), [(True, 1), (False, 0), (None, 1)])
    def test_a_recurrence_asks_again_where_a_factor_is_the_same(self, shares, asked, ada):
        timeouts, people = (FactorCategory.objects.create(name=f"Kind {name}") for name in ("Timeouts", "People"))
        earlier = make_postmortem(owner=ada)
        factor = ContributingFactor.objects.create(postmortem=earlier, statement="No limit", category=timeouts)
        item = make_action_in("verified", by=ada, postmortem=earlier, factor=factor)
        ActionItem.objects.filter(pk=item.pk).update(done_at=MORNING_AFTER - 90 * DAY)
        again = make_incident("It is back", by=ada)
        if shares is not None:
            category = timeouts if shares else people
            ContributingFactor.objects.create(
                postmortem=make_postmortem(again, owner=ada), statement="The same", category=category
            )
        IncidentLink.objects.create(source=again, target=earlier.incidents.get(), kind="recurrence_of")

        for _ in range(2):
            chase(at=MORNING_AFTER)

        assert item.questions.filter(why="recurrence", incident=again).count() == asked
        assert kinds_of(ada)["action-unverified"] == asked


class TestTheMorning:
    @pytest.mark.parametrize(
        ("zone", "at", "is_told"),
        [
            ("Europe/Berlin", datetime(2026, 11, 20, 6, 59, tzinfo=UTC), False),  # 07:59 there
            ("Europe/Berlin", datetime(2026, 11, 20, 7, 0, tzinfo=UTC), True),  # 08:00
            ("America/Los_Angeles", datetime(2026, 11, 20, 15, 59, tzinfo=UTC), False),
            ("America/Los_Angeles", datetime(2026, 11, 20, 16, 0, tzinfo=UTC), True),
            ("Pacific/Auckland", datetime(2026, 11, 19, 19, 0, tzinfo=UTC), True),  # 08:00 on the 20th
            ("Pacific/Auckland", datetime(2026, 11, 19, 18, 59, tzinfo=UTC), False),
            ("Pacific/Kiritimati", datetime(2026, 11, 19, 18, 0, tzinfo=UTC), True),  # UTC+14
            ("Pacific/Pago_Pago", datetime(2026, 11, 20, 18, 59, tzinfo=UTC), False),  # UTC−11
            ("Asia/Kathmandu", datetime(2026, 11, 20, 2, 15, tzinfo=UTC), True),  # 08:00, UTC+5:45
        ],
    )
    def test_is_eight_oclock_where_they_are(self, zone, at, is_told):
        make_open_action(owner=make_user("Ada", time_zone=zone), due_on=DUE)
        chase(at=at)
        assert bool(told()) == is_told

    @pytest.mark.parametrize(("hour", "is_told"), [(9, True), (10, False)])
    def test_or_the_hour_that_they_wish(self, hour, is_told, ada):
        Preferences.objects.create(person=ada, hour=hour)
        make_open_action(owner=ada, due_on=DUE)
        chase(at=MORNING_AFTER)
        assert bool(told()) == is_told

    @pytest.mark.parametrize("quiet", ["weekend", "holiday", "day off"])
    def test_does_not_come_on_a_quiet_day(self, quiet, ada):
        make_open_action(owner=ada, due_on=date(2026, 10, 1))
        day = {"weekend": 21, "holiday": 25, "day off": 20}[quiet]
        month = 12 if quiet == "holiday" else 11
        Organisation.objects.create(pk=1, holiday_country="DE")
        if quiet == "day off":
            Preferences.objects.create(person=ada, days=[0, 1, 2, 3])
        assert chase(at=datetime(2026, month, day, 9, tzinfo=UTC)) == 0

    def test_comes_once_however_often_one_looks(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        visits = [chase(at=MORNING_AFTER + timedelta(minutes=minutes)) for minutes in (0, 1, 60, 14 * 60)]
        assert visits[0] > 0
        assert visits[1:] == [0, 0, 0]
        assert len(told()) == 1

    def test_gathers_what_waited_into_one_digest(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        make_open_action(owner=ada, due_on=date(2026, 11, 20))
        chase(at=MORNING_AFTER)
        digests = set(Notification.objects.values_list("digest", flat=True))
        assert digests == {Round.objects.get(person=ada).digest}


class TestItGoesOn:
    def test_after_the_postmortem_is_waived(self, ada):
        postmortem = make_postmortem(owner=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        postmortem.waive(by=ada, reason="A duplicate of an older one")
        chase(at=MORNING_AFTER)
        assert len(told()) == 1

    def test_after_the_incident_is_closed(self, ada):
        incident = make_incident(by=ada)
        postmortem = make_postmortem(incident, owner=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        postmortem.waive(by=ada, reason="A duplicate of an older one")
        incident.resolve(by=ada)
        for kind in ("started", "detected", "acknowledged", "mitigated"):
            incident.set_milestone(kind, at=None)
        incident.close(by=ada)
        chase(at=MORNING_AFTER)
        assert incident.state == "closed"
        assert len(told()) == 1


class TestRights:
    def test_who_has_no_access_any_more_is_not_told(self, ada):
        make_open_action(owner=ada, due_on=DUE)
        ada.is_active = False
        ada.save()
        chase(at=MORNING_AFTER)
        assert told() == []

    def test_who_may_not_see_it_any_more_is_not_told(self, ada):
        incident = make_incident(by=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        incident.visibility = "restricted"
        incident.save()
        chase(at=MORNING_AFTER)
        assert not Notification.objects.filter(recipient=ada).exists()

    def test_who_is_named_on_a_restricted_incident_is_told(self, ada):
        incident = make_restricted_incident(ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        chase(at=MORNING_AFTER)
        assert len(told()) == 1

    def test_who_leaves_the_team_is_not_told_of_its_own_incidents(self, ada):
        team = make_team(members=(ada,))
        incident = make_incident(visibility="team", team=team)
        make_open_action(owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada))
        team.memberships.all().delete()
        chase(at=MORNING_AFTER)
        assert told() == []


class TestWishes:
    def test_what_one_does_not_want_by_mail_is_only_in_the_inbox_and_the_other_way_round(self, ada):
        Preferences.objects.create(person=ada, not_by_mail=["action-overdue"], not_in_inbox=["action-today"])
        make_open_action(owner=ada, due_on=DUE)
        make_open_action(owner=ada, due_on=date(2026, 11, 20))
        chase(at=MORNING_AFTER)
        rows = Notification.objects
        assert [row.kind for row in rows.in_inbox()] == ["action-overdue"]
        assert [row.kind for row in rows.undelivered()] == ["action-today"]


@pytest.mark.parametrize(("rows", "most"), [(50, 30), (500, 40)])
def test_the_number_of_queries_grows_with_batches_and_not_with_items(rows, most, bob, django_assert_max_num_queries):
    """Ten times the items, the same batches: SQLite alone writes them in a few more pieces."""
    people = [make_user(f"P{n}", time_zone="UTC") for n in range(20)]
    ActionItem.objects.bulk_create(
        ActionItem(
            title="Limit the retries",
            owner=people[n % 20],
            due_on=DUE,
            original_due_on=DUE,
            state="open",
            created_by=bob,
        )
        for n in range(rows)
    )
    with django_assert_max_num_queries(most):
        chase(at=MORNING_AFTER)
    assert len(told()) == rows


def test_looking_again_costs_a_few_queries_however_much_is_late(ada, django_assert_num_queries):
    for _ in range(7):
        make_open_action(owner=ada, due_on=DUE)
    chase(at=MORNING_AFTER)
    with django_assert_num_queries(8):  # questions, policies, holidays, people, their rounds
        chase(at=MORNING_AFTER + timedelta(minutes=1))


def test_the_task_looks_at_the_present_moment(monkeypatch):
    moments = []
    monkeypatch.setattr(reminders, "chase", lambda *, at: moments.append(at))
    tasks.chase()
    assert tasks.chase.name == "actions.tasks.chase"
    assert abs(moments[0] - datetime.now(UTC)) < timedelta(seconds=5)
