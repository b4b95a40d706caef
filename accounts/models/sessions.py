"""Where a person is signed in."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts.devices import device_of

USE_IS_NOTED_AFTER = timedelta(minutes=1)
LONGEST_AGENT = 300


class SignedInQuerySet(models.QuerySet["SignedIn"]):
    def alive(self) -> Self:
        """Those whose session can still be used."""
        present = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        return self.filter(session_key__in=present)

    def end(self) -> int:
        """Sign these out at once; how many there were."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return self.delete()[0]


class SignedIn(models.Model):
    """A session with what its owner knows it by. Django's own session row decides whether it is good."""

    user: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=LONGEST_AGENT, blank=True)
    address = models.GenericIPAddressField(null=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = SignedInQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        return device_of(self.agent)

    @classmethod
    def note(cls, request: HttpRequest, user_id: int, at: datetime | None = None) -> None:
        """``request`` comes from a session of this person: write it down, at most once a minute.

        The cache spares most requests the statement; the condition holds where processes do not share a cache.
        """
        key, now = request.session.session_key, at or timezone.now()
        if not key or not cache.add(f"seen:{key}", 1, USE_IS_NOTED_AFTER.seconds):
            return
        traits = {"agent": request.headers.get("User-Agent", "")[:LONGEST_AGENT], "address": get_client_ip(request)}
        rows = cls.objects.filter(session_key=key)
        if not rows.filter(seen_at__lte=now - USE_IS_NOTED_AFTER).update(seen_at=now, **traits):
            row = SignedIn(user_id=user_id, session_key=key, began_at=now, seen_at=now, **traits)
            SignedIn.objects.bulk_create([row], ignore_conflicts=True)
