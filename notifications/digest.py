"""One mail with everything a person is told at once."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.kinds import KINDS
from notifications.models import Notification, Urgency

MOST = 100  # lines in one mail; the inbox has the rest


def build(
    person: User, rows: Sequence[Notification], digest: UUID, *, total: int | None = None
) -> EmailMultiAlternatives:
    """The mail to ``person`` about ``rows`` (one or more, of ``total``), as text and as HTML.

    Its Message-ID follows from ``digest`` alone: a mail client that gets it twice shows it once (RFC 5322, 3.6.4).
    """
    with timezone.override(person.zone):
        total = total or len(rows)
        context = {
            "person": person,
            "groups": groups(rows),
            "base_url": settings.BASE_URL,
            "total": total,
            "more": total - len(rows),
        }
        mail = EmailMultiAlternatives(
            subject=subject(rows, total),
            body=render_to_string("mail/digest.txt", context),
            to=[person.email],
            headers={
                "Message-ID": f"<{digest}@{urlsplit(settings.BASE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
            },
        )
        mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def subject(rows: Sequence[Notification], total: int) -> str:
    """One thing by its name, several by their number."""
    if total == 1:
        return f"{rows[0].key} {rows[0].title}" + (f": {rows[0].detail}" if rows[0].detail else "")
    if all(row.urgency == Urgency.QUIET for row in rows):
        words = ngettext("%(n)s thing for you to know", "%(n)s things for you to know", total)
        return words % {"n": total} + ": " + _("%(title)s, …") % {"title": ordered(rows)[0].title[:80]}
    words = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", total)
    return words % {"n": total} + ": " + _("%(title)s, …") % {"title": ordered(rows)[0].title[:80]}


def ordered(rows: Sequence[Notification]) -> list[Notification]:
    return sorted(rows, key=attrgetter("urgency", "pk"))


def groups(rows: Sequence[Notification]) -> list[dict[str, Any]]:
    """The rows by urgency, the most urgent first."""
    return [
        {"label": Urgency(urgency).label, "rows": [_line(row) for row in group]}
        for urgency, group in groupby(ordered(rows), key=attrgetter("urgency"))
    ]


def _line(row: Notification) -> dict[str, Any]:
    kind = KINDS[row.kind]
    return {"row": row, "kind": kind, "links": [(label, settings.BASE_URL + path) for label, path in kind.links(row)]}
