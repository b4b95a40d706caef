"""What trackers send: checked, stored as a row, and worked on afterwards."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import structlog
from django.db import transaction
from django.utils import timezone

from integrations.trackers import effects
from integrations.trackers.models import RETRIES, Connection, Delivery

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 500
KEPT = timedelta(days=30)  # trackers do not send again what is older
NOBODY = "no connection has this token"


class NotOurs(Exception):
    """No connection has this address, or the signature is not that of its secret."""


class Unreadable(Exception):
    """Signed rightly, and no JSON object all the same."""


def take(kind: str, hook_token: str, headers: Mapping[str, str], body: bytes) -> None:
    """Store what was sent, once. Raises ``NotOurs`` or ``Unreadable``.

    Whether an item is linked to what it is about is not looked at here, so the answer tells nothing about that.
    """
    connection = Connection.objects.filter(kind=kind, hook_token=hook_token).first()
    secret = connection.webhook_secret if connection else NOBODY
    theirs = connection.tracker.signature(headers) if connection else ""
    if not hmac.compare_digest(theirs.encode(), signature_of(secret, body).encode()) or connection is None:
        raise NotOurs
    payload = _read(headers.get("Content-Type", ""), body)
    tracker = connection.tracker
    event = tracker.event(headers, payload)
    given = tracker.delivery_id(headers) or hashlib.sha256(body).hexdigest()
    Connection.objects.filter(pk=connection.pk).update(heard_at=timezone.now())
    row = Delivery(connection=connection, delivery_id=given[:128], event=event[:80], payload=payload)
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def signature_of(secret: str, body: bytes) -> str:
    """As GitHub and Jira sign: ``sha256=`` and the hex HMAC-SHA256 of the body as it came."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _read(content_type: str, body: bytes) -> dict[str, Any]:
    """The JSON object of ``body``; GitHub can also send it as a form's field."""
    try:
        text = body.decode()
        if content_type.startswith("application/x-www-form-urlencoded"):
            text = parse_qs(text)["payload"][0]
        payload = json.loads(text)
    except (ValueError, KeyError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(payload, dict) or "\\u0000" in text:
        raise Unreadable
    return payload


def work(*, now: datetime | None = None) -> int:
    """Do what is to be done about everything that came, in its order. Returns how many were worked on.

    May run twice at once: a delivery is marked by a conditional UPDATE in the transaction of its effects.
    """
    moment = now or timezone.now()
    waiting = Delivery.objects.waiting(moment).select_related("connection").order_by("pk")
    return sum(_work(delivery, moment) for delivery in waiting[:MOST_AT_ONCE])


def forget(*, now: datetime | None = None) -> int:
    """Delete what was worked on long ago. Returns how many rows."""
    old = Delivery.objects.filter(worked_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]


def _work(delivery: Delivery, now: datetime) -> int:
    try:
        with transaction.atomic():
            if not Delivery.objects.filter(pk=delivery.pk, worked_at=None).update(worked_at=now):
                return 0
            report = delivery.connection.tracker.report(delivery.event, delivery.payload)
            if report is not None:
                effects.apply(delivery.connection.kind, report)
    except Exception:  # whatever is wrong with this one must not hold up the others
        log.exception("delivery_not_worked_on", delivery=delivery.pk, event_name=delivery.event)
        _try_later(delivery, now)
    return 1


def _try_later(delivery: Delivery, now: datetime) -> None:
    row = Delivery.objects.filter(pk=delivery.pk)
    if delivery.attempts >= len(RETRIES):
        row.update(given_up_at=now)
    else:
        row.update(attempts=delivery.attempts + 1, next_try_at=now + RETRIES[delivery.attempts])
