"""Postmortems that a person owns or was asked to review, as something to hand over."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import holdings
from accounts.models import User
from core.lifecycle import Blocker, MoveNotAllowed
from postmortems.models import Postmortem, ReviewDecision
from postmortems.people import writers_of
from postmortems.verdicts import choose_reviewers


def owned_by(person: User) -> QuerySet[Postmortem]:
    """What they still have to bring to an end; what is published keeps its author."""
    return Postmortem.objects.unsettled().filter(owner=person)


def give(postmortem: Postmortem, to: User, _before: User, by: User) -> None:
    _may_have(postmortem, to)
    postmortem.owner = to
    postmortem.save(update_fields=["owner", "updated_at"])
    choose_reviewers(postmortem, list(postmortem.reviewers.exclude(pk=to.pk)), by=by)  # nobody reviews their own


def waiting_for(person: User) -> QuerySet[Postmortem]:
    """Those in review whose present round waits for a verdict of theirs."""
    return Postmortem.objects.filter(pk__in=ReviewDecision.objects.asked_of(person).values("review__postmortem"))


def give_review(postmortem: Postmortem, to: User, before: User, by: User) -> None:
    _may_have(postmortem, to)
    if postmortem.owner_id == to.pk:
        words = _("%(name)s owns it, and nobody reviews their own.") % {"name": to.name}
        raise MoveNotAllowed("hand_over", [Blocker("own", words)])
    choose_reviewers(postmortem, [*postmortem.reviewers.exclude(pk=before.pk), to], by=by)


def _may_have(postmortem: Postmortem, to: User) -> None:
    if not writers_of(postmortem.incidents.all()).filter(pk=to.pk).exists():
        words = _("%(name)s may not see it, or only reads: name them on the incident first.") % {"name": to.name}
        raise MoveNotAllowed("hand_over", [Blocker("owner-cannot-see", words)])


holdings.register(
    "postmortems", label=gettext_lazy("Postmortems to finish"), icon="journal-text", held=owned_by, give=give
)
holdings.register(
    "reviews", label=gettext_lazy("Reviews asked for"), icon="chat-square-text", held=waiting_for, give=give_review
)
