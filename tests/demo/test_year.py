from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from actions.models import ActionItem
from actions.models.item import State as ActionState
from demo.backdate import STAMPS
from demo.organisation import Cast
from demo.year import live_through
from incidents.models import Incident, TimelineEvent
from notifications.models import Notification
from postmortems.models import Postmortem
from postmortems.models.postmortem import State

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """The whole year, lived through once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield live_through()
        transaction.set_rollback(True)


def test_four_teams_have_a_lead_each(year):
    assert len(year.teams) == 4
    assert all(team.leads().exists() for team in year.teams.values())


def test_nobody_can_sign_in_with_a_password(year):
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_oldest_person_is_an_admin_so_the_first_link_leads_to_a_full_desk(year):
    first = User.objects.order_by("pk")[0]

    assert first.role == Role.ADMIN
    assert ActionItem.objects.unfinished().filter(owner=first).exists()
    assert first.postmortems_to_review.exists()


def test_postmortems_are_in_every_state_and_one_published_one_is_being_revised(year):
    assert set(Postmortem.objects.values_list("state", flat=True)) == set(State.values)
    assert Postmortem.objects.published().filter(state=State.DRAFT).exists()


def test_some_postmortems_are_late(year):
    assert Postmortem.objects.late(timezone.localdate()).count() in range(1, 4)


def test_action_items_are_in_every_state(year):
    assert set(ActionItem.objects.values_list("state", flat=True)) == set(ActionState.values)


def test_some_items_are_overdue_and_some_of_their_dates_have_moved_with_a_reason(year):
    overdue = ActionItem.objects.overdue(timezone.localdate())

    assert overdue.count() in range(4, 11)
    assert overdue.exclude(due_changes=None).exists()


def test_one_incident_is_going_on_and_two_are_not_for_everybody(year):
    assert Incident.objects.ongoing().count() == 1
    assert Incident.objects.exclude(visibility="organisation").count() == 2


def test_every_incident_that_was_worked_on_has_a_timeline(year):
    worked_on = Incident.objects.exclude(state="cancelled")

    assert all(6 <= incident.events.count() <= 25 for incident in worked_on)


def test_nothing_happened_in_the_future(year):
    now = timezone.now()

    for model, fields in STAMPS:
        for field in fields:
            assert not model._base_manager.filter(**{f"{field}__gt": now}).exists(), (model, field)
    assert not TimelineEvent.objects.filter(occurred_at__gt=now).exists()


def test_nothing_carries_the_moment_of_the_seeding(year):
    """Else the history of the demo would read “just now” all over."""
    last_event = TimelineEvent.objects.order_by("-occurred_at")[0].occurred_at

    assert ActionItem.objects.filter(created_at__lt=last_event).count() >= ActionItem.objects.count() - 3
    assert not Postmortem.objects.filter(created_at__gte=last_event).exists()


@pytest.mark.parametrize("model", [Incident, Postmortem, ActionItem])
def test_moves_are_in_the_order_in_which_they_were_made(year, model):
    for thing in model.objects.all():
        moves = list(thing.moves.order_by("pk"))
        assert [move.at for move in moves] == sorted(move.at for move in moves), thing.key
        assert thing.created_at <= (moves[0].at if moves else timezone.now()), thing.key


def test_numbers_grow_with_time(year):
    for model in (Incident, Postmortem, ActionItem):
        stamps = list(model.objects.order_by("pk").values_list("created_at", flat=True))
        assert stamps == sorted(stamps)


def test_nobody_is_written_to_about_the_past(year):
    assert not Notification.objects.undelivered().exists()
