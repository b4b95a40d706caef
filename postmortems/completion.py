"""What may follow ``@``, ``INC-``, ``PM-``, ``ACT-`` or ``/`` while somebody writes: only what they may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.models import Incident
from incidents.sight import readers_of
from postmortems.blocks import names
from postmortems.models import Postmortem

AT_MOST = 8
KEPT = 60  # characters of what is asked for that are looked at


@dataclass(frozen=True)
class Item:
    """``insert`` takes the place of what was typed; ``kind`` is person, key or block."""

    insert: str
    label: str
    kind: str


Visible = Callable[[User], QuerySet[Any]]
_keys: dict[str, Visible] = {}


def complete_keys(prefix: str, visible: Visible) -> None:
    """Let ``PREFIX-`` be completed from what ``visible(reader)`` gives: rows with a ``key`` and a ``title``."""
    _keys[prefix] = visible


complete_keys(Incident.KEY_PREFIX, Incident.objects.visible_to)
complete_keys(Postmortem.KEY_PREFIX, Postmortem.objects.visible_to)


def complete(typed: str, *, postmortem: Postmortem, reader: User) -> list[Item]:
    """At most ``AT_MOST`` ways to go on from ``typed`` in ``postmortem``."""
    typed = " ".join(typed[:KEPT].replace("\x00", "").split())
    if typed.startswith("@"):
        return _people(typed[1:], postmortem)
    if typed.startswith("/"):
        return _blocks(typed[1:].lower())
    prefix, dash, rest = typed.partition("-")
    visible = _keys.get(prefix.upper())
    return _keyed(visible(reader), rest.strip()) if dash and visible else []


def _people(typed: str, postmortem: Postmortem) -> list[Item]:
    """Those who may see the postmortem, by the beginning of their handle or of one of their names."""
    may = readers_of(postmortem.incidents.select_related("team"))
    if typed:
        named = Q(handle__istartswith=typed) | Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")
        may = may.filter(named)
    return [Item(f"@{user.handle}", user.name, "person") for user in may.order_by("name", "pk")[:AT_MOST]]


def _keyed(visible: QuerySet[Any], typed: str) -> list[Item]:
    """By the beginning of the number, or by words of the title; the newest first."""
    if typed:
        visible = visible.filter(pk__startswith=typed) if typed.isdecimal() else visible.filter(title__icontains=typed)
    return [Item(row.key, f"{row.key} {row.title}", "key") for row in visible.order_by("-pk")[:AT_MOST]]


def _blocks(typed: str) -> list[Item]:
    known: Iterable[tuple[str, Any]] = names().items()
    return [
        Item(f"{{{{{name}}}}}", _("%(what)s, always up to date") % {"what": label}, "block")
        for name, label in known
        if name.startswith(typed)
    ]
