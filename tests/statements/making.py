"""Statements in every state, made the way people make them."""

from accounts.models import User
from publishing.models import Statement
from publishing.statements import approval, releasing, starting, text
from publishing.statements.content import content_of
from tests.factories import make_incident, make_postmortem, make_user

WORDS = {
    "summary": "Some orders could not be paid for an hour.",
    "happened": "A change made the checkout slow, and then it stopped answering.",
    "doing": "We limit how often the checkout tries again.",
}


def make_communications(name: str = "Cleo") -> User:
    return make_user(name, may_approve_statements=True)


def make_statement(*, by: User, postmortem=None, words=WORDS, title="Orders could not be paid", **fields) -> Statement:
    """A draft that says everything."""
    postmortem = postmortem or make_postmortem(make_incident(by=by), owner=by)
    statement = starting.start(postmortem, by=by, title=title)
    for part, written in words.items():
        text.write(statement, part, written, base="", by=by)
    Statement.objects.filter(pk=statement.pk).update(**fields)
    return Statement.objects.get(pk=statement.pk)


def submit(statement: Statement, *, by: User) -> Statement:
    approval.submit(statement, by=by)
    return Statement.objects.get(pk=statement.pk)


def approve(statement: Statement, *, by: User) -> Statement:
    approval.approve(statement, by=by, seen=content_of(statement).digest)
    return Statement.objects.get(pk=statement.pk)


def make_live(*, by: User, approver: User | None = None, **options) -> Statement:
    statement = submit(make_statement(by=by, **options), by=by)
    approver = approver or User.objects.filter(handle="approver").first() or make_communications("Approver")
    statement = approve(statement, by=approver)
    releasing.release(statement, by=by)
    return Statement.objects.get(pk=statement.pk)
