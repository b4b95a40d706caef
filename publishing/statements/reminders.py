"""Who is reminded of a statement that was promised by a day: its authors, and once it waits, communications.

As for postmortems: the day before, and each morning while it is late, on the person's own clock.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications import outbox
from postmortems.models import Postmortem
from postmortems.reminders import DAY, EARLIEST_ZONE, MORNING
from publishing.models import Statement
from publishing.models.statement import State
from publishing.statements.news import DUE, approvers


def remind(*, at: datetime) -> int:
    """Tell what is due tomorrow or late ``at`` that moment; may run as often as one likes. Returns how many news."""
    latest = (at.astimezone(UTC) + EARLIEST_ZONE).date() + DAY
    due = list(Statement.objects.due_by(latest).for_rows())
    return sum(outbox.tell(list(news_about(statement, at))) for statement in due)


def news_about(statement: Statement, at: datetime) -> Iterator[outbox.News]:
    for person in _concerned(statement):
        local = at.astimezone(person.zone)
        if local.hour >= MORNING and (words := _words(statement.due_on, local.date())):
            occasion = f"{statement.pk}:{local.date().isoformat()}"
            yield outbox.News(person, DUE, statement, occasion, title=statement.title, detail=words)


def _concerned(statement: Statement) -> list[User]:
    authors = [one for one in statement.authors.all() if one.is_active and _may_see(one, statement)]
    return authors + (approvers(statement) if statement.state == State.PENDING else [])


def _may_see(person: User, statement: Statement) -> bool:
    return Postmortem.objects.visible_to(person).filter(pk=statement.postmortem_id).exists()


def _words(due: date | None, today: date) -> str:
    """``due tomorrow``, ``3 days late``; "" on the day itself and before."""
    if due is None or today <= due != today + timedelta(days=1):
        return ""
    days = (today - due).days
    late = ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    return _("the statement to customers: %(when)s") % {"when": late if days > 0 else _("due tomorrow")}
