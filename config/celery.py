"""Celery's application; what it is told stands in the settings under ``CELERY_``.

A message may be lost when a worker is killed, on either broker. Work that must happen is a row first and a
task second; the periodic sweeps of ``CELERY_BEAT_SCHEDULE`` find what was missed.
"""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("postmortems")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _use_django_logging(**_: object) -> None:
    """Keep Celery from replacing the structured logging that Django has configured."""
