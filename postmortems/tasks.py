"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often. All of it may run twice, and be lost."""

from celery import shared_task
from django.utils import timezone

from postmortems import hourly, reminders, text


@shared_task
def project() -> None:
    """Bring the stored sections up to date where the process that served the writers did not."""
    for postmortem in text.behind():
        text.refresh(postmortem)


@shared_task
def keep_revisions() -> None:
    """Keep a revision of what has been written for an hour."""
    hourly.keep(at=timezone.now())


@shared_task
def remind() -> None:
    """Remind reviewers and owners; the next run finds what was missed."""
    reminders.remind(at=timezone.now())
