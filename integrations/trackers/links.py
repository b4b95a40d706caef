"""Which issue tracks an action item: linked by its address, or made from the item by the worker."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from actions.models import ActionItem
from core.outbound import NotSent, Unreachable
from integrations.trackers import effects
from integrations.trackers.kinds import Draft, Issue, Refused, Report, recognise
from integrations.trackers.models import LEASE, RETRIES, Connection, IssueLink

log = structlog.get_logger(__name__)

Making = IssueLink.Making
MOST_AT_ONCE = 200
LOOKS_LIKE_AN_ISSUE = ("/issues/", "/pull/", "/browse/", "selectedIssue=")


class NoIssue(Exception):
    """An address that leads to no issue of a tracker that is known here."""


@transaction.atomic
def link(item: ActionItem, url: str) -> IssueLink:
    """Let the issue at ``url`` track ``item``, in place of any other. Raises ``NoIssue``."""
    found = recognise(url)
    if found is None:
        raise NoIssue(url)
    kind, issue = found
    ActionItem.objects.filter(pk=item.pk).update(tracker_url=issue.url)
    item.tracker_url = issue.url
    return _stored(item, kind, issue)


def _stored(item: ActionItem, kind: str, issue: Issue) -> IssueLink:
    connection = _connection_for(kind, issue)
    facts: dict[str, Any] = {"kind": kind, "connection": connection, "remote": issue.remote, "url": issue.url}
    blank = dict.fromkeys(("state", "words", "title", "assignee", "gone", "note", "making"), "")
    fresh = {"heard_at": None, "fetched_at": None, "attempts": 0, "next_try_at": timezone.now()}
    row, _made = IssueLink.objects.update_or_create(item=item, defaults={**facts, **blank, **fresh, "name": issue.name})
    return row


def _connection_for(kind: str, issue: Issue) -> Connection | None:
    """The connection through which this issue can be asked for: one to its own project, else to its site."""
    of_kind = list(Connection.objects.filter(kind=kind))
    near = [one for one in of_kind if _site(one) == issue.remote.partition("/")[0]]
    own = [one for one in near if issue.name.lower().startswith((f"{one.project}#".lower(), f"{one.project}-".lower()))]
    return next(iter([*own, *near]), None)


def _site(connection: Connection) -> str:
    host = connection.base_url.partition("://")[2].partition("/")[0].lower()
    return host.removeprefix("api.")


@transaction.atomic
def unlink(item: ActionItem) -> None:
    """Nothing tracks it any more; the issue itself is left alone."""
    IssueLink.objects.filter(item=item).delete()
    ActionItem.objects.filter(pk=item.pk).update(tracker_url="")


def follow(item: ActionItem) -> IssueLink | None:
    """The link of ``item``, after its address: that may have been written, changed or taken off by another way."""
    row = IssueLink.objects.filter(item=item).first()
    if row is not None and (row.making or row.url == item.tracker_url):
        return row
    try:
        return link(item, item.tracker_url)
    except NoIssue:
        IssueLink.objects.filter(item=item, making="").delete()
        return None


def follow_addresses() -> int:
    """Let the links follow the addresses of their items (a form, the API, an import). Returns how many changed."""
    linked = models.Q(issue_link__isnull=False, issue_link__making="") & ~models.Q(
        issue_link__url=models.F("tracker_url")
    )
    is_like = (models.Q(tracker_url__contains=part) for part in LOOKS_LIKE_AN_ISSUE)
    unlinked = models.Q(issue_link=None) & reduce(or_, is_like)
    items = list(ActionItem.objects.filter(linked | unlinked).order_by("-pk")[:MOST_AT_ONCE])
    return sum(follow(item) is not None for item in items)


def draft_of(item: ActionItem) -> Draft:
    """What is sent when an issue is made: the title, what "done" means, and the way back; nothing of the incident."""
    parts = (item.done_when.strip(), f"{item.key}: {settings.BASE_URL}{item.get_absolute_url()}")
    return Draft(item.title, "\n\n".join(filter(None, parts)))


def ask_to_make(item: ActionItem, connection: Connection, *, by: User) -> None:
    """Have an issue made from ``item``: a row now, the call later. Again after a failure or where nobody knows."""
    facts = {"kind": connection.kind, "connection": connection, "remote": "", "making": Making.ASKED, "asked_by": by}
    fresh = {"attempts": 0, "next_try_at": timezone.now(), "note": "", "claimed_until": None}
    IssueLink.objects.update_or_create(item=item, defaults={**facts, **fresh})


def make_issues(*, now: datetime | None = None) -> int:
    """Make every issue that was asked for. Returns how many there were to try.

    A try is claimed before the call. One that nobody came back from may have made its issue: it is not tried again.
    """
    moment = now or timezone.now()
    lost = IssueLink.objects.filter(making=Making.TRYING, claimed_until__lt=moment)
    lost.update(making=Making.UNSURE, claimed_until=None)
    due = IssueLink.objects.to_make(moment).select_related("item", "connection").order_by("pk")
    return sum(_make(row, moment) for row in due[:MOST_AT_ONCE])


def _make(row: IssueLink, now: datetime) -> int:
    claim = IssueLink.objects.filter(pk=row.pk, making=Making.ASKED)
    if row.connection is None or not claim.update(making=Making.TRYING, claimed_until=now + LEASE):
        return 0
    try:
        report = row.connection.tracker.make(row.connection, draft_of(row.item))
    except (Refused, NotSent) as error:
        _not_made(row, now, str(error))
    except Unreachable as error:
        # It may have got there: only what surely did not is tried again.
        IssueLink.objects.filter(pk=row.pk).update(making=Making.UNSURE, claimed_until=None, note=str(error)[:300])
    except (KeyError, ValueError, TypeError):
        log.exception("issue_answer_unreadable", link=row.pk)
        IssueLink.objects.filter(pk=row.pk).update(making=Making.UNSURE, claimed_until=None)
    else:
        _made(row, report)
    return 1


def _not_made(row: IssueLink, now: datetime, note: str) -> None:
    rest: dict[str, Any] = {"making": Making.FAILED}
    if row.attempts < len(RETRIES):
        rest = {"making": Making.ASKED, "next_try_at": now + RETRIES[row.attempts]}
    rows = IssueLink.objects.filter(pk=row.pk)
    rows.update(attempts=row.attempts + 1, note=note[:300], claimed_until=None, **rest)


@transaction.atomic
def _made(row: IssueLink, report: Report) -> None:
    issue = report.issue
    ActionItem.objects.filter(pk=row.item_id).update(tracker_url=issue.url)
    rows = IssueLink.objects.filter(pk=row.pk)
    rows.update(remote=issue.remote, url=issue.url, name=issue.name, making=Making.NOT, claimed_until=None, note="")
    effects.apply(row.kind, report, fetched=True)


def fetch_states(*, now: datetime | None = None) -> int:
    """Ask for what was linked and not looked at yet. Closed there already changes nothing here: it is shown."""
    moment = now or timezone.now()
    due = IssueLink.objects.to_fetch(moment).select_related("connection").order_by("pk")
    return sum(_fetch(row, moment) for row in due[:MOST_AT_ONCE])


def _fetch(row: IssueLink, now: datetime) -> int:
    claim = IssueLink.objects.to_fetch(now).filter(pk=row.pk)
    wait = RETRIES[min(row.attempts, len(RETRIES) - 1)]
    if row.connection is None or not claim.update(next_try_at=now + wait, attempts=row.attempts + 1):
        return 0
    try:
        report = row.connection.tracker.fetch(row.connection, Issue(row.remote, row.url, row.name))
    except (Unreachable, KeyError, ValueError, TypeError) as error:
        IssueLink.objects.filter(pk=row.pk).update(note=str(error)[:300])
        if row.attempts >= len(RETRIES):
            IssueLink.objects.filter(pk=row.pk).update(fetched_at=now)  # no more; the webhook will tell
    else:
        effects.show(row, report, fetched=True)
    return 1
