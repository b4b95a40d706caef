"""Submit, approve, send back, publish: the moves of a postmortem and the rules that hold them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.lifecycle import Attempt, Blocker, MoveNotAllowed
from postmortems import text
from postmortems.changes import changed_headings
from postmortems.content import content_of, fingerprint, keep_revision
from postmortems.models import Postmortem, Review, ReviewDecision, Revision
from postmortems.models.postmortem import State
from postmortems.verdicts import choose_reviewers, tell_of_publication, tell_owner, tell_reviewers

Verdict = ReviewDecision.Verdict
KEPT_AS = {Verdict.APPROVED: Revision.Why.APPROVED, Verdict.CHANGES_REQUESTED: Revision.Why.SENT_BACK}


@Postmortem.guard("submit")
def what_is_missing(postmortem: Postmortem, _attempt: Attempt) -> Iterator[Blocker]:
    """Everything that a reviewer would have to send back for, with the place to mend it."""
    text.refresh(postmortem)
    here = postmortem.get_absolute_url()
    about = reverse("postmortems:about", args=[postmortem.key])
    if postmortem.owner is None:
        yield Blocker("owner", _("Nobody owns it yet."), f"{about}#id_owner")
    for section in postmortem.sections.all():
        if section.required and not section.is_written:
            yield Blocker(
                f"section-{section.key}",
                _("“%(heading)s” is still empty.") % {"heading": section.heading},
                f"{here}?edit={section.key}#section-{section.key}",
            )
    if len(postmortem.timeline()[:2]) < 2:
        yield Blocker(
            "timeline",
            _("The timeline needs at least two events."),
            reverse("postmortems:timeline", args=[postmortem.key]),
        )
    if not postmortem.factors.exists():
        yield Blocker(
            "factors",
            _("Name at least one contributing factor."),
            reverse("postmortems:factors", args=[postmortem.key]),
        )
    if not postmortem.response.looked_at().exists():
        yield Blocker(
            "response",
            _("Nobody has looked at how the response went."),
            reverse("postmortems:response", args=[postmortem.key]),
        )
    if not any(reviewer.is_active and reviewer.pk != postmortem.owner_id for reviewer in postmortem.reviewers.all()):
        yield Blocker("reviewer", _("Choose a reviewer other than the owner."), f"{about}#id_reviewers")


@Postmortem.guard("approve", "publish")
def enough_fresh_approvals(postmortem: Postmortem, _attempt: Attempt) -> Iterator[Blocker]:
    """The policy's number of approvals, by others than the owner, on the text as it stands now."""
    needed, given = postmortem.severity().approvals_needed, fresh_approvals(postmortem).count()
    if given < needed:
        yield Blocker(
            "approvals",
            _("It has %(given)d of the %(needed)d approvals it needs on the text as it stands.")
            % {"given": given, "needed": needed},
            reverse("postmortems:read", args=[postmortem.key]),
        )


def fresh_approvals(postmortem: Postmortem) -> QuerySet[ReviewDecision]:
    """Approvals of the present round that were given on exactly the present content, not by the owner."""
    return (
        ReviewDecision.objects.filter(review=postmortem.reviews.first())
        .exclude(reviewer_id=postmortem.owner_id)
        .fresh_approvals(fingerprint(content_of(postmortem)))
    )


@dataclass(frozen=True)
class Row:
    """A verdict with what has changed since; ``has_left``: the reviewer will not give another."""

    decision: ReviewDecision
    is_stale: bool
    changed: list[str]

    @property
    def has_left(self) -> bool:
        return not self.decision.reviewer.is_active


@dataclass(frozen=True)
class Standing:
    """Where a round stands: how many approvals count, how many it needs, and everybody who was asked."""

    review: Review
    needed: int
    fresh: int
    rows: list[Row]

    @property
    def stale(self) -> bool:
        """Whether somebody can be asked again."""
        return any(row.is_stale and not row.has_left for row in self.rows)


def standing_of(postmortem: Postmortem) -> Standing | None:
    """The round under way, or the last one; None before the first."""
    review = postmortem.reviews.first()
    if review is None:
        return None
    content = content_of(postmortem)
    stands = fingerprint(content)
    decisions = list(review.decisions.select_related("reviewer", "revision"))
    rows = [_row(decision, content, stands) for decision in decisions]
    counts = [row for row in rows if row.decision.verdict == Verdict.APPROVED and not row.is_stale]
    fresh = sum(row.decision.reviewer_id != postmortem.owner_id for row in counts)
    return Standing(review, postmortem.severity().approvals_needed, fresh, rows)


