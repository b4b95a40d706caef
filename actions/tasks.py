"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task
from django.utils import timezone

from actions import links, reminders


@shared_task
def chase() -> None:
    """Tell people what concerns them in their morning. May run twice at once, and be lost: the next run finds it."""
    reminders.chase(at=timezone.now())


@shared_task
def forget_spent_links() -> None:
    links.forget_spent(now=timezone.now())
