"""The one mechanism of every life cycle, tried on incidents."""

import pytest
from django.db import IntegrityError, transaction

from core.lifecycle import Blocker, MoveNotAllowed
from incidents.models import Incident, IncidentMove
from tests.factories import make_incident, make_user

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[MoveNotAllowed]) -> list[str]:
    return [blocker.code for blocker in refusal.value.blockers]


def test_a_move_sets_the_state_and_writes_its_row():
    incident, ada = make_incident(), make_user()
    incident.mitigate(by=ada)
    move = incident.moves.get()
    assert (incident.state, move.verb, move.source, move.target, move.by) == (
        "mitigated",
        "mitigate",
        "open",
        "mitigated",
        ada,
    )


def test_a_move_from_the_wrong_state_is_refused_and_writes_nothing():
    incident = make_incident()
    with pytest.raises(MoveNotAllowed) as refusal:
        incident.close(by=make_user())
    assert codes(refusal) == ["wrong-state"]
    assert not incident.moves.exists()


def test_a_stale_copy_cannot_move_what_somebody_else_moved():
    incident, ada = make_incident(), make_user()
    stale = Incident.objects.get(pk=incident.pk)
    incident.cancel(by=ada, because="false_alarm")
    with pytest.raises(MoveNotAllowed) as refusal:
        stale.mitigate(by=ada)
    assert codes(refusal) == ["wrong-state"]
    assert stale.state == "cancelled"


def test_a_move_that_needs_a_reason_is_refused_for_white_space():
    incident, ada = make_incident(), make_user()
    incident.mitigate(by=ada)
    with pytest.raises(MoveNotAllowed) as refusal:
        incident.reopen(by=ada, reason="  \n")
    assert codes(refusal) == ["reason-required"]


def test_a_refusal_names_every_blocker_at_once():
    incident, ada = make_incident(), make_user()
    incident.resolve(by=ada)
    incident.milestones.all().delete()
    with pytest.raises(MoveNotAllowed) as refusal:
        incident.close(by=ada)
    assert codes(refusal) == [
        "milestone-started",
        "milestone-detected",
        "milestone-resolved",
        "postmortem-missing",
    ]


def test_a_guard_of_a_higher_package_holds_the_move(monkeypatch):
    monkeypatch.setattr(Incident, "GUARDS", {"mitigate": []})
    Incident.guard("mitigate")(lambda _incident, attempt: [Blocker("not-by-them", f"{attempt.by}")])
    with pytest.raises(MoveNotAllowed) as refusal:
        make_incident().mitigate(by=make_user())
    assert codes(refusal) == ["not-by-them"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_state_and_its_row_are_written_together_or_not_at_all(monkeypatch):
    incident, ada = make_incident(), make_user()

    def broken(*_args: object, **_fields: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(IncidentMove, "save", broken)
    with pytest.raises(RuntimeError):
        incident.mitigate(by=ada)
    assert Incident.objects.get(pk=incident.pk).state == "open"


def test_the_database_refuses_a_state_that_is_not_in_the_table():
    incident = make_incident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(state="lost")


def test_saving_what_was_loaded_before_a_move_does_not_undo_the_move():
    incident, ada = make_incident(), make_user()
    form_holds = Incident.objects.get(pk=incident.pk)
    incident.cancel(by=ada, because="false_alarm")
    form_holds.title = "Checkout answers 503"
    form_holds.save()
    incident.refresh_from_db()
    assert (incident.state, incident.cancel_reason, incident.title) == (
        "cancelled",
        "false_alarm",
        "Checkout answers 503",
    )
