"""The verbs of an action item as the reader meets them: words, questions, and which one comes next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import State
from core.lifecycle import Blocker


@dataclass(frozen=True)
class Verb:
    """``label`` on the button, ``done`` after the deed, ``question`` where it needs a reason in words."""

    label: StrOrPromise
    done: StrOrPromise
    question: StrOrPromise = ""


VERBS = {
    "accept": Verb(_("Accept"), _("Agreed: %(key)s is due.")),
    "decline": Verb(_("Decline"), _("%(key)s was declined."), _("What makes it not worth doing?")),
    "start": Verb(_("Start"), _("%(key)s is in progress.")),
    "block": Verb(_("Mark as blocked"), _("%(key)s is blocked."), _("What is it waiting for?")),
    "unblock": Verb(_("No longer blocked"), _("%(key)s is open again.")),
    "finish": Verb(_("Mark as done"), _("%(key)s is done.")),
    "verify": Verb(_("It worked"), _("%(key)s was verified.")),
    "reopen": Verb(_("Reopen"), _("%(key)s is open again."), _("What is still to do?")),
    "give_up": Verb(_("Not going to do it"), _("%(key)s will not be done."), _("What changed since it was agreed?")),
    "reconsider": Verb(_("Propose again"), _("%(key)s is proposed again.")),
}
NEXT = {
    State.PROPOSED: "accept",
    State.OPEN: "start",
    State.IN_PROGRESS: "finish",
    State.BLOCKED: "start",
    State.DONE: "verify",
}


@dataclass(frozen=True)
class Offer:
    """A verb that may start from the present state, for the page: what stands in its way is in ``blockers``."""

    name: str
    label: StrOrPromise
    question: StrOrPromise
    url: str
    blockers: list[Blocker]


def offers(item: ActionItem, user: User) -> tuple[Offer | None, list[Offer]]:
    """The one verb that comes next (None where nothing is left to do), and the others."""
    possible = {name: _offer(item, name, user) for name in item.possible_moves()}
    following = possible.pop(NEXT.get(State(item.state), ""), None)
    return following, list(possible.values())


def _offer(item: ActionItem, name: str, user: User) -> Offer:
    verb = VERBS[name]
    label = _("Take up again") if name == "start" and item.state == State.BLOCKED else verb.label
    # What accepting asks for is asked by its form, so it stands in nobody's way here.
    blockers = [] if name == "accept" else item.blockers(name, by=user)
    return Offer(name, label, verb.question, reverse(f"actions:{name}", args=[item.key]), blockers)
