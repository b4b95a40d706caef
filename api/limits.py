"""How many requests a token may make: a number a minute, counted in the cache."""

import time
from dataclasses import dataclass

from django.conf import settings

from accounts.models import ApiToken
from core import counting

WINDOW = 60  # seconds


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
    used = counting.count(f"api-requests:{token.pk}", seconds=WINDOW)
    return Allowance(limit, max(0, limit - used), WINDOW - int(now % WINDOW), used > limit)
