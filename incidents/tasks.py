"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task

from incidents import asking


@shared_task
def forward_access_requests() -> None:
    """Put requests for access to those who decide. May run twice, and be lost: the next run finds what was missed."""
    asking.forward()
