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


@dataclass(frozen=True)
class Kind:
    """``why`` says to the reader why they are told; ``visible`` gives the objects of the kind that a person may see."""

    name: str
    why: StrOrPromise
    icon: str
    visible: Visible


KINDS: dict[str, Kind] = {}


def register(name: str, *, why: StrOrPromise, icon: str, visible: Visible) -> str:
    """Make ``name`` a kind and return it; what is not registered is neither told nor shown."""
    KINDS[name] = Kind(name, why, icon, visible)
    return name
