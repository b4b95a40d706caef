"""One thing that needs somebody: what it is, why it is here, and the one verb for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db import models
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

SOON = timedelta(days=7)
FORTNIGHT = 14
SHOWN = 8  # of a group at once; the rest opens on demand
AT_MOST = 12  # that open on demand; beyond that a group says how many more there are, and where


class When(models.TextChoices):
    """The three groups of the page."""

    LATE = "late", gettext_lazy("Late")
    TODAY = "today", gettext_lazy("Today")
    SOON = "soon", gettext_lazy("Soon")


def when_due(due: date | None, today: date) -> When | None:
    """The group of something due on ``due``; None while that is more than a week away, or not known."""
    if due is None or due > today + SOON:
        return None
    if due < today:
        return When.LATE
    return When.TODAY if due == today else When.SOON


@dataclass(frozen=True)
class Need:
    """A row. ``day`` orders the rows of a group; where it ``posts`` the verb does it at once, else it leads there."""

    when: When
    day: date
    icon: str
    key: str
    title: str
    url: str
    why: tuple[StrOrPromise, ...]
    verb: StrOrPromise
    verb_url: str
    posts: bool = False
    verb_icon: str = ""


@dataclass(frozen=True)
class Group:
    """Needs of one group, the longest waiting first."""

    when: When
    needs: tuple[Need, ...]

    @property
    def first(self) -> tuple[Need, ...]:
        return self.needs[:SHOWN]

    @property
    def rest(self) -> tuple[Need, ...]:
        return self.needs[SHOWN : SHOWN + AT_MOST]

    @property
    def beyond(self) -> int:
        return max(0, len(self.needs) - SHOWN - AT_MOST)


def grouped(needs: Iterable[Need]) -> list[Group]:
    """The groups that have something in them, in the order of the page."""
    ordered = sorted(needs, key=attrgetter("day"))
    groups = (Group(when, tuple(need for need in ordered if need.when == when)) for when in When)
    return [group for group in groups if group.needs]


def due_words(due: date, today: date) -> str:
    """``3 days late``, ``due today``, ``due tomorrow``, ``due on Fri 27 Nov``."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days <= 1:
        return _("due tomorrow") if days else _("due today")
    return _("due on %(day)s") % {"day": date_words(due, "D j M")}


def ago_words(day: date, today: date) -> str:
    """``today``, ``yesterday``, ``3 days ago``; beyond a fortnight ``on 3 November 2026``."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days > FORTNIGHT:
        return _("on %(day)s") % {"day": date_words(day, "j F Y")}
    return _("yesterday") if days == 1 else ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
