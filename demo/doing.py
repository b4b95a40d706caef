"""The acts of action items: proposed, agreed, moved, done, looked at again."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from actions.models import ActionItem
from demo.acts import Act, Story

WITH_REASON = ("decline", "block", "reopen", "give_up")
VERBS = {"begin": "start"}  # "start" is the postmortem's own hour of the day


def propose(story: Story, told: dict[str, Any]) -> Iterator[Act]:
    """One item of a postmortem (or, with ``alone``, of nothing else), and every step it went through."""
    items: list[ActionItem] = []
    after = told.get("after", story.told.get("postmortem", {}).get("written", 0))
    yield story.step(after, "propose", lambda: items.append(_create(story, told)), of=told["title"])
    for step in told.get("steps", []):
        take = partial(_take, story, told, items, step)
        yield story.step(step["after"], step["do"], take, of=told["title"])


def standalone_acts(story: Story) -> Iterator[Act]:
    for item in story.told["actions"]:
        yield from propose(story, {**item, "alone": True})


def point_at(story: Story, told: dict[str, Any]) -> None:
    """An item of another postmortem prevents this, too."""
    item = ActionItem.objects.get(title=told["title"])
    factor = story.postmortem.factors.get(position=told["factor"])
    item.also_prevents(story.postmortem, by=story.person(story.told["postmortem"]["owner"]), factor=factor)


def _create(story: Story, told: dict[str, Any]) -> ActionItem:
    postmortem = None if told.get("alone") else story.postmortem
    maker = told.get("by") or story.told["postmortem"]["owner"]
    owner = told.get("owner")
    item = ActionItem(
        title=story.cast.tell(told["title"]),
        done_when=story.cast.tell(told.get("done_when", "")),
        kind=told["kind"],
        priority=told["priority"],
        owner=story.person(owner) if owner else None,
        team=story.cast.teams[told.get("team") or story.told["team"]],
        postmortem=postmortem,
        tracker_url=told.get("ticket", ""),
        created_by=story.person(maker),
    )
    if postmortem and "factor" in told:
        item.factor = postmortem.factors.get(position=told["factor"])
    if "due" in told:
        item.due_on = story.calendar.working_day(told["due"])
    elif postmortem and owner:
        agreed = next((step["after"] for step in told.get("steps", []) if step["do"] == "accept"), None)
        if agreed is not None:
            item.due_on = postmortem.severity().action_due(item.priority, story.calendar.working_day(agreed))
    item.save()
    return item


def _take(story: Story, told: dict[str, Any], items: list[ActionItem], step: dict[str, Any]) -> None:
    (item,) = items
    verb = step["do"]
    by = story.person(step.get("by") or told.get("owner") or story.told["postmortem"]["owner"])
    reason = story.cast.tell(step.get("why", ""))
    if verb == "move_due":
        item.move_due(story.calendar.working_day(step["to"]), by=by, reason=reason)
    elif verb in WITH_REASON:
        getattr(item, verb)(by=by, reason=reason)
    else:
        getattr(item, VERBS.get(verb, verb))(by=by)
