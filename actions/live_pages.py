"""Open pages of a postmortem hear when one of its action items changes."""

from actions.models import ActionItem
from actions.models.pointer import Pointer
from core.lifecycle import HasLifecycle, MoveRecord, on_move
from postmortems.live_pages import tell, watch

watch(ActionItem, "actions")
watch(Pointer, "actions")


@on_move
def _on_move(thing: HasLifecycle, _move: MoveRecord) -> None:
    if isinstance(thing, ActionItem):
        tell("actions", pk=thing.postmortem_id)
