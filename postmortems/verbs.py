"""The moves of a postmortem as its page offers them: the one that is the reader's first, the others in a menu."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.lifecycle import Blocker
from postmortems.models import Postmortem, ReviewDecision
from postmortems.models.postmortem import State
from postmortems.permissions import abilities
from postmortems.review import fresh_approvals

LABELS: dict[str, StrOrPromise] = {
    "submit": _("Request review"),
    "withdraw": _("Take it back from review"),
    "publish": _("Publish"),
    "revise": _("Open a new revision"),
    "waive": _("Waive it"),
    "propose_waiver": _("Propose to waive it"),
    "unwaive": _("Write it after all"),
}
ICONS = {
    "submit": "send",
    "withdraw": "arrow-return-left",
    "publish": "book",
    "revise": "pencil-square",
    "waive": "slash-circle",
    "propose_waiver": "slash-circle",
    "unwaive": "pencil-square",
}
QUESTIONS: dict[str, StrOrPromise] = {
    "waive": _("What makes a written postmortem unnecessary here?"),
    "propose_waiver": _("What makes a written postmortem unnecessary here?"),
}
DONE: dict[str, StrOrPromise] = {
    "submit": _("%(key)s is in review."),
    "withdraw": _("%(key)s is a draft again."),
    "publish": _("%(key)s is published."),
    "revise": _("A new revision of %(key)s is open. What was published stays readable meanwhile."),
    "waive": _("%(key)s is waived."),
    "unwaive": _("%(key)s is a draft again."),
    "approved": _("You approved %(key)s."),
    "changes_requested": _("You asked for changes to %(key)s."),
}
PAST: dict[str, StrOrPromise] = {
    "submit": _("asked for review"),
    "withdraw": _("took it back from review"),
    "send_back": _("asked for changes"),
    "approve": _("gave the last approval it needed"),
    "publish": _("published it"),
    "revise": _("opened a new revision"),
    "waive": _("waived it"),
    "unwaive": _("took it up after all"),
}
NEXT = {State.DRAFT: "submit", State.APPROVED: "publish"}
MISSING: dict[str, StrOrPromise] = {
    State.DRAFT: _("What is missing"),
    State.IN_REVIEW: _("Before it is approved"),
    State.APPROVED: _("Before it can be published"),
}


@dataclass(frozen=True)
class Verb:
    """One move. ``error`` and ``value``: what was wrong with the reason, and what was typed."""

    name: str
    label: StrOrPromise
    url: str
    icon: str
    question: StrOrPromise = ""
    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class Verbs:
    """``primary`` is None while ``blockers`` stand in its way; ``review_url`` leads a reviewer to their verdict."""

    primary: Verb | None = None
    others: list[Verb] = field(default_factory=list)
    blockers: list[Blocker] = field(default_factory=list)
    missing: StrOrPromise = ""
    review_url: str = ""

    @property
    def refused(self) -> bool:
        """Whether what one of the others asks for has to be looked at."""
        return any(verb.error for verb in self.others)


def verbs_of(postmortem: Postmortem, user: User, *, typed: dict[str, Any] | None = None) -> Verbs:
    """What ``user`` may do next; ``typed`` holds the reason and the error of a refused ``waive``."""
    can = abilities(user, postmortem)
    following = NEXT.get(State(postmortem.state), "approve")
    blockers = (
        postmortem.blockers(following, by=user) if postmortem.is_editable and (can["write"] or can["move"]) else []
    )
    return Verbs(
        primary=_verb(postmortem, following) if following in LABELS and can["move"] and not blockers else None,
        others=list(_others(postmortem, can, following, typed or {})),
        blockers=blockers,
        missing=MISSING.get(postmortem.state, ""),
        review_url=reverse("postmortems:read", args=[postmortem.key]) + "#verdict" if owes(user, postmortem) else "",
    )


def _others(postmortem: Postmortem, can: dict[str, bool], following: str, typed: dict[str, Any]) -> Iterator[Verb]:
    for name in postmortem.possible_moves():
        allowed = can["waive" if name in {"waive", "unwaive"} else "move"]
        if allowed and name in LABELS and name != following:
            yield _verb(postmortem, name, **(typed if name == "waive" else {}))
    if can["move"] and not can["waive"] and postmortem.state == State.DRAFT and not postmortem.waiver_proposal:
        yield _verb(postmortem, "propose_waiver", **typed)


def _verb(postmortem: Postmortem, name: str, **typed: Any) -> Verb:
    url = reverse(f"postmortems:{name}", args=[postmortem.key])
    return Verb(name, LABELS[name], url, ICONS[name], QUESTIONS.get(name, ""), **typed)


def owes(user: User, postmortem: Postmortem) -> bool:
    """Whether the present content waits for the verdict of ``user``: none given yet, or one that is stale."""
    decision = decision_of(user, postmortem)
    return decision is not None and not fresh_approvals(postmortem).filter(pk=decision.pk).exists()


def decision_of(user: User, postmortem: Postmortem) -> ReviewDecision | None:
    """The verdict that ``user`` was asked for in the round under way, if any."""
    if postmortem.state not in Postmortem.MOVES["send_back"].sources or user.pk == postmortem.owner_id:
        return None
    return ReviewDecision.objects.filter(review=postmortem.reviews.first(), reviewer=user).first()
