"""The kinds of news there are, and for each which objects a person may see.

This package is below those whose things it tells of, so they register their kinds here (from ``AppConfig.ready``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from accounts.models import User

Visible = Callable[[User], QuerySet[Any]]
Links = Callable[[Any], list[tuple[StrOrPromise, str]]]


@dataclass(frozen=True)
class Kind:
    """``why`` says to the reader why they are told, ``label`` what the kind is called among one's preferences;
    ``visible`` gives the objects of the kind that a person may see. What is ``daily`` waits for the person's morning,
    the rest is mailed at once; ``links`` gives, for a row's line in a mail, more to do than to open it (label, path).
    """

    name: str
    why: StrOrPromise
    icon: str
    visible: Visible
    label: StrOrPromise
    daily: bool
    links: Links


KINDS: dict[str, Kind] = {}


def register(
    name: str,
    *,
    why: StrOrPromise,
    icon: str,
    visible: Visible,
    label: StrOrPromise,
    daily: bool = False,
    links: Links = lambda _row: [],
) -> str:
    """Make ``name`` a kind and return it; what is not registered is neither told nor shown."""
    KINDS[name] = Kind(name, why, icon, visible, label, daily, links)
    return name


def kinds_by_sight() -> dict[Visible, list[str]]:
    """The names of the kinds that tell of the same objects, by what gives those that a person may see.

    Every page counts what is unread: one subquery for each sort of thing, not for each kind of news.
    """
    together: dict[Visible, list[str]] = {}
    for kind in KINDS.values():
        together.setdefault(kind.visible, []).append(kind.name)
    return together
