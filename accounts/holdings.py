"""What a person answers for, and handing it over to somebody else: one call for pages, lists and whoever leaves.

This package is below those whose things are owned, so they register their kinds here (from ``AppConfig.ready``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django_stubs_ext import StrOrPromise

from accounts.models import User
from accounts.models.audit import Verb, record
from core.lifecycle import Blocker, MoveNotAllowed

Thing = Any  # whatever has ``pk``, ``__str__`` and ``get_absolute_url``
Held = Callable[[User], Iterable[Thing]]
Give = Callable[[Thing, User, User, User], None]


@dataclass(frozen=True)
class Kind:
    """``held`` gives what a person answers for now; ``give(thing, to, before, by)`` makes it another's.

    ``give`` raises ``MoveNotAllowed`` where ``to`` cannot have it.
    """

    name: str
    label: StrOrPromise
    icon: str
    held: Held
    give: Give


KINDS: dict[str, Kind] = {}


def register(name: str, *, label: StrOrPromise, icon: str, held: Held, give: Give) -> Kind:
    """Make ``name`` a kind of thing that a person answers for."""
    KINDS[name] = Kind(name, label, icon, held, give)
    return KINDS[name]


@dataclass
class Holding:
    kind: Kind
    things: list[Thing]


def holdings_of(person: User) -> list[Holding]:
    """Everything ``person`` answers for, by kind; kinds of which there is nothing are left out."""
    found = (Holding(kind, list(kind.held(person))) for kind in KINDS.values())
    return [holding for holding in found if holding.things]


@dataclass
class HandedOver:
    """How a hand-over went: the names of what is another's now, and why the rest stayed where it was."""

    given: list[str] = field(default_factory=list)
    stayed: list[Blocker] = field(default_factory=list)


@transaction.atomic
def hand_over(kind: Kind, things: Iterable[Thing], *, before: User, to: User, by: User) -> HandedOver:
    """Make each of ``things`` that ``to`` can have theirs instead of that of ``before``; on record as one deed."""
    outcome = HandedOver()
    for thing in things:
        try:
            with transaction.atomic():
                kind.give(thing, to, before, by)
        except MoveNotAllowed as refusal:
            outcome.stayed += [_named(thing, blocker) for blocker in refusal.blockers]
        else:
            outcome.given.append(name_of(thing))
    if outcome.given:
        after = {"to": to.audit_key, kind.name: ", ".join(outcome.given)}
        record(Verb.HANDED_OVER, before.audit_key, before.name, after=after, actor=by)
    return outcome


def name_of(thing: Thing) -> str:
    """Its key, where it has one: titles are read where the thing is, not on record."""
    return getattr(thing, "key", "") or str(thing)


def _named(thing: Thing, blocker: Blocker) -> Blocker:
    return Blocker(blocker.code, f"{name_of(thing)}: {blocker.message}", blocker.url or thing.get_absolute_url())
