"""Celery's application; what it is told stands in the settings under ``CELERY_``.

A message may be lost when a worker is killed, on either broker. Work that must happen is a row first and a
task second; the periodic sweeps of ``CELERY_BEAT_SCHEDULE`` find what was missed.
"""

import os
import signal
import warnings

from celery import Celery
from celery.signals import beat_embedded_init, setup_logging

from core.supervisor import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Under which user the worker runs is the operator's choice; messages are JSON, which runs no code for anyone.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")

app = Celery("postmortems")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


WORKER = os.getpid()  # where this module is loaded; what it forks has other numbers


@setup_logging.connect
def _use_django_logging(**_: object) -> None:
    """Keep Celery from replacing the structured logging that Django has configured."""


@beat_embedded_init.connect
def _end_beat_with_its_worker(**_: object) -> None:
    """``-B`` forks beat; two of them after a killed worker was replaced would send everything twice.

    The worker may be gone already: then whose child this is now says nothing of whose it was.
    """
    die_with_parent(signal.SIGKILL, WORKER)
