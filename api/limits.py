"""How many requests a token may make: a number a minute, counted in the cache."""

import time
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from redis import RedisError

from accounts.models import ApiToken

WINDOW = 60  # seconds

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Allowance:
    """Where a token stands: of ``limit`` requests a minute, how many are left, and for how many seconds."""

    limit: int
    remaining: int
    reset: int
    used_up: bool

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


def count(token: ApiToken) -> Allowance:
    """Count one request of ``token``."""
    now = time.time()
    limit = settings.API_REQUESTS_PER_MINUTE
    used = _used(f"api-requests:{token.pk}:{int(now // WINDOW)}")
    return Allowance(limit, max(0, limit - used), WINDOW - int(now % WINDOW), used > limit)


def _used(key: str) -> int:
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        return cache.incr(key)
    except ValueError:  # thrown out between the two lines, because the cache was full
        return 1
    except (OSError, RedisError) as error:  # counting is no reason to turn anybody away
        log.warning("api_requests_not_counted", error=type(error).__name__)
        return 0
