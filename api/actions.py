"""Action items: what is going to change, and its moves."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from ninja import Query, Router, Status

from accounts.access import current_user
from accounts.models import Team
from actions import questions
from actions.access import get_action_for
from actions.filters import ActionFilter
from actions.forms import ItemForm
from actions.models import ActionItem
from actions.permissions import abilities, can_propose
from api import references
from api.forms import revised
from api.moves import Takes, arguments
from api.paging import Order, Page, page
from api.requests import ApiRequest, may
from api.shapes.actions import (
    ActionFields,
    ActionIn,
    ActionMoveIn,
    ActionOut,
    ActionPatch,
    ActionQuery,
    ActionRow,
    DueDateIn,
    OwnerIn,
    Verb,
)
from api.values import ActionKey, number_of
from incidents.models import Service, Severity
from postmortems.access import get_postmortem_for

router = Router(tags=["action-items"])
ORDER = Order("action-items")
NOBODY = "nobody"

MOVES: Takes = {
    "accept": {"owner", "due_on"},
    "decline": {"reason"},
    "start": set(),
    "block": {"reason"},
    "unblock": set(),
    "finish": set(),
    "verify": set(),
    "reopen": {"reason"},
    "give_up": {"reason"},
    "reconsider": set(),
}


@router.get("", response=Page[ActionRow])
def list_actions(request: ApiRequest, query: Query[ActionQuery]) -> dict[str, Any]:
    """Action items that you may see, the newest key first. Without a state: what is to decide or to do."""
    visible = ActionItem.objects.visible_to(current_user(request))
    rows = ActionFilter(_narrowed(query), queryset=visible, request=request).qs.for_rows()
    return page(request, rows, query, ORDER, ActionRow.of)


def _narrowed(query: ActionQuery) -> dict[str, Any]:
    """``query`` as the page's filter takes it. Raises ``Problem`` for names of things that are not there."""
    same = ("state", "due", "priority", "kind", "mine", "postmortem", "incident")
    data: dict[str, Any] = {"q": query.text, **{name: getattr(query, name) for name in same}}
    if query.owner:
        nobody = query.owner == NOBODY
        data["owner"] = "null" if nobody else references.person(query.owner, parameter="owner").pk
    if query.team:
        data["team"] = references.row(Team.objects.all(), "slug", query.team, parameter="team").pk
    if query.service:
        data["service"] = references.row(Service.objects.all(), "name", query.service, parameter="service").pk
    if query.severity:
        data["severity"] = references.row(Severity.objects.all(), "name", query.severity, parameter="severity").pk
    return data


@router.post("", response={201: ActionOut})
def propose_action(request: ApiRequest, response: HttpResponse, item: ActionIn) -> Status[ActionOut]:
    """Propose an item, alone or from a postmortem. Without a date it is due by the policy."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number_of(item.postmortem)) if item.postmortem else None
    if not can_propose(user, postmortem):
        raise PermissionDenied
    given = _resolved(item)
    given.pop("postmortem", None)
    made = revised(
        lambda data: ItemForm(data, instance=ActionItem(postmortem=postmortem, created_by=user)), given
    ).save()
    response.headers["Location"] = f"{request.path}/{made.key}"
    return Status(201, _shown(request, made.pk))


@router.get("/{key}", response=ActionOut)
def read_action(request: ApiRequest, key: ActionKey) -> ActionOut:
    """One action item with its history."""
    return _shown(request, number_of(key))


@router.patch("/{key}", response=ActionOut)
def change_action(request: ApiRequest, key: ActionKey, changes: ActionPatch) -> ActionOut:
    """Change its words: what is sent, and nothing else."""
    item = get_action_for(current_user(request), number_of(key), ability="write")
    # What others save or move meanwhile must not be written back as it was.
    item = ActionItem.objects.select_for_update().get(pk=item.pk)
    if given := _resolved(changes):
        revised(lambda data: ItemForm(data, instance=copy(item)), given).save()
    return _shown(request, item.pk)


def _resolved(item: ActionFields) -> dict[str, Any]:
    given = item.given()
    if given.get("owner"):
        given["owner"] = references.person(given["owner"], pointer="/owner").pk
    if given.get("team"):
        given["team"] = references.row(Team.objects.all(), "slug", given["team"], pointer="/team").pk
    return given


@router.post("/{key}/due-date", response=ActionOut)
def move_due_date(request: ApiRequest, key: ActionKey, due: DueDateIn) -> ActionOut:
    """Set another due date. Once the item is agreed the change is kept, and needs a reason."""
    user = current_user(request)
    item = get_action_for(user, number_of(key), ability="move")
    item.move_due(due.due_on, by=user, reason=due.reason)
    return _shown(request, item.pk)


@router.put("/{key}/owner", response=ActionOut)
def hand_over(request: ApiRequest, key: ActionKey, to: OwnerIn) -> ActionOut:
    """Hand it over to somebody who may see it and write."""
    user = current_user(request)
    item = get_action_for(user, number_of(key), ability="move")
    item.assign(references.person(to.owner, pointer="/owner"), by=user)
    return _shown(request, item.pk)


@router.post("/{key}/confirm", response=ActionOut)
def confirm_action(request: ApiRequest, key: ActionKey) -> ActionOut:
    """It worked: the answer to the question that is asked some days after it was done, or when it happened again."""
    user = current_user(request)
    item = get_action_for(user, number_of(key), ability="move")
    questions.confirm(item, by=user)
    return _shown(request, item.pk)


@router.post("/{key}/moves/{verb}", response=ActionOut)
def move_action(request: ApiRequest, key: ActionKey, verb: Verb, move: ActionMoveIn | None = None) -> ActionOut:
    """Move it on. A refusal names everything that stands in the way."""
    user = current_user(request)
    item = get_action_for(user, number_of(key), ability="move")
    taken = arguments(move or ActionMoveIn(), verb, MOVES)
    if taken.get("owner"):
        taken["owner"] = references.person(taken["owner"], pointer="/owner")
    getattr(item, verb)(by=user, **taken)
    return _shown(request, item.pk)


def _shown(request: ApiRequest, number: int) -> ActionOut:
    """The item as it stands now, as ``request``'s token sees it."""
    user = current_user(request)
    item = get_action_for(user, number)
    return ActionOut.whole(item, user=user, may=may(request, abilities(user, item)))
