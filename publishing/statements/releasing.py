"""From what was approved to what the public reads, and back. The only writer of ``LiveStatement``."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from django.db import transaction
from django.template.defaultfilters import slugify
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.lifecycle import Attempt, Blocker
from publishing.models import Correction, LiveStatement, Statement, SubscriberMail
from publishing.public import mailing
from publishing.statements import news, text
from publishing.statements.content import Content, approved, content_of
from publishing.statements.redaction import Finding, findings, surroundings

Kind = SubscriberMail.Kind


@transaction.atomic
def release(statement: Statement, *, by: User) -> LiveStatement:
    """Put the approved text before the public, in the place of the wording that is live if there is one."""
    text.hold(statement)
    now = timezone.now()
    blockers_first = statement.blockers("release", by=by)  # before a page is made
    content = approved(statement)
    if content is None or blockers_first:
        statement._move("release", by=by)  # refuses, with every blocker
        raise AssertionError
    page = _page(statement, content, now)
    before = Statement.objects.live().filter(postmortem=statement.postmortem_id).first()
    if before is not None:
        before._move("supersede", by=by)
    statement._move("release", by=by, page=page, live_at=now)
    kind = Kind.CORRECTED if page.published_at < now else Kind.PUBLISHED
    mailing.tell_subscribers(page, kind, occasion=f"statement-{statement.pk}")
    news.tell_authors(statement, _("live since now"), by=by)
    return page


def _page(statement: Statement, content: Content, now: datetime) -> LiveStatement:
    """Its page, reading as was approved; new, corrected, or back after a withdrawal."""
    told = {name: getattr(content, name) for name in ("title", "began_at", "ended_at", "summary", "happened", "doing")}
    pages = LiveStatement.objects.select_for_update()
    earlier = Statement.objects.filter(postmortem=statement.postmortem_id).exclude(page=None).first()
    page = pages.filter(pk__in=[one.page_id for one in (statement, earlier) if one and one.page_id]).first()
    if page is None:
        return LiveStatement.objects.create(slug=_free_slug(content, now), published_at=now, changed_at=now, **told)
    LiveStatement.objects.filter(pk=page.pk).update(changed_at=now, withdrawn_at=None, notice="", **told)
    if content.correction:
        Correction.objects.create(page=page, text=content.correction, at=now)
    page.refresh_from_db()
    return page


def _free_slug(content: Content, now: datetime) -> str:
    """The day and the words of the public title: nothing in it comes from inside."""
    words = slugify(content.title)[:80].strip("-") or "report"
    base = f"{timezone.localdate(content.began_at or now).isoformat()}-{words}"
    names = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(name for name in names if not LiveStatement.objects.filter(slug=name).exists())


@Statement.guard("release")
def _as_approved(statement: Statement, attempt: Attempt) -> Iterator[Blocker]:
    if approved(statement) != content_of(statement):
        words = _("The text has changed since it was approved: it needs approval again.")
        yield Blocker("edited-since-approval", words, statement.get_absolute_url())


@transaction.atomic
def withdraw(statement: Statement, *, by: User, reason: str, notice: str) -> None:
    """Take it back: its page says when, and ``notice`` if given (public words, checked by the caller); ``reason`` stays
    inside."""
    statement._move("withdraw", by=by, reason=reason)
    now = timezone.now()
    nothing = {"summary": "", "happened": "", "doing": ""}
    page = LiveStatement.objects.select_for_update().get(statements=statement)
    LiveStatement.objects.filter(pk=page.pk).update(withdrawn_at=now, changed_at=now, notice=notice.strip(), **nothing)
    page.corrections.all().delete()
    mailing.tell_subscribers(page, Kind.WITHDRAWN, occasion=f"statement-{statement.pk}")
    news.tell_authors(statement, _("withdrawn by %(name)s") % {"name": by.name}, by=by)


def found_in_notice(statement: Statement, notice: str) -> list[Finding]:
    """What the redaction check finds in the words that a withdrawal leaves behind."""
    return findings(Content(title="", summary=notice, happened="", doing=""), surroundings(statement.postmortem))
