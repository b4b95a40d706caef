"""Asking for approval, and giving it to exactly the text that was seen."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.lifecycle import Attempt, Blocker, MoveNotAllowed
from publishing.models import Statement
from publishing.statements import news, text
from publishing.statements.content import content_of
from publishing.statements.overriding import check
from publishing.statements.permissions import is_author


@transaction.atomic
def submit(statement: Statement, *, by: User) -> None:
    text.hold(statement)
    statement._move("submit", by=by)
    news.ask_for_approval(statement, by=by)


@transaction.atomic
def approve(statement: Statement, *, by: User, seen: str) -> None:
    """Approve, as ``by`` from communications, the text whose digest is ``seen``; a copy of it is what may be released.

    Raises ``MoveNotAllowed`` with every blocker: another text by now, open findings, an author of it.
    """
    text.hold(statement)
    content = content_of(statement)
    if seen != content.digest:
        words = _("Somebody has changed it since you opened the page. Look at it again.")
        changed = Blocker("changed-meanwhile", words, statement.get_absolute_url())
        raise MoveNotAllowed("approve", [changed, *statement.blockers("approve", by=by)])
    now: dict[str, Any] = {"approved_text": content.as_json(), "approved_by": by, "approved_at": timezone.now()}
    statement._move("approve", by=by, **now)
    news.tell_authors(statement, _("approved by %(name)s") % {"name": by.name}, by=by)


@transaction.atomic
def send_back(statement: Statement, *, by: User, reason: str) -> None:
    statement.send_back(by=by, reason=reason)
    news.tell_authors(statement, _("sent back by %(name)s: %(why)s") % {"name": by.name, "why": reason}, by=by)


@Statement.guard("submit", "approve")
def _everything_is_said(statement: Statement, attempt: Attempt) -> Iterator[Blocker]:
    url, content = statement.get_absolute_url(), content_of(statement)
    if not content.title.strip():
        yield Blocker("no-title", _("Give it a title."), f"{url}#about")
    for part, heading, written in statement.parts:
        if not written.strip():
            yield Blocker(f"no-{part}", _("“%(part)s” is empty.") % {"part": heading}, f"{url}#section-{part}")
    if statement.page_id and not content.correction:
        yield Blocker("no-correction", _("Say what is corrected: readers see it with its date."), f"{url}#about")


@Statement.guard("submit", "approve")
def _nothing_is_found(statement: Statement, attempt: Attempt) -> Iterator[Blocker]:
    if found := len(check(statement).open):
        words = ngettext(
            "%(n)d place should not be public as it stands. Mend it, or say why it may stay.",
            "%(n)d places should not be public as they stand. Mend them, or say why they may stay.",
            found,
        )
        yield Blocker("open-findings", words % {"n": found}, f"{statement.get_absolute_url()}#findings")


@Statement.guard("approve")
def _by_another(statement: Statement, attempt: Attempt) -> Iterator[Blocker]:
    by: Any = attempt.by
    if by is not None and not by.may_approve_statements:
        yield Blocker("not-communications", _("Only people with the right “communications” approve statements."))
    if by is not None and is_author(by, statement):
        yield Blocker("own-statement", _("You are an author of it: somebody else from communications approves."))
