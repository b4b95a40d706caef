"""Who is reminded of a statement that was promised by a day: its authors, and once it waits, communications.

As for postmortems: the day before, and each morning while it is late, on the person's own clock. Where nobody has begun
it, the postmortem's owner; on fewer days, since they may well have decided that customers need not be told.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from incidents.sight import readers_of
from notifications import outbox
from postmortems.models import Postmortem
from postmortems.reminders import DAY, EARLIEST_ZONE, MORNING, how_late
from publishing.models import Statement
from publishing.models.statement import State
from publishing.statements.news import DUE, PROMISED, approvers
from publishing.statements.promised import Promise, promised

UNBEGUN = {-1, 1, 3, 7}  # days late


def remind(*, at: datetime) -> int:
    """Tell what is due tomorrow or late ``at`` that moment; may run as often as one likes. Returns how many news."""
    latest = (at.astimezone(UTC) + EARLIEST_ZONE).date() + DAY
    due = list(Statement.objects.due_by(latest).for_rows())
    told = sum(outbox.tell(list(news_about(statement, at))) for statement in due)
    unbegun = promised(Postmortem.objects.exclude(owner=None), by=latest)
    return told + outbox.tell([news for promise in unbegun for news in _news_of_promise(promise, at)])


def news_about(statement: Statement, at: datetime) -> Iterator[outbox.News]:
    for person in _concerned(statement):
        local = at.astimezone(person.zone)
        if local.hour >= MORNING and (words := _words(statement.due_on, local.date())):
            occasion = f"{statement.pk}:{local.date().isoformat()}"
            yield outbox.News(person, DUE, statement, occasion, title=statement.title, detail=words)


def _news_of_promise(promise: Promise, at: datetime) -> Iterator[outbox.News]:
    postmortem, owner = promise.postmortem, promise.postmortem.owner
    if owner is None:
        return
    local = at.astimezone(owner.zone)
    days = (local.date() - promise.due_on).days
    if local.hour < MORNING or days not in UNBEGUN:  # most of the time: then nobody asks who may see it
        return
    if readers_of(postmortem.incidents.all()).filter(pk=owner.pk).exists():
        occasion, words = f"{postmortem.pk}:{days}", _words(promise.due_on, local.date())
        yield outbox.News(owner, PROMISED, postmortem, occasion, title=postmortem.title, detail=words)


def _concerned(statement: Statement) -> list[User]:
    """Authors who may still see it, and once it waits, those who may approve it."""
    readers = readers_of(list(statement.postmortem.incidents.select_related("team")))
    authors = readers.filter(pk__in=statement.authors.values("pk"))
    return [*authors, *(approvers(statement) if statement.state == State.PENDING else ())]


def _words(due: date | None, today: date) -> str:
    when = how_late(due, today)
    return _("the statement to customers: %(when)s") % {"when": when} if when else ""
