"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task
from django.utils import timezone

from notifications import delivery, posting, rounds


@shared_task
def deliver() -> None:
    """Send what is in the outbox. May run twice at once, and be lost: the next run finds what was missed."""
    delivery.deliver()


@shared_task
def post_to_chats() -> None:
    """Post what is planned for teams' chats. May run twice at once, and be lost: the next run finds what was missed."""
    posting.post_all()


@shared_task
def forget_old_rounds() -> None:
    """Keep the table of mornings from growing for ever."""
    rounds.forget_old_rounds(now=timezone.now())
