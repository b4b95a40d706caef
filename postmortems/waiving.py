"""Letting a postmortem be: whoever drives it proposes that with a reason, a lead decides."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, User
from core.lifecycle import Blocker, MoveNotAllowed
from notifications import kinds, outbox
from postmortems.models import Postmortem
from postmortems.models.postmortem import State

PROPOSED = kinds.register(
    "waiver-proposed",
    why=gettext_lazy("You lead the team, and a lead decides whether it is waived."),
    label=gettext_lazy("Somebody proposes to waive a postmortem of your team"),
    icon="slash-circle",
    visible=Postmortem.objects.visible_to,
)
DECLINED = kinds.register(
    "waiver-declined",
    why=gettext_lazy("You proposed to waive it."),
    label=gettext_lazy("Your proposal to waive is declined"),
    icon="pencil-square",
    visible=Postmortem.objects.visible_to,
)


@transaction.atomic
def propose(postmortem: Postmortem, *, by: User, reason: str) -> None:
    """Ask the leads to waive it. Raises ``MoveNotAllowed`` past the draft and without a ``reason``."""
    row = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if row.state != State.DRAFT:
        raise MoveNotAllowed("propose_waiver", [Blocker("wrong-state", _("Only a draft can be waived."))])
    if not reason.strip():
        raise MoveNotAllowed("propose_waiver", [Blocker("reason-required", _("Say why, in a few words."))])
    _set(postmortem, waiver_proposal=reason.strip(), waiver_proposed_by=by)
    led = Membership.objects.filter(role=Membership.Role.LEAD, team__incidents__postmortems=postmortem)
    leads = User.objects.active().filter(pk__in=led.values("user")).exclude(pk=by.pk)
    detail = _("%(name)s proposes to waive it: %(reason)s") % {"name": by.name, "reason": reason.strip()[:300]}
    moves = postmortem.moves.count()  # once for each time it is a draft
    outbox.tell(
        outbox.News(lead, PROPOSED, postmortem, f"{by.pk}:{moves}", title=postmortem.title, detail=detail)
        for lead in leads
    )


@transaction.atomic
def waive(postmortem: Postmortem, *, by: User, reason: str) -> None:
    """Decide, as ``by`` who answers for it, that nothing will be written; without words of their own for the reason
    that was proposed.
    """
    postmortem.waive(by=by, reason=reason.strip() or postmortem.waiver_proposal)
    _set(postmortem, waiver_proposal="", waiver_proposed_by=None)


@transaction.atomic
def decline(postmortem: Postmortem, *, by: User) -> None:
    """It is to be written after all. Raises ``MoveNotAllowed`` where nothing was proposed."""
    proposer = postmortem.waiver_proposed_by
    if proposer is None:
        raise MoveNotAllowed("decline_waiver", [Blocker("nothing-proposed", _("Nobody proposes to waive it."))])
    _set(postmortem, waiver_proposal="", waiver_proposed_by=None)
    detail = _("%(name)s asks you to write it after all") % {"name": by.name}
    occasion = f"{by.pk}:{postmortem.moves.count()}"
    outbox.tell([outbox.News(proposer, DECLINED, postmortem, occasion, title=postmortem.title, detail=detail)])


def _set(postmortem: Postmortem, **changes: object) -> None:
    for field, value in changes.items():
        setattr(postmortem, field, value)
    postmortem.save(update_fields=list(changes))
