"""From draft to withdrawal: who may do what, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from collab import documents
from collab.models import Document
from core.lifecycle import MoveNotAllowed
from incidents.models import Severity
from notifications.models import Notification
from publishing.models import LiveStatement, Statement
from publishing.statements import approval, overriding, releasing, starting, text
from publishing.statements.content import content_of
from tests.factories import make_postmortem, make_restricted_incident, make_user
from tests.statements.making import WORDS, approve, make_communications, make_live, make_statement, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user("Ada Lovelace")


@pytest.fixture
def cleo():
    return make_communications()


def codes(refused):
    return [blocker.code for blocker in refused.value.blockers]


def type_into(statement, part, words, *, by):
    """As the editor does: through the log of the document, past the door for Python."""
    documents.edit(Document.objects.get(pk=statement.document_id), {part: words}, by=by)


def test_it_goes_from_draft_to_live_and_what_is_live_is_what_was_approved(ada, cleo):
    statement = approve(submit(make_statement(by=ada), by=ada), by=cleo)
    page = releasing.release(statement, by=ada)
    assert (page.title, page.summary, page.doing) == ("Orders could not be paid", WORDS["summary"], WORDS["doing"])
    assert Statement.objects.get().state == "live"
    assert [move.verb for move in statement.moves.all()] == ["submit", "approve", "release"]


def test_an_empty_one_is_not_submitted_and_every_reason_is_told(ada):
    statement = make_statement(by=ada, words={}, title="Orders")
    with pytest.raises(MoveNotAllowed) as refused:
        approval.submit(statement, by=ada)
    assert codes(refused) == ["no-summary", "no-happened", "no-doing"]


def test_an_open_finding_blocks_asking_for_approval(ada):
    statement = make_statement(by=ada, words=WORDS | {"doing": "Write to ada.lovelace@example.org."})
    with pytest.raises(MoveNotAllowed) as refused:
        approval.submit(statement, by=ada)
    assert codes(refused) == ["open-findings"]


def test_a_finding_typed_after_asking_blocks_approval(ada, cleo):
    statement = submit(make_statement(by=ada), by=ada)
    type_into(statement, "doing", "We looked at 10.1.2.3.", by=ada)
    text.refresh(statement)
    with pytest.raises(MoveNotAllowed) as refused:
        approve(statement, by=cleo)
    assert codes(refused) == ["open-findings"]


def test_an_overridden_finding_lets_it_through_and_keeps_the_reason(ada, cleo):
    statement = make_statement(by=ada, words=WORDS | {"doing": "Write to help@example.org."})
    overriding.override(statement, detector="addresses", words="help@example.org", reason="Our public desk", by=ada)
    approve(submit(statement, by=ada), by=cleo)
    assert [(one.reason, one.by) for one in statement.overrides.all()] == [("Our public desk", ada)]


def test_an_author_never_approves_not_even_one_who_only_overrode(ada, cleo):
    statement = make_statement(by=ada, words=WORDS | {"doing": "Write to help@example.org."})
    overriding.override(statement, detector="addresses", words="help@example.org", reason="Our public desk", by=cleo)
    statement = submit(statement, by=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        approve(statement, by=cleo)
    assert codes(refused) == ["own-statement"]


def test_who_typed_a_word_is_an_author(ada, cleo):
    statement = make_statement(by=ada)
    type_into(statement, "summary", "Some orders could not be paid for two hours.", by=cleo)
    text.refresh(statement)
    statement = submit(Statement.objects.get(), by=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        approve(statement, by=cleo)
    assert codes(refused) == ["own-statement"]


def test_only_communications_approves(ada):
    statement = submit(make_statement(by=ada), by=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        approve(statement, by=make_user("Bob"))
    assert codes(refused) == ["not-communications"]


def test_approval_is_of_the_text_that_was_seen(ada, cleo):
    statement = submit(make_statement(by=ada), by=ada)
    seen = content_of(statement).digest
    type_into(statement, "doing", "We do nothing.", by=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        approval.approve(statement, by=cleo, seen=seen)
    assert codes(refused) == ["changed-meanwhile"]


@pytest.mark.parametrize("told", [True, False])
def test_an_edit_after_approval_makes_it_wait_again(ada, cleo, told):
    statement = approve(submit(make_statement(by=ada), by=ada), by=cleo)
    type_into(statement, "doing", "We do something else.", by=ada)
    if told:
        text.project(Document.objects.get(pk=statement.document_id))
        assert Statement.objects.get().state == "pending"
    with pytest.raises(MoveNotAllowed):
        releasing.release(statement, by=ada)
    assert not LiveStatement.objects.exists()
    text.refresh(Statement.objects.get())
    assert (Statement.objects.get().state, Statement.objects.get().approved_by) == ("pending", None)


def test_edits_inside_never_reach_what_is_live(ada):
    live = make_live(by=ada)
    correction = starting.correct(live, by=ada)
    text.write(correction, "summary", "Something quite different.", base=WORDS["summary"], by=ada)
    assert LiveStatement.objects.get().summary == WORDS["summary"]


def test_a_correction_takes_the_place_of_what_is_live_at_the_same_address(ada, cleo):
    live = make_live(by=ada)
    correction = starting.correct(live, by=ada)
    text.write(correction, "summary", "It was two hours.", base=WORDS["summary"], by=ada)
    Statement.objects.filter(pk=correction.pk).update(correction="It lasted two hours, not one.")
    correction = approve(submit(Statement.objects.get(pk=correction.pk), by=ada), by=cleo)
    page = releasing.release(correction, by=ada)
    live.refresh_from_db()
    assert (live.state, page.pk, page.summary) == ("superseded", live.page_id, "It was two hours.")
    assert [one.text for one in page.corrections.all()] == ["It lasted two hours, not one."]


def test_a_correction_says_what_it_corrects(ada):
    correction = starting.correct(make_live(by=ada), by=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        approval.submit(correction, by=ada)
    assert codes(refused) == ["no-correction"]


def test_a_withdrawal_takes_the_words_off_the_page(ada):
    live = make_live(by=ada)
    releasing.withdraw(live, by=ada, reason="It named a customer", notice="")
    page = LiveStatement.objects.get()
    assert (page.summary, page.happened, page.doing) == ("", "", "")
    assert page.withdrawn_at


def test_after_a_withdrawal_a_new_one_comes_back_at_the_address(ada, cleo):
    live = make_live(by=ada)
    releasing.withdraw(live, by=ada, reason="It was wrong", notice="")
    again = make_live(by=ada, approver=cleo, postmortem=live.postmortem)
    assert again.page_id == live.page_id
    assert LiveStatement.objects.get().withdrawn_at is None


def test_there_is_one_in_the_making_and_one_live(ada):
    live = make_live(by=ada)
    starting.correct(live, by=ada)
    with pytest.raises(MoveNotAllowed):
        starting.correct(live, by=ada)
    with pytest.raises(MoveNotAllowed):
        starting.start(live.postmortem, by=ada, title="Another")


def test_the_summary_of_a_restricted_incident_is_never_copied(ada):
    incident = make_restricted_incident(ada, by=ada)
    postmortem = make_postmortem(incident, owner=ada)
    with pytest.raises(MoveNotAllowed) as refused:
        starting.start(postmortem, by=ada, title="Orders", from_summary=True)
    assert codes(refused) == ["restricted-text"]
    assert starting.start(postmortem, by=ada, title="Orders").state == "draft"


def test_it_is_due_by_the_policy_of_the_severity(ada):
    Severity.objects.filter(rank=2).update(statement_days=0)
    assert make_statement(by=ada).due_on is not None
    Severity.objects.filter(rank=2).update(statement_days=None)
    assert make_statement(by=ada).due_on is None


def test_communications_is_asked_and_authors_hear_the_verdict(ada, cleo):
    statement = submit(make_statement(by=ada), by=ada)
    approval.send_back(statement, by=cleo, reason="Say how long it took")
    kinds = list(Notification.objects.order_by("pk").values_list("kind", "recipient__name"))
    assert kinds == [("statement-approval", "Cleo"), ("statement-decided", "Ada Lovelace")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "published"},
        {"state": "approved"},
        {"state": "live"},
        {"began_at": "2026-11-03T12:00Z", "ended_at": "2026-11-03T11:00Z"},
    ],
)
def test_the_database_refuses(ada, wrong):
    statement = make_statement(by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(**wrong)


def test_the_database_refuses_a_withdrawn_page_that_still_speaks(ada):
    make_live(by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveStatement.objects.update(withdrawn_at="2026-11-03T12:00Z")
