"""From rows to calendar mails: each sent once, by whichever worker claims it.

As in the outbox, a row is claimed with a conditional UPDATE that is a lease; what was sent but not marked goes out
again as the same mail (same Message-ID, same sequence), which mail clients and calendars take for the one they have.
"""

from collections import Counter
from datetime import datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import ics
from meetings.models import Invitation, ReviewMeeting
from meetings.models.calendar import LEASE, RETRIES

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200


def send_invitations(*, now: datetime | None = None) -> Counter[str]:
    """Send what is due; returns how many were ``sent``, ``failed``, ``given_up``, ``dropped``."""
    moment = now or timezone.now()
    due = list(Invitation.objects.claimable(moment).values_list("pk", flat=True)[:MOST_AT_ONCE])
    return Counter(outcome for pk in due if (outcome := _send(pk, moment)))


def _send(pk: int, now: datetime) -> str:
    until = timezone.now() + LEASE
    claimed = Invitation.objects.claimable(now).filter(pk=pk)
    if not claimed.update(claimed_until=until, attempts=F("attempts") + 1):
        return ""  # somebody was faster
    mine = Invitation.objects.filter(pk=pk, claimed_until=until)
    row = mine.select_related("user", "meeting__postmortem", "meeting__called_by", "meeting__facilitator").get()
    if not _is_wanted(row):
        mine.update(given_up_at=now, claimed_until=None)
        return "dropped"
    try:
        mail_of(row).send()
    except (SMTPException, OSError) as error:
        return _put_back(row, now, error)
    mine.update(sent_at=timezone.now(), claimed_until=None)
    return "sent"


def _is_wanted(row: Invitation) -> bool:
    """Nobody is told of what they may not see; who was told before may hear that it is off."""
    if not row.user.is_active:
        return False
    if row.method == Invitation.Method.CANCEL:
        told = Invitation.objects.filter(meeting=row.meeting, user=row.user, method=Invitation.Method.REQUEST)
        return told.exclude(sent_at=None).exists()
    return ReviewMeeting.objects.visible_to(row.user).filter(pk=row.meeting_id).exists()


def _put_back(row: Invitation, now: datetime, error: Exception) -> str:
    log.warning("invitation_failed", invitation=row.pk, attempts=row.attempts, error=str(error))
    mine = Invitation.objects.filter(pk=row.pk)
    if row.attempts > len(RETRIES):
        mine.update(given_up_at=now, claimed_until=None)
        return "given_up"
    mine.update(next_try_at=now + RETRIES[row.attempts - 1], claimed_until=None)
    return "failed"


def mail_of(row: Invitation) -> EmailMultiAlternatives:
    """Text for people and ``text/calendar`` for their calendar (RFC 6047)."""
    meeting, cancelled = row.meeting, row.method == Invitation.Method.CANCEL
    with timezone.override(row.user.zone):
        context = {"meeting": meeting, "person": row.user, "cancelled": cancelled, "base_url": settings.BASE_URL}
        body = render_to_string("mail/meeting.txt", context | {"changed": row.sequence > 0})
    words = _("Cancelled: %(title)s") if cancelled else _("Changed: %(title)s") if row.sequence else "%(title)s"
    mail = EmailMultiAlternatives(
        subject=" ".join((words % {"title": meeting.title}).split()),
        body=body,
        to=[row.user.email],
        headers={
            "Message-ID": f"<meeting-{meeting.uid}-{row.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(ics.invitation(row).decode(), f"text/calendar; method={row.method}; charset=utf-8")
    return mail
