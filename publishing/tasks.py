"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often."""

from celery import shared_task
from django.utils import timezone

from publishing.digests import sending
from publishing.exports import making
from publishing.library import entries
from publishing.public import mailing, subscribing
from publishing.statements import reminders, text


@shared_task
def keep_library() -> None:
    """Find what the library misses. May run twice at once, and be lost: the next run finds it."""
    entries.sweep()


@shared_task
def remind_of_statements() -> None:
    reminders.remind(at=timezone.now())


@shared_task
def send_to_subscribers() -> None:
    """May run twice at once, and be lost: the next run finds what was missed."""
    mailing.send_mails()


@shared_task
def keep_statements() -> None:
    """Store what was written in documents whose process died, and forget addresses that nobody confirmed."""
    for statement in text.behind():
        text.refresh(statement)
    subscribing.forget_unconfirmed()


@shared_task
def make_exports() -> None:
    """Make the files that people asked for. May run twice at once, and be lost: the next run finds what is left."""
    making.make_all()


@shared_task
def send_digests() -> None:
    """Decide on the digests that are due. May run twice at once, and be lost: the next run finds who was missed."""
    sending.send_digests()
