"""Beginning a statement: from nothing, from the postmortem's summary, or from what is live."""

from collections.abc import Container
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.lifecycle import Blocker, MoveNotAllowed
from postmortems.models import Postmortem
from publishing.models import Statement
from publishing.statements import text
from publishing.statements.content import approved
from publishing.statements.permissions import may_use_internal_text


@transaction.atomic
def start(postmortem: Postmortem, *, by: User, title: str, from_summary: bool = False) -> Statement:
    """An empty draft, or one that begins with the postmortem's summary; due by the severity's policy.

    Raises ``MoveNotAllowed`` where one is in the making or live already, and for a restricted incident's text.
    """
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    _refuse_a_second(postmortem)
    if from_summary and not may_use_internal_text(postmortem):
        words = _("The incident is restricted: its text is not copied. Write the statement from the beginning.")
        raise MoveNotAllowed("start", [Blocker("restricted-text", words)])
    texts = {"summary": postmortem.summary} if from_summary and postmortem.summary else {}
    return _make(postmortem, by=by, title=title, texts=texts, due_on=due(postmortem))


@transaction.atomic
def correct(live: Statement, *, by: User) -> Statement:
    """A new wording that begins as what is live; the public sees nothing of it before it is released."""
    Postmortem.objects.select_for_update().get(pk=live.postmortem_id)
    _refuse_a_second(live.postmortem, live_too=False)
    told = approved(live)
    assert told is not None  # noqa: S101 - a constraint of the database
    texts = {"summary": told.summary, "happened": told.happened, "doing": told.doing}
    times = {"began_at": told.began_at, "ended_at": told.ended_at}
    made = _make(live.postmortem, by=by, title=told.title, texts=texts, page=live.page, **times)
    made.overrides.bulk_create(
        type(one)(statement=made, detector=one.detector, words=one.words, reason=one.reason, by=one.by, at=one.at)
        for one in live.overrides.all()
    )
    return made


def _refuse_a_second(postmortem: Postmortem, *, live_too: bool = True) -> None:
    rows = Statement.objects.filter(postmortem=postmortem)
    if rows.open().exists() or (live_too and rows.live().exists()):
        words = _("There is a statement about %(key)s already.") % {"key": postmortem.key}
        raise MoveNotAllowed("start", [Blocker("statement-exists", words)])


def _make(postmortem: Postmortem, *, by: User, texts: dict[str, str], **fields: object) -> Statement:
    document = text.create(texts, by=by)
    statement = Statement.objects.create(postmortem=postmortem, document=document, created_by=by, **fields)
    statement.add_authors([by.pk])
    text.refresh(statement)
    return statement


def due(postmortem: Postmortem, closed: Container[date] | None = None) -> date | None:
    """When customers are promised to hear of it: counted from the day the first of its incidents was opened.

    ``closed``: the holidays, where many are asked for.
    """
    first = min((incident.created_at for incident in postmortem.incidents.all()), default=timezone.now())
    return postmortem.severity().statement_due(timezone.localdate(first), closed)