def _row(decision: ReviewDecision, content: dict[str, Any], stands: str) -> Row:
    revision = decision.revision
    is_stale = decision.verdict == Verdict.APPROVED and revision is not None and revision.fingerprint != stands
    return Row(decision, is_stale, changed_headings(revision.content, content) if is_stale and revision else [])


@transaction.atomic
def ask(postmortem: Postmortem, reviewers: Collection[User], *, due_on: date | None, by: User) -> None:
    """Choose who reviews it and by when; in a round under way newcomers are asked at once."""
    review = postmortem.reviews.first()
    if review and postmortem.state != State.DRAFT:
        review.due_on = due_on
        review.save(update_fields=["due_on"])
    choose_reviewers(postmortem, reviewers, by=by)


@transaction.atomic
def submit(postmortem: Postmortem, *, by: User, due_on: date | None = None) -> Review:
    """Ask its reviewers for their verdicts, by ``due_on``: a new round, on a revision of what stands now."""
    text.hold(postmortem)
    postmortem._move("submit", by=by)
    keep_revision(postmortem, why=Revision.Why.SUBMITTED, by=by)
    last = postmortem.reviews.first()
    review = postmortem.reviews.create(round=last.round + 1 if last else 1, requested_by=by, due_on=due_on)
    asked = [person for person in postmortem.reviewers.filter(is_active=True) if person.pk != postmortem.owner_id]
    ReviewDecision.objects.bulk_create([ReviewDecision(review=review, reviewer=reviewer) for reviewer in asked])
    tell_reviewers(review, asked, by=by)
    return review


def withdraw(postmortem: Postmortem, *, by: User) -> None:
    """Take it back to the desk without a verdict."""
    postmortem._move("withdraw", by=by)


@transaction.atomic
def decide(postmortem: Postmortem, *, by: User, verdict: str, note: str = "", seen: str = "") -> ReviewDecision:
    """Give ``by``'s verdict on the content as it stands; the postmortem moves when the verdict decides it.

    ``seen`` is the fingerprint of the content that ``by`` has read, if known: an approval is of that alone.
    Raises ``MoveNotAllowed``: not in review, not asked for a verdict, changes asked for without saying which,
    changed since it was read.
    """
    text.hold(postmortem)  # an edit under way is in what is decided on, or comes after it and makes it stale
    postmortem.refresh_from_db()
    decision = _decision_of(postmortem, by, verdict)
    if verdict == Verdict.APPROVED and seen and seen != fingerprint(content_of(postmortem)):
        message = _("It has changed since you opened it. Read it once more before you approve it.")
        raise MoveNotAllowed(verdict, [Blocker("changed", message, reverse("postmortems:read", args=[postmortem.key]))])
    if verdict == Verdict.CHANGES_REQUESTED:
        postmortem._move("send_back", by=by, reason=note)
    decision.verdict, decision.note, decision.decided_at = verdict, note.strip(), timezone.now()
    decision.revision = keep_revision(postmortem, why=KEPT_AS[Verdict(verdict)], by=by)
    decision.save()
    tell_owner(postmortem, decision)
    approve_if_ready(postmortem, by=by)
    return decision


def approve_if_ready(postmortem: Postmortem, *, by: User) -> None:
    """Approve it when nothing stands in the way any more; ``by`` did the last thing that was needed."""
    if "approve" in postmortem.possible_moves() and not postmortem.blockers("approve", by=by):
        postmortem._move("approve", by=by)


def _decision_of(postmortem: Postmortem, reviewer: User, verdict: str) -> ReviewDecision:
    if postmortem.state not in Postmortem.MOVES["send_back"].sources:
        raise MoveNotAllowed(verdict, [Blocker("wrong-state", _("It is not in review at the moment."))])
    decision = ReviewDecision.objects.filter(review=postmortem.reviews.first(), reviewer=reviewer).first()
    if decision is None or reviewer.pk == postmortem.owner_id:
        raise MoveNotAllowed(verdict, [Blocker("not-a-reviewer", _("You were not asked to review this."))])
    return decision


@transaction.atomic
def publish(postmortem: Postmortem, *, by: User) -> None:
    """Make the content as it stands the one that the organisation reads."""
    text.hold(postmortem)
    blockers = postmortem.blockers("publish", by=by)
    if blockers:
        raise MoveNotAllowed("publish", blockers)
    revision = keep_revision(postmortem, why=Revision.Why.PUBLISHED, by=by)
    postmortem._move("publish", by=by, published_revision=revision, published_at=timezone.now())
    tell_of_publication(postmortem, revision, by=by)
