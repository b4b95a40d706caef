"""What people inside are told about statements."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from notifications import kinds, outbox
from postmortems.models import Postmortem
from postmortems.people import writers_of
from publishing.models import Statement

APPROVAL = kinds.register(
    "statement-approval",
    why=gettext_lazy("A statement to customers waits for approval by communications."),
    icon="megaphone",
    visible=Statement.objects.visible_to,
    label=gettext_lazy("A statement to customers waits for your approval"),
)
DECIDED = kinds.register(
    "statement-decided",
    why=gettext_lazy("You are an author of a statement to customers."),
    icon="megaphone",
    visible=Statement.objects.visible_to,
    label=gettext_lazy("A decision on your statement to customers"),
)
DUE = kinds.register(
    "statement-due",
    why=gettext_lazy("A statement to customers is promised by a day."),
    icon="megaphone",
    visible=Statement.objects.visible_to,
    label=gettext_lazy("A statement to customers is due"),
)
PROMISED = kinds.register(
    "statement-promised",
    why=gettext_lazy("You own the postmortem, and its severity promises customers a statement."),
    icon="megaphone",
    visible=Postmortem.objects.visible_to,
    label=gettext_lazy("A statement to customers is promised and not begun"),
)


def possible_authors(statement: Statement) -> QuerySet[User]:
    """Everybody who may see what it is about and does more than read."""
    return writers_of(list(statement.postmortem.incidents.select_related("team")))


def approvers(statement: Statement) -> QuerySet[User]:
    """Everybody from communications who may see it and did not write it."""
    return (
        possible_authors(statement).filter(may_approve_statements=True).exclude(pk__in=statement.authors.values("pk"))
    )


def ask_for_approval(statement: Statement, *, by: User) -> None:
    """Asking again after an edit is news again."""
    round_ = statement.moves.filter(verb="submit").count()
    detail = _("%(name)s asks for approval.") % {"name": by.name}
    outbox.tell(
        _news(one, APPROVAL, statement, f"submit-{statement.pk}-{round_}", detail) for one in approvers(statement)
    )


def tell_authors(statement: Statement, detail: str, *, by: User) -> None:
    told = statement.authors.filter(is_active=True).exclude(pk=by.pk)
    step = statement.moves.count()
    outbox.tell(_news(one, DECIDED, statement, f"moved-{statement.pk}-{step}", detail) for one in told)


def _news(person: User, kind: str, statement: Statement, occasion: str, detail: str) -> outbox.News:
    return outbox.News(person, kind, statement, occasion, title=statement.title, detail=detail)
