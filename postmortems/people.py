"""Who may own, review and read a postmortem, and what follows from choosing others."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Role, User
from incidents.models import Incident, Visibility
from postmortems.models import Postmortem, ReviewDecision


def readers_of(incidents: Collection[Incident]) -> QuerySet[User]:
    """The active people who may see every one of ``incidents``: ``visible_to``, asked from the other side."""
    readers = User.objects.active()
    for incident in incidents:
        if incident.visibility == Visibility.ORGANISATION:
            continue
        may = Q(role=Role.ADMIN) | Q(pk__in=incident.restricted_to.values("pk"))
        if incident.visibility == Visibility.TEAM and incident.team:
            may |= Q(pk__in=incident.team.members.values("pk"))
        readers = readers.filter(may)
    return readers


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
