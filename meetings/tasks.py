"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task
from django.utils import timezone

from meetings import mailing, soaking


@shared_task
def send_invitations() -> None:
    """Send calendar mails. May run twice at once, and be lost: the next run finds what was missed."""
    mailing.send_invitations()


@shared_task
def remind() -> None:
    soaking.remind(at=timezone.now())
