"""Telling the other processes that there is something to see on a document, before they would look by themselves."""

from functools import cache, partial

import redis
import structlog
from django.conf import settings
from django.db import transaction

from collab.models import Document

logger = structlog.get_logger(__name__)

CHANNEL = "postmortems:document:"
LOOK = b"L"
SECONDS = 1.0  # that Redis may take; without it the others look within half a second


@cache
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def nudge(document: Document) -> None:
    """Have every process look at the document as soon as the present transaction has ended."""
    if settings.REDIS_URL:
        transaction.on_commit(partial(_publish, f"{CHANNEL}{document.uuid}"), robust=True)


def _publish(channel: str) -> None:
    try:
        _client().publish(channel, LOOK)
    except redis.RedisError as error:
        logger.warning("collab_nudge_lost", error=str(error))
