"""Asking people for their verdict, asking again once the text moved on, and telling who waits for it."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.lifecycle import Blocker, MoveNotAllowed
from notifications import kinds, outbox
from postmortems.content import content_of, fingerprint
from postmortems.models import Postmortem, Review, ReviewDecision, Revision

ASKED = kinds.register(
    "review-asked",
    why=gettext_lazy("Your review was asked for."),
    label=gettext_lazy("Your review is asked for"),
    icon="chat-square-text",
    visible=Postmortem.objects.visible_to,
)
VERDICT = kinds.register(
    "review-verdict",
    why=gettext_lazy("You own what was reviewed."),
    label=gettext_lazy("A verdict on your postmortem"),
    icon="check2-square",
    visible=Postmortem.objects.visible_to,
)
PUBLISHED = kinds.register(
    "postmortem-published",
    why=gettext_lazy("You took part in what it tells of, or reviewed it."),
    label=gettext_lazy("A postmortem you had a part in is published"),
    icon="book",
    visible=Postmortem.objects.visible_to,
)
FIRST_LETTERS = 12  # of a fingerprint: enough to tell the contents of one postmortem apart


def stale(review: Review | None, stands: str) -> list[ReviewDecision]:
    """The approvals of ``review`` that were given on another content than the one whose fingerprint is ``stands``."""
    if review is None:
        return []
    given = review.decisions.filter(verdict=ReviewDecision.Verdict.APPROVED).exclude(revision__fingerprint=stands)
    return list(given.select_related("reviewer", "revision"))


@transaction.atomic
def ask_again(postmortem: Postmortem, *, by: User) -> list[ReviewDecision]:
    """Ask everybody whose approval went stale for a new one; what they approved stays known, to show what changed.

    Who was asked already on this content is not asked twice. Raises ``MoveNotAllowed`` outside of review.
    """
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    postmortem.refresh_from_db(fields=["state"])
    if postmortem.state not in Postmortem.MOVES["send_back"].sources:
        raise MoveNotAllowed("ask_again", [Blocker("wrong-state", _("It is not in review at the moment."))])
    review, now = postmortem.reviews.first(), timezone.now()
    asked = [one for one in stale(review, fingerprint(content_of(postmortem))) if one.reviewer.is_active]
    for decision in asked:
        decision.approved_before, decision.revision, decision.decided_at = decision.revision, None, None
        decision.verdict, decision.asked_at = ReviewDecision.Verdict.PENDING, now
        decision.save(update_fields=["approved_before", "revision", "decided_at", "verdict", "asked_at"])
    if review:
        tell_reviewers(review, [decision.reviewer for decision in asked], by=by)
    return asked


def last_read(postmortem: Postmortem, reviewer: User) -> Revision | None:
    """The revision on which ``reviewer`` gave their last verdict, in whichever round."""
    given = ReviewDecision.objects.filter(review__postmortem=postmortem, reviewer=reviewer).order_by("-review__round")
    for decision in given.select_related("revision", "approved_before"):
        if found := decision.revision or decision.approved_before:
            return found
    return None


def tell_reviewers(review: Review, reviewers: Iterable[User], *, by: User) -> None:
    """Tell them that their verdict is asked for; on one content each is told once."""
    postmortem = review.postmortem
    detail = _("%(name)s asked for your review") % {"name": by.name}
    if review.due_on:
        detail += " · " + _("by %(day)s") % {"day": date_words(review.due_on, "D j M")}
    occasion = f"{review.round}:{fingerprint(content_of(postmortem))[:FIRST_LETTERS]}"
    outbox.tell(
        outbox.News(reviewer, ASKED, postmortem, occasion, title=postmortem.title, detail=detail)
        for reviewer in reviewers
        if reviewer != by
    )


def tell_owner(postmortem: Postmortem, decision: ReviewDecision) -> None:
    """Tell the owner what a reviewer decided."""
    owner, revision = postmortem.owner, decision.revision
    if owner is None or owner == decision.reviewer or revision is None:
        return
    words = {"name": decision.reviewer.name, "verdict": decision.get_verdict_display().lower()}
    detail = _("%(name)s: %(verdict)s") % words + (f" · {decision.note[:200]}" if decision.note else "")
    outbox.tell([outbox.News(owner, VERDICT, postmortem, f"r{revision.number}", title=postmortem.title, detail=detail)])


def tell_of_publication(postmortem: Postmortem, revision: Revision, *, by: User) -> None:
    """Tell the owner, who took part and who reviewed; who may not see it is not told."""
    concerned = _concerned(postmortem) - {by.pk}
    people = User.objects.active().filter(pk__in=concerned)
    detail = _("%(name)s published it") % {"name": by.name}
    outbox.tell(
        outbox.News(person, PUBLISHED, postmortem, f"r{revision.number}", title=postmortem.title, detail=detail)
        for person in people
        if Postmortem.objects.visible_to(person).filter(pk=postmortem.pk).exists()
    )


def _concerned(postmortem: Postmortem) -> set[int]:
    took_part = User.objects.filter(participations__incident__postmortems=postmortem).values_list("pk", flat=True)
    found = {*took_part, *postmortem.reviewers.values_list("pk", flat=True)}
    return found | ({postmortem.owner_id} if postmortem.owner_id else set())


@transaction.atomic
def choose_reviewers(postmortem: Postmortem, reviewers: Collection[User], *, by: User) -> None:
    """Set who reviews; in a round under way newcomers are asked, and who leaves without a verdict no longer is."""
    postmortem.reviewers.set(reviewers)
    review = postmortem.reviews.first()
    if review is None or postmortem.state not in Postmortem.MOVES["send_back"].sources:
        return
    asked = [reviewer for reviewer in reviewers if reviewer.pk != postmortem.owner_id]
    review.decisions.pending().exclude(reviewer__in=asked).delete()
    present = set(review.decisions.values_list("reviewer_id", flat=True))
    new = [reviewer for reviewer in asked if reviewer.pk not in present]
    ReviewDecision.objects.bulk_create(ReviewDecision(review=review, reviewer=reviewer) for reviewer in new)
    tell_reviewers(review, new, by=by)
