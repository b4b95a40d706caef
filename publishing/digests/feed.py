"""The digest for a feed reader (Atom, RFC 4287): one person's own, behind an address that nobody can guess."""

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.digests.content import chosen, digest_of, last_period
from publishing.models import LibraryEntry, Subscription

NEWEST = 50


def feed_of(subscription: Subscription, *, address: str) -> str:
    """What its owner may see now: newly published, and of the last whole period most read, overdue, on these days."""
    user = subscription.user
    today = timezone.now().astimezone(user.zone).date()
    every = subscription.every if subscription.every != Subscription.Every.NEVER else Subscription.Every.WEEK
    period = last_period(every, today)
    told = digest_of(subscription, period, today=today)
    home = f"{settings.BASE_URL}{reverse('publishing:library')}"
    feed = Atom1Feed(title=_("Learned: Postmortems"), link=home, description="", feed_url=address, language="en")
    ended = datetime.combine(period.end, time(), user.zone)
    for entry, number in told.most_read:
        words = ngettext("Read by %(n)d person.", "Read by %(n)d people.", number) % {"n": number}
        _add(feed, entry, f"read-{period.name}", _("Most read: %(title)s") % {"title": entry.title}, words, ended)
    for entry, years in told.remembered:
        words = ngettext("A year ago.", "%(n)d years ago.", years) % {"n": years}
        _add(feed, entry, f"day-{period.name}", _("On these days: %(title)s") % {"title": entry.title}, words, ended)
    for item in told.overdue:
        link = f"{settings.BASE_URL}{item.get_absolute_url()}"
        title = _("Overdue: %(title)s") % {"title": _fit(item.title)}
        feed.add_item(
            title=title, link=link, description="", unique_id=f"{link}#overdue-{item.due_on}", updateddate=ended
        )
    visible = LibraryEntry.objects.visible_to(user).filter(postmortem__in=chosen(subscription))
    for entry in visible.select_related("postmortem").newest()[:NEWEST]:
        at = entry.postmortem.published_at
        _add(feed, entry, f"r{entry.revision_id}", entry.title, entry.summary, at or ended)
    return feed.writeString("utf-8")


def _add(feed: Atom1Feed, entry: LibraryEntry, mark: str, title: str, words: str, at: datetime) -> None:
    link = f"{settings.BASE_URL}{reverse('postmortems:read', args=[entry.postmortem.key])}"
    feed.add_item(
        title=_fit(title), link=link, description=_fit(words), unique_id=f"{link}#{mark}", updateddate=at, pubdate=at
    )


def _fit(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
