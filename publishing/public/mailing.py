"""Mails to subscribers: each a row before it is a mail, claimed by one worker, sent once.

As in the outbox, what was sent but not marked goes out again as the same mail (same Message-ID).
"""

from collections import Counter
from datetime import datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from publishing.models import LiveStatement, PublicSite, Subscriber, SubscriberMail
from publishing.models.subscriber import LEASE, RETRIES

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
Kind = SubscriberMail.Kind


def tell_subscribers(page: LiveStatement, kind: Kind, *, occasion: str) -> None:
    """Write a mail down for everybody who is subscribed now; in the transaction of what it tells of."""
    people = Subscriber.objects.confirmed().values_list("pk", flat=True)
    rows = [SubscriberMail(subscriber_id=pk, kind=kind, page=page, occasion=occasion) for pk in people]
    SubscriberMail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def send_mails(*, now: datetime | None = None) -> Counter[str]:
    """Send what is due; returns how many were ``sent``, ``failed``, ``given_up``, ``dropped``."""
    moment = now or timezone.now()
    due = list(SubscriberMail.objects.claimable(moment).values_list("pk", flat=True)[:MOST_AT_ONCE])
    return Counter(outcome for pk in due if (outcome := _send(pk, moment)))


def _send(pk: int, now: datetime) -> str:
    until = timezone.now() + LEASE
    if not SubscriberMail.objects.claimable(now).filter(pk=pk).update(claimed_until=until, attempts=F("attempts") + 1):
        return ""  # somebody was faster
    mine = SubscriberMail.objects.filter(pk=pk, claimed_until=until)
    row = mine.select_related("subscriber", "page").get()
    if not _is_wanted(row):
        mine.update(given_up_at=now, claimed_until=None)
        return "dropped"
    try:
        mail_of(row).send()
    except (SMTPException, OSError) as error:
        return _put_back(row, now, error)
    mine.update(sent_at=timezone.now(), claimed_until=None)
    return "sent"


def _is_wanted(row: SubscriberMail) -> bool:
    """Nobody is told after they left; of a report that was withdrawn meanwhile, only that."""
    if row.kind == Kind.CONFIRM:
        return row.subscriber.confirmed_at is None and bool(row.subscriber.email)
    if row.subscriber.left_at or row.subscriber.confirmed_at is None or row.page is None:
        return False
    return (row.kind == Kind.WITHDRAWN) == (row.page.withdrawn_at is not None)


def _put_back(row: SubscriberMail, now: datetime, error: Exception) -> str:
    log.warning("subscriber_mail_failed", mail=row.pk, attempts=row.attempts, error=type(error).__name__)
    mine = SubscriberMail.objects.filter(pk=row.pk)
    if row.attempts > len(RETRIES):
        mine.update(given_up_at=now, claimed_until=None)
        return "given_up"
    mine.update(next_try_at=now + RETRIES[row.attempts - 1], claimed_until=None)
    return "failed"


def mail_of(row: SubscriberMail) -> EmailMessage:
    """Plain text; what tells of reports can be ended by one click in the mail program (RFC 8058)."""
    site, subscriber = PublicSite.get(), row.subscriber
    leave = f"{settings.BASE_URL}{reverse('public:leave', args=[subscriber.leave_key])}"
    context = {
        "site": site,
        "page": row.page,
        "kind": row.kind,
        "confirm": f"{settings.BASE_URL}{reverse('public:confirm', args=[subscriber.confirm_key])}",
        "leave": leave,
        "correction": row.page.corrections.last() if row.page and row.kind == Kind.CORRECTED else None,
    }
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<report-{row.pk}-{int(row.created_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if row.kind != Kind.CONFIRM:
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = render_to_string("public/mail_subject.txt", context)
    body = render_to_string("public/mail.txt", context)
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[subscriber.email], headers=headers)
