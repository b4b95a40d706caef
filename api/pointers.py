"""“Already planned, also prevents this”: items of others that a postmortem points at."""

from django.core.exceptions import PermissionDenied
from ninja import Router, Status

from accounts.access import current_user
from accounts.models import User
from actions.access import get_action_for
from actions.models import ActionItem, Pointer
from actions.permissions import can_propose
from api import references
from api.requests import ApiRequest
from api.shapes.actions import PointerIn, PointerOut
from api.values import ActionKey, PostmortemKey, number_of
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem

router = Router(tags=["postmortems"])


@router.get("/{key}/actions", response=list[PointerOut])
def list_pointers(request: ApiRequest, key: PostmortemKey) -> list[PointerOut]:
    """The items of others that it points at; its own are found by ``/action-items?postmortem=…``."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number_of(key))
    seen = Pointer.objects.filter(postmortem=postmortem, item__in=ActionItem.objects.visible_to(user))
    return [PointerOut.of(pointer) for pointer in seen.select_related("item", "by")]


@router.post("/{key}/actions", response={201: PointerOut})
def point(request: ApiRequest, key: PostmortemKey, pointer: PointerIn) -> Status[PointerOut]:
    """Point at an item that is planned already and prevents this, too. A second time changes its factor."""
    user = current_user(request)
    postmortem = _writable(user, key)
    item = get_action_for(user, number_of(pointer.action))
    factor = None
    if pointer.factor is not None:
        factor = references.row(postmortem.factors.all(), "pk", str(pointer.factor), pointer="/factor")
    item.also_prevents(postmortem, factor=factor, by=user)
    return Status(201, PointerOut.of(postmortem.pointers.get(item=item)))


@router.delete("/{key}/actions/{action}", response={204: None})
def unpoint(request: ApiRequest, key: PostmortemKey, action: ActionKey) -> Status[None]:
    """Let the postmortem no longer point at the item."""
    user = current_user(request)
    postmortem = _writable(user, key)
    postmortem.pointers.filter(item=get_action_for(user, number_of(action))).delete()
    return Status(204, None)


def _writable(user: User, key: str) -> Postmortem:
    postmortem = get_postmortem_for(user, number_of(key))
    if not can_propose(user, postmortem):
        raise PermissionDenied
    return postmortem
