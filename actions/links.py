"""Links in mails that do something: each leads to a page that asks, and only its button changes anything.

A link carries, signed, the person it was sent to, the item, the deed and the occasion. It works without sign-in, for
people read mail where they are not signed in: for that one deed, once, and not for ever. What the person may do is
asked again when it is used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from accounts.models import User
from actions.models import ActionItem, SpentLink
from actions.permissions import can_move
from core.lifecycle import Blocker, MoveNotAllowed
from notifications.models import Notification

SALT = "actions.links"
LASTS = timedelta(days=14)
LABELS: dict[str, StrOrPromise] = {
    "finish": gettext_lazy("Done"),
    "move_due": gettext_lazy("Move the date"),
    "give_up": gettext_lazy("Not going to do it"),
    "snooze": gettext_lazy("Snooze"),
    "confirm": gettext_lazy("It worked"),
    "reopen": gettext_lazy("It did not"),
}


class LinkRefused(Exception):
    """The link does nothing (any more); the message says why in a sentence for its reader."""


@dataclass(frozen=True)
class Link:
    """What a link from a mail stands for."""

    token: str
    deed: str
    person: User
    item: ActionItem


def token_for(deed: str, *, item: int, person: int, occasion: str) -> str:
    return signing.dumps([deed, item, person, occasion], salt=SALT)


def offered(row: Notification, deeds: Iterable[str]) -> list[tuple[StrOrPromise, str]]:
    """Label and path of each of ``deeds`` for the line of a mail about ``row``."""
    return [(LABELS[deed], reverse("actions:from_mail", args=[_token(row, deed)])) for deed in deeds]


def _token(row: Notification, deed: str) -> str:
    return token_for(deed, item=row.subject_id, person=row.recipient_id, occasion=row.subject_key)


def read(token: str) -> Link:
    """What ``token`` stands for, if its person may still do it. Raises ``LinkRefused``."""
    try:
        deed, item, person, _occasion = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise LinkRefused(_("This link is too old. The action itself is where it was: sign in to change it.")) from None
    except (signing.BadSignature, ValueError):
        raise LinkRefused(_("This link is not complete. Copy all of it from the mail, or sign in.")) from None
    if SpentLink.objects.filter(digest=_digest(token)).exists():
        raise LinkRefused(_("This link was used already, and works once."))
    return Link(token, deed, *_still_theirs(person, item))


def _still_theirs(person: int, number: int) -> tuple[User, ActionItem]:
    user = User.objects.active().filter(pk=person).first()
    item = ActionItem.objects.visible_to(user).for_rows().filter(pk=number).first() if user else None
    if user is None or item is None or not can_move(user, item):
        raise LinkRefused(_("You may not do this any more: it belongs to somebody else by now."))
    return user, item


@transaction.atomic
def spend(link: Link) -> None:
    """Use it up, within the transaction of its deed. Raises ``MoveNotAllowed`` where another request was faster."""
    _row, is_first = SpentLink.objects.get_or_create(digest=_digest(link.token))
    if not is_first:
        raise MoveNotAllowed(link.deed, [Blocker("link-used", _("This link was used already, and works once."))])


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def forget_spent(*, now: datetime) -> int:
    """Of links that are too old to be used nobody needs to know that they were. Returns how many were forgotten."""
    return SpentLink.objects.filter(at__lt=now - LASTS).delete()[0]
