"""How often something happened within a window of time, counted in the cache that the processes share."""

import time

import structlog
from django.core.cache import cache
from redis import RedisError

log = structlog.get_logger(__name__)


def count(what: str, *, seconds: int) -> int:
    """Count one more ``what`` and return how many there were in the present window of ``seconds``.

    Counting is no reason to turn anybody away: without a cache the answer is 0.
    """
    key = f"count:{what}:{int(time.time() // seconds)}"
    try:
        cache.add(key, 0, timeout=2 * seconds)
        return cache.incr(key)
    except ValueError:  # thrown out between the two lines, because the cache was full
        return 1
    except (OSError, RedisError) as error:
        log.warning("not_counted", error=type(error).__name__)
        return 0
