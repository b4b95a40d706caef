"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task

from notifications import delivery, posting


@shared_task
def deliver() -> None:
    """Send what is in the outbox. May run twice at once, and be lost: the next run finds what was missed."""
    delivery.deliver()


@shared_task
def post_to_chats() -> None:
    """Post what is planned for teams' chats. May run twice at once, and be lost: the next run finds what was missed."""
    posting.post_all()
