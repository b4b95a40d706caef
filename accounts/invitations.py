"""The mail that invites somebody."""

import smtplib

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import OneTimeLink

log = structlog.get_logger(__name__)


def send(invitation: OneTimeLink, token: str) -> bool:
    """Mail the link with ``token``; whether the mail server took it.

    The token is in the mail alone, so it cannot be sent later by a worker; who invites learns at once if
    the mail server refuses, and can send again. Call it outside a transaction: a server may take its time.
    """
    context = {
        "invitation": invitation,
        "url": f"{settings.BASE_URL}{reverse('accounts:join', args=[token])}",
        "host": settings.BASE_URL.partition("://")[2],
    }
    subject = " ".join(render_to_string("mail/invitation_subject.txt", context).split())
    message = EmailMessage(subject, render_to_string("mail/invitation.txt", context), to=[invitation.email])
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("invitation_not_sent", invitation=invitation.pk, error=type(error).__name__)
        return False
    OneTimeLink.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return True
