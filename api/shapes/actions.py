"""How an action item goes in and out."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from accounts.models import User
from actions.models import ActionItem, DueDateChange, Pointer
from actions.models.item import Priority, State
from actions.wording import hints
from api.paging import PageQuery
from api.values import (
    ActionKey,
    Day,
    In,
    IncidentKey,
    Move,
    Name,
    Number,
    OneOf,
    Out,
    Person,
    PostmortemKey,
    Reason,
    Search,
    Text,
    Who,
    address,
    optional,
)
from postmortems.models import Postmortem

# Texts out of a list, without the names of our own types.
StateName = Annotated[str, OneOf(*State.values)]
Kind = Annotated[str, OneOf(*ActionItem.Kind.values)]
Urgency = Annotated[str, OneOf(*Priority.values)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Verb = Literal["accept", "decline", "start", "block", "unblock", "finish", "verify", "reopen", "give_up", "reconsider"]

# -- out -------------------------------------------------------------------------------------------


class ActionRow(Out):
    key: str
    url: str
    title: str
    state: StateName
    state_reason: str = Field(description="Why it is blocked, declined or not going to be done.")
    kind: Kind
    priority: Urgency
    owner: Person | None
    team: str | None
    due_on: date | None
    original_due_on: date | None
    is_overdue: bool
    is_orphaned: bool = Field(description="Its owner left, may only read by now, or may not see it any more.")
    times_moved: int = Field(description="How often its date moved since it was agreed.")
    postmortem: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, item: ActionItem) -> "ActionRow":
        """Of an item of ``for_rows``."""
        return ActionRow(**_row(item))


class DueChangeOut(Out):
    was: date
    now: date
    reason: str
    by: Person
    at: datetime

    @classmethod
    def of(cls, change: DueDateChange) -> Self:
        return cls(was=change.was, now=change.now, reason=change.reason, by=Person.of(change.by), at=change.at)


class ActionOut(ActionRow):
    done_when: str
    factor: int | None
    also_prevents: list[str] = Field(description="Other postmortems that point at it, as far as you may see them.")
    hints: list[str] = Field(description="What would make its words clearer. They never block.")
    in_question: bool = Field(description="Done for a while, or it happened again: somebody is asked if it worked.")
    tracker_url: str
    done_at: datetime | None
    created_by: Person
    due_changes: list[DueChangeOut]
    history: list[Move]
    possible_moves: list[str] = Field(description="Verbs that may start from the present state, guards aside.")
    abilities: dict[str, bool] = Field(description="What this token may do here.")

    @classmethod
    def whole(cls, item: ActionItem, *, user: User, may: dict[str, bool]) -> Self:
        return cls(
            **_row(item),
            done_when=item.done_when,
            factor=item.factor_id,
            also_prevents=[pm.key for pm in Postmortem.objects.visible_to(user).filter(pointers__item=item)],
            hints=hints(item.title, item.done_when),
            in_question=item.questions.unanswered().exists(),
            tracker_url=item.tracker_url,
            done_at=item.done_at,
            created_by=Person.of(item.created_by),
            due_changes=[DueChangeOut.of(change) for change in item.due_changes.select_related("by")],
            history=[Move.of(move) for move in item.moves.select_related("by")],
            possible_moves=item.possible_moves(),
            abilities=may,
        )


def _row(item: ActionItem) -> dict[str, object]:
    same = ("key", "title", "state", "state_reason", "kind", "priority", "due_on", "original_due_on")
    return {
        **{name: getattr(item, name) for name in (*same, "times_moved", "is_orphaned", "created_at", "updated_at")},
        "url": address(item),
        "owner": Person.or_none(item.owner),
        "team": item.team.slug if item.team else None,
        "is_overdue": item.is_overdue(),
        "postmortem": item.postmortem.key if item.postmortem else None,
    }


class PointerOut(Out):
    action: str
    title: str
    state: StateName
    factor: int | None
    by: Person
    at: datetime

    @classmethod
    def of(cls, pointer: Pointer) -> Self:
        item = pointer.item
        told = {"action": item.key, "title": item.title, "state": item.state, "factor": pointer.factor_id}
        return cls(**told, by=Person.of(pointer.by), at=pointer.at)


# -- in --------------------------------------------------------------------------------------------


class ActionQuery(PageQuery):
    text: Search = Field("", description="In title or “done when”, or a key.")
    state: Annotated[str, OneOf(*State.values, "unfinished", "any")] | None = Field(
        None, description="Default: to decide or to do. “unfinished”: agreed and to do."
    )
    due: Literal["overdue", "week", "month", "none"] | None = None
    priority: Urgency | None = None
    kind: Kind | None = None
    owner: Who | None = Field(None, description="An e-mail address or a handle; “nobody” for items without an owner.")
    mine: bool = False
    team: Name | None = Field(None, description="Its slug.")
    service: Name | None = None
    severity: Name | None = None
    postmortem: PostmortemKey | None = None
    incident: IncidentKey | None = None


class ActionFields(In):
    done_when: Text = optional(description="How will we see that it worked?")
    kind: Kind = optional()
    priority: Urgency = optional()
    owner: Who | None = optional(description="Here only while it is proposed; later PUT …/owner.")
    due_on: Day | None = optional(description="Here only while it is proposed; later POST …/due-date.")
    team: Name | None = optional(description="Its slug.")
    factor: Number | None = optional(description="Which of the postmortem's factors it answers.")
    tracker_url: Annotated[str, StringConstraints(max_length=500)] = optional()


class ActionIn(ActionFields):
    title: Title
    postmortem: PostmortemKey | None = None


class ActionPatch(ActionFields):
    title: Title = optional()


class ActionMoveIn(In):
    reason: Reason = Field("", description="For decline, block, reopen and give_up.")
    owner: Who | None = Field(None, description="For accept. Null: as it stands.")
    due_on: Day | None = Field(None, description="For accept. Null: as it stands, else by the policy.")


class DueDateIn(In):
    due_on: Day
    reason: Reason = Field("", description="Needed once the item is agreed.")


class PointerIn(In):
    action: ActionKey
    factor: Number | None = Field(None, description="Which of the postmortem's factors it answers.")


class OwnerIn(In):
    owner: Who
