"""What runs in the background; ``CELERY_BEAT_SCHEDULE`` says how often. Each may run twice, and be lost."""

from celery import shared_task

from integrations.trackers import deliveries, links


@shared_task
def work_on_deliveries() -> None:
    """Let what trackers sent have its effect."""
    deliveries.work()


@shared_task
def call_trackers() -> None:
    """Link what was given an address, make the issues that were asked for, and ask how new links stand."""
    links.follow_addresses()
    links.make_issues()
    links.fetch_states()
    deliveries.forget()
