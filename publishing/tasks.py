"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task

from publishing.library import entries


@shared_task
def keep_library() -> None:
    """Find what the library misses. May run twice at once, and be lost: the next run finds it."""
    entries.sweep()
