"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task

from notifications import delivery


@shared_task
def deliver() -> None:
    """Send what is in the outbox. May run twice at once, and be lost: the next run finds what was missed."""
    delivery.deliver()
