"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task

from api.models import KeptAnswer


@shared_task
def sweep() -> None:
    """Forget answers that were kept long enough."""
    KeptAnswer.objects.over().delete()
