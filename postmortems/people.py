"""Who may own and review a postmortem, and what follows from choosing others."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Role, User
from incidents.models import Incident
from incidents.sight import readers_of
from postmortems.models import Postmortem, ReviewDecision


def writers_of(incidents: Collection[Incident]) -> QuerySet[User]:
    """Those of its readers who may own or review it: a viewer only reads."""
    return readers_of(incidents).exclude(role=Role.VIEWER)


@transaction.atomic
def choose_reviewers(postmortem: Postmortem, reviewers: Collection[User]) -> None:
    """Set who reviews; in a round under way newcomers are asked, and who leaves without a verdict no longer is."""
    postmortem.reviewers.set(reviewers)
    review = postmortem.reviews.first()
    if review is None or postmortem.state not in Postmortem.MOVES["send_back"].sources:
        return
    asked = [reviewer for reviewer in reviewers if reviewer.pk != postmortem.owner_id]
    review.decisions.pending().exclude(reviewer__in=asked).delete()
    present = set(review.decisions.values_list("reviewer_id", flat=True))
    ReviewDecision.objects.bulk_create(
        ReviewDecision(review=review, reviewer=reviewer) for reviewer in asked if reviewer.pk not in present
    )
