"""Digests by mail: decided once for each person and period, delivered by the outbox like all other news.

The outbox asks again who may see what when it sends, so what was restricted meanwhile is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from actions.models import ActionItem
from notifications import kinds
from notifications.models import Preferences, Urgency
from notifications.outbox import News, tell
from postmortems.models import Postmortem
from publishing.digests.content import Digest, Period, digest_of, last_period
from publishing.models import DigestRound, LibraryEntry, Subscription

WHY = gettext_lazy("You subscribed to the digest.")
PUBLISHED, READ, OVERDUE, REMEMBERED = (
    kinds.register(name, why=WHY, label=label, icon=icon, visible=visible)
    for name, label, icon, visible in (
        ("digest-published", gettext_lazy("Digest: newly published"), "book", Postmortem.objects.visible_to),
        ("digest-read", gettext_lazy("Digest: most read"), "eye", Postmortem.objects.visible_to),
        ("digest-overdue", gettext_lazy("Digest: overdue actions"), "clock", ActionItem.objects.visible_to),
        ("digest-day", gettext_lazy("Digest: on these days"), "calendar3", Postmortem.objects.visible_to),
    )
)


@dataclass(frozen=True)
class Article:
    """A postmortem as something to read."""

    pk: int
    key: str

    def get_absolute_url(self) -> str:
        return reverse("postmortems:read", args=[self.key])


def send_digests(*, now: datetime | None = None) -> int:
    """Decide on every digest whose period is over and whose reader's morning has come. Returns how many."""
    moment = now or timezone.now()
    rows = Subscription.objects.by_mail().filter(user__is_active=True)
    return sum(_send(one, moment) for one in rows.select_related("user__preferences"))


def _send(subscription: Subscription, now: datetime) -> bool:
    user = subscription.user
    local = now.astimezone(user.zone)
    period = last_period(subscription.every, local.date())
    if local.hour < Preferences.of(user).hour or _decided(user, period):
        return False
    with timezone.override(user.zone), transaction.atomic():
        mine = DigestRound(user=user, period=period.name, at=now)
        DigestRound.objects.bulk_create([mine], ignore_conflicts=True)
        # Of two that come at once each goes on only if the row is its own.
        if not DigestRound.objects.filter(user=user, period=period.name, at=now).exists():
            return False
        tell(news_of(digest_of(subscription, period, today=local.date()), user, period.name))
    return True


def _decided(user: User, period: Period) -> bool:
    return DigestRound.objects.filter(user=user, period=period.name).exists()


def begin(subscription: Subscription, *, now: datetime | None = None) -> None:
    """Who subscribes now hears of the period that is running first, not of the one before."""
    today = (now or timezone.now()).astimezone(subscription.user.zone).date()
    period = last_period(subscription.every, today)
    DigestRound.objects.get_or_create(user=subscription.user, period=period.name)


def news_of(digest: Digest, user: User, occasion: str) -> Iterator[News]:
    """A line for each thing in ``digest``, to be told once for ``occasion``."""
    for entry in digest.published:
        yield _about(entry, user, PUBLISHED, occasion, _("newly published"))
    for entry, number in digest.most_read:
        words = ngettext("read by %(n)d person", "read by %(n)d people", number) % {"n": number}
        yield _about(entry, user, READ, occasion, words)
    for item in digest.overdue:
        owner = item.owner.name if item.owner else _("nobody")
        words = _("overdue, owned by %(name)s") % {"name": owner}
        yield News(user, OVERDUE, item, occasion, item.title, words, Urgency.QUIET)
    for entry, years in digest.remembered:
        words = ngettext("on these days a year ago", "on these days %(n)d years ago", years) % {"n": years}
        yield _about(entry, user, REMEMBERED, occasion, words)


def _about(entry: LibraryEntry, user: User, kind: str, occasion: str, words: str) -> News:
    article = Article(entry.postmortem_id, entry.postmortem.key)
    return News(user, kind, article, occasion, entry.title, words, Urgency.QUIET)
