"""What becomes of an action item when something happens to its issue.

Closed there makes an item *done*, never *verified*; reopened there makes it open. An issue that is deleted, moved, or
closed without doing it is shown and told to the owner: what it means for the item, people decide.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import ActionItem
from actions.models.item import State
from core.lifecycle import MoveNotAllowed
from integrations.trackers.kinds import Gone, Issue, IssueState, Report
from integrations.trackers.models import IssueLink
from notifications import kinds, outbox

NEWS = kinds.register(
    "tracker",
    why=gettext_lazy("You own it, and something happened to the issue that tracks it."),
    label=gettext_lazy("Something happened to the issue of an action of yours"),
    icon="link-45deg",
    visible=ActionItem.objects.visible_to,
)
DONE_THERE = {State.OPEN, State.IN_PROGRESS, State.BLOCKED}
OPEN_AGAIN = {State.DONE, State.VERIFIED}


@transaction.atomic
def apply(kind: str, report: Report, *, fetched: bool = False) -> int:
    """Let ``report`` have its effect on every item whose issue it is about. Returns how many there are."""
    rows = list(
        IssueLink.objects.about(kind, report.issue).select_related("item__owner").select_for_update(of=("self",))
    )
    for row in rows:
        if row.heard_at is None or report.at >= row.heard_at:
            before = row.state
            show(row, report, fetched=fetched)
            _act(row, before, report)
    return len(rows)


def show(row: IssueLink, report: Report, *, fetched: bool = False) -> None:
    """Store what ``report`` tells; what it leaves out stays as it was."""
    told: dict[str, Any] = {"heard_at": report.at, "gone": report.gone, "note": ""}
    if report.state:
        told |= {"state": report.state, "words": report.words[:80], "assignee": report.assignee[:200]}
    if report.title:
        told["title"] = report.title[:300]
    if fetched:
        told["fetched_at"] = report.at
    if report.moved_to:
        told |= _moved(report.moved_to)
        ActionItem.objects.filter(pk=row.item_id).update(tracker_url=report.moved_to.url)
    IssueLink.objects.filter(pk=row.pk).update(**told)
    row.refresh_from_db()


def _moved(issue: Issue) -> dict[str, Any]:
    """It is followed to where it went: the next events come from there."""
    return {"remote": issue.remote, "url": issue.url, "name": issue.name}


def _act(row: IssueLink, before: str, report: Report) -> None:
    item = row.item
    if report.gone:
        _tell(item, report, _gone_words(row, report))
    elif report.state == IssueState.DROPPED and before != IssueState.DROPPED:
        _tell(item, report, _("%(issue)s was closed without doing it. Decide about %(key)s.") % _words(row))
    elif report.state == IssueState.DONE and before != IssueState.DONE and item.state in DONE_THERE:
        _moved_on(row, "finish", _("%(issue)s was closed.") % _words(row))
    elif (
        report.state == IssueState.OPEN and before in (IssueState.DONE, IssueState.DROPPED) and item.state in OPEN_AGAIN
    ):
        _moved_on(row, "reopen", _("%(issue)s was reopened.") % _words(row))


def _moved_on(row: IssueLink, verb: str, reason: str) -> None:
    item = row.item
    try:
        with transaction.atomic():
            if item.state == State.BLOCKED:
                item.unblock(by=None)
            getattr(item, verb)(by=None, reason=reason)
    except MoveNotAllowed as refusal:
        note = " ".join(str(blocker.message) for blocker in refusal.blockers)
        IssueLink.objects.filter(pk=row.pk).update(note=f"{reason} {note}"[:300])


def _words(row: IssueLink) -> dict[str, str]:
    return {"issue": row.name, "key": row.item.key}


def _gone_words(row: IssueLink, report: Report) -> str:
    if report.moved_to:
        return _("Its issue was moved: %(issue)s now.") % {"issue": report.moved_to.name}
    return _("Its issue %(issue)s was %(what)s.") % {"issue": row.name, "what": Gone(report.gone).label}


def _tell(item: ActionItem, report: Report, title: str) -> None:
    if item.owner is None:
        return
    occasion = f"tracker:{report.gone or report.state}:{report.at.isoformat()}"
    outbox.tell(
        [outbox.News(recipient=item.owner, kind=NEWS, subject=item, occasion=occasion, title=title, detail=item.title)]
    )
