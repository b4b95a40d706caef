"""The company's issue tracker: connected, and heard of once. What it told is shown; it is never called."""

from datetime import datetime, timedelta
from typing import Any

from actions.models import ActionItem
from demo.acts import Act
from integrations.trackers import effects, links
from integrations.trackers.kinds import Gone, IssueState, Report, recognise
from integrations.trackers.models import Connection


def tracker_act(told: dict[str, Any], *, now: datetime) -> Act:
    moment = now - timedelta(days=told["days_ago"])
    return Act(moment, lambda: _connect(told, moment))


def _connect(told: dict[str, Any], moment: datetime) -> None:
    Connection.objects.create(**told["connection"], token="the demo has none", heard_at=moment)  # noqa: S106
    for issue in told["issues"]:
        for item in ActionItem.objects.filter(tracker_url=issue["url"]):
            # As if it had been asked for already: what was never looked at, the worker fetches.
            effects.show(links.link(item, issue["url"]), _report(issue, moment), fetched=True)


def _report(told: dict[str, Any], moment: datetime) -> Report:
    found, moved = recognise(told["url"]), recognise(told.get("moved_to", ""))
    if found is None:
        raise ValueError(f"This leads to no issue: {told['url']}")
    return Report(
        issue=found[1],
        at=moment,
        state=IssueState(told.get("state", "")),
        words=told.get("words", ""),
        title=told["title"],
        assignee=told.get("assignee", ""),
        gone=Gone(told.get("gone", "")),
        moved_to=moved[1] if moved else None,
    )
