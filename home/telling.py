"""What needs somebody about statements to customers: to begin, to write, to approve, to put live."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from home.need import SOON, Need, When, due_words, when_due
from postmortems.models import Postmortem
from publishing.models import Statement
from publishing.models.statement import State
from publishing.statements.permissions import is_author
from publishing.statements.promised import promised

TOO_LATE = -30  # days: who has not told customers by then will not tell them because of a row here


def statements(user: User, today: date) -> Iterator[Need]:
    """In the making: one's own that are due or approved, and for communications those of others that wait."""
    own = Q(authors=user) & (Q(state=State.APPROVED) | Q(due_on__lte=today + SOON))
    waiting = Q(state=State.PENDING) if user.may_approve_statements else Q(pk=None)
    for statement in Statement.objects.visible_to(user).open().filter(own | waiting).distinct().for_rows():
        need = _of_author(statement, today) if is_author(user, statement) else _of_approver(statement, today)
        if need:
            yield need


def _of_author(statement: Statement, today: date) -> Need | None:
    if statement.state == State.PENDING:
        return None  # it is with communications
    if statement.state == State.APPROVED:
        return _about(statement, today, _("Approved: customers can be told"), _("Put live"), ready=True)
    return _about(statement, today, _("You write the statement to customers"), _("Continue"))


def _of_approver(statement: Statement, today: date) -> Need:
    return _about(statement, today, _("A statement to customers waits for approval"), _("Decide"), ready=True)


def _about(statement: Statement, today: date, why: str, verb: str, *, ready: bool = False) -> Need:
    """``ready``: nothing is left but this person's verb, so it is for today."""
    when = when_due(statement.due_on, today) or When.SOON
    if ready and when == When.SOON:
        when = When.TODAY
    words = (due_words(statement.due_on, today),) if statement.due_on else ()
    url = statement.get_absolute_url()
    return Need(
        when, statement.due_on or today, "megaphone", statement.key, statement.title, url, (why, *words), verb, url
    )


def to_begin(user: User, today: date) -> Iterator[Need]:
    """Statements that the severity promises about postmortems that ``user`` owns."""
    for promise in promised(Postmortem.objects.visible_to(user).filter(owner=user), by=today + SOON):
        if (promise.due_on - today).days < TOO_LATE:
            continue
        postmortem = promise.postmortem
        yield Need(
            when=when_due(promise.due_on, today) or When.SOON,
            day=promise.due_on,
            icon="megaphone",
            key=postmortem.key,
            title=postmortem.title,
            url=postmortem.get_absolute_url(),
            why=(_("Customers were promised a statement"), due_words(promise.due_on, today)),
            verb=_("Write it"),
            verb_url=reverse("statements:workspace", args=[postmortem.key]),
        )
