"""The action items as a board: a column for each state, and on each card the moves that lead to another."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, F
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet, State
from actions.permissions import can_move
from actions.verbs import VERBS
from core.paging import in_this_order

STATES = (State.PROPOSED, State.OPEN, State.IN_PROGRESS, State.BLOCKED, State.DONE, State.VERIFIED)
SHOWN = 10  # cards of a column; the rest is one click away in the table


@dataclass(frozen=True)
class Step:
    """A move as the card offers it: ``question`` where it needs a reason; ``asks_more``: on the item's page."""

    name: str
    label: StrOrPromise
    question: StrOrPromise
    target: str
    url: str
    asks_more: bool


@dataclass(frozen=True)
class Card:
    item: ActionItem
    steps: list[Step]


@dataclass(frozen=True)
class Column:
    state: State
    count: int
    cards: list[Card]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def columns(items: ActionItemQuerySet, user: User) -> list[Column]:
    """What is due first stands on top; what is finished shows the newest."""
    counts = dict(items.order_by().values_list("state").annotate(Count("pk")))
    tops = {state: list(_in_column(items, state).values_list("pk", flat=True)[:SHOWN]) for state in STATES}
    rows = in_this_order(ActionItem.objects.for_rows(), chain.from_iterable(tops.values()))
    cards = {state: [Card(row, steps(row, user)) for row in rows if row.pk in tops[state]] for state in STATES}
    return [Column(state, counts.get(state, 0), cards[state]) for state in STATES]


def _in_column(items: ActionItemQuerySet, state: State) -> ActionItemQuerySet:
    found = items.filter(state=state)
    if state in (State.DONE, State.VERIFIED):
        return found.order_by("-done_at", "-pk")
    return found.order_by(F("due_on").asc(nulls_last=True), "priority", "pk")


def steps(item: ActionItem, user: User) -> list[Step]:
    """The moves that ``user`` may try from the item's state; its guards answer when they do."""
    return [_step(item, name) for name in item.possible_moves()] if can_move(user, item) else []


def _step(item: ActionItem, name: str) -> Step:
    verb, target = VERBS[name], item.MOVES[name].target
    asks_more = name == "accept" and item.owner_id is None
    url = item.get_absolute_url() if asks_more else reverse(f"actions:{name}", args=[item.key])
    return Step(name, verb.label, verb.question, target, url, asks_more)
