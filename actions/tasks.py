"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task
from django.utils import timezone

from actions import reminders


@shared_task
def find_overdue() -> None:
    """Tell owners what is overdue. May run twice at once, and be lost: the next run finds what was missed."""
    reminders.find_overdue(at=timezone.now())
