"""While a text is being written it is kept as a revision about once an hour, so that no long day has one version."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from postmortems import text
from postmortems.content import content_of, fingerprint, keep_revision
from postmortems.models import Postmortem, Revision
from postmortems.models.postmortem import EDITABLE

APART = timedelta(hours=1)


def written_on(at: datetime) -> QuerySet[Postmortem]:
    """Those in whose documents somebody wrote after their last revision, which is an hour old ``at`` that moment."""
    newest = Revision.objects.filter(postmortem=OuterRef("pk")).order_by("-number")
    rows = (
        Postmortem.objects.filter(state__in=EDITABLE)
        .exclude(document=None)
        .annotate(
            kept_at=Coalesce(Subquery(newest.values("created_at")[:1]), F("created_at")),
            kept_seq=Coalesce(Subquery(newest.values("document_seq")[:1]), 0),
        )
    )
    return rows.filter(Q(document__head_seq__gt=F("kept_seq")), kept_at__lte=at - APART)


def keep(*, at: datetime) -> list[Revision]:
    """Keep one of each that reads differently by now; a second run at the same moment keeps none."""
    kept = (_kept(postmortem, at) for postmortem in written_on(at))
    return [revision for revision in kept if revision]


@transaction.atomic
def _kept(postmortem: Postmortem, at: datetime) -> Revision | None:
    text.hold(postmortem)
    if not written_on(at).filter(pk=postmortem.pk).exists():
        return None  # kept by somebody else meanwhile
    last = postmortem.revisions.first()
    if last is not None and last.fingerprint == fingerprint(content_of(postmortem)):
        return None
    return keep_revision(postmortem, why=Revision.Why.HOURLY, by=None)
