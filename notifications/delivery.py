"""From the outbox to people's mailboxes: every row in one mail, every person's rows in as few as may be.

Several deliverers may run at once. A digest is claimed with a conditional UPDATE, so one of them gets it; the claim is
a lease, so a deliverer that dies holds it up for a while only. What was sent but not yet marked is sent again *as the
same mail* (same rows, same Message-ID), which mail clients show once.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID, uuid4

import structlog
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from notifications import digest
from notifications.models import LEASE, RETRIES, Notification, NotificationQuerySet

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 500  # digests in one run; the next run goes on


@dataclass(frozen=True)
class Claim:
    """The rows of one digest, in our hands until ``until``."""

    recipient_id: int
    digest: UUID
    until: datetime

    def rows(self) -> NotificationQuerySet:
        """As long as nobody else took them over: the end of the lease tells one claim from the next."""
        held = Notification.objects.undelivered().filter(digest=self.digest, claimed_until=self.until)
        return held.filter(recipient_id=self.recipient_id)


def deliver(*, now: datetime | None = None) -> Counter[str]:
    """Send everything that is due; returns how many digests were ``sent``, ``failed``, ``given_up``.

    ``now`` is the moment by which rows are due (the present one). Never raises for a mail that cannot be sent.
    """
    moment = now or timezone.now()
    _drop_what_nobody_reads(moment)
    return Counter(_send(claim, moment) for claim in _claims(moment))


def _drop_what_nobody_reads(now: datetime) -> None:
    """People without access get no mail, not even a late one when they return; their inbox keeps the rows."""
    Notification.objects.undelivered().filter(recipient__is_active=False).update(given_up_at=now)


def _claims(now: datetime) -> Iterator[Claim]:
    due = Notification.objects.claimable(now).order_by("recipient_id", "digest")
    for recipient_id, old in list(due.values_list("recipient_id", "digest").distinct()[:MOST_AT_ONCE]):
        if claim := _claim(recipient_id, old, now):
            yield claim


def _claim(recipient_id: int, old: UUID | None, now: datetime) -> Claim | None:
    """Take a person's digest, or (``old`` is None) everything new of theirs as a digest; None if another was faster."""
    claim = Claim(recipient_id, old or uuid4(), timezone.now() + LEASE)
    wanted = Notification.objects.claimable(now).filter(recipient_id=recipient_id, digest=old)
    taken = wanted.update(digest=claim.digest, claimed_until=claim.until, attempts=F("attempts") + 1)
    return claim if taken else None


def _send(claim: Claim, now: datetime) -> str:
    person = User.objects.get(pk=claim.recipient_id)
    claim.rows().exclude(pk__in=Notification.objects.visible_to(person).values("pk")).delete()
    rows = list(claim.rows().order_by("urgency", "pk")[: digest.MOST])
    if not rows:
        return "withdrawn"
    total = len(rows) if len(rows) < digest.MOST else claim.rows().count()
    try:
        digest.build(person, rows, claim.digest, total=total).send()
    except (SMTPException, OSError) as error:
        return _put_back(claim, rows[0].attempts, now, error)
    except Exception as error:  # whatever is wrong with this mail must not hold up the others
        log.exception("digest_broken", digest=str(claim.digest))
        return _put_back(claim, rows[0].attempts, now, error)
    claim.rows().update(delivered_at=timezone.now(), claimed_until=None)
    log.info("digest_sent", digest=str(claim.digest), recipient=person.pk, rows=total)
    return "sent"


def _put_back(claim: Claim, attempts: int, now: datetime, error: Exception) -> str:
    """Plan the next try, or give up after the last."""
    facts = {"digest": str(claim.digest), "recipient": claim.recipient_id, "attempts": attempts, "error": str(error)}
    if attempts > len(RETRIES):
        claim.rows().update(given_up_at=now, claimed_until=None)
        log.error("digest_given_up", **facts)
        return "given_up"
    next_try = now + RETRIES[attempts - 1]
    claim.rows().update(next_try_at=next_try, claimed_until=None)
    log.warning("digest_failed", next_try=next_try.isoformat(), **facts)
    return "failed"
