"""One mechanism for every life cycle: a table of moves, one door, coded refusals.

A model lists its moves in ``MOVES`` (verb -> ``Move``) and offers one public method a verb; each of them goes
through ``_move``, which checks the guards, compares and sets the state, and writes the move's row, all in one
transaction. Guards live beside the model, or in a higher package that registers them (``Incident.guard``), so a
lower package refuses for reasons it need not know.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Blocker:
    """Why a move is refused: a stable code, a sentence, and the place where it can be mended (or "")."""

    code: str
    message: StrOrPromise
    url: str = ""


class MoveNotAllowed(Exception):
    """A refused move, with *every* blocker that stands in its way."""

    def __init__(self, verb: str, blockers: Iterable[Blocker]) -> None:
        self.verb = verb
        self.blockers = tuple(blockers)
        super().__init__(f"{verb}: " + ", ".join(blocker.code for blocker in self.blockers))


@dataclass(frozen=True)
class Move:
    """From which states a verb may start, where it leads, and whether it needs a reason in words."""

    sources: frozenset[str]
    target: str
    needs_reason: bool = False


def move(sources: Iterable[str], target: str, *, needs_reason: bool = False) -> Move:
    """A row of a ``MOVES`` table."""
    return Move(frozenset(sources), target, needs_reason)


@dataclass(frozen=True)
class Attempt:
    """What a guard may look at: the verb, who tries, their reason, and the fields that would change with it."""

    verb: str
    by: Any
    reason: str
    changes: dict[str, object]


Guard = Callable[[Any, Attempt], Iterable[Blocker]]
Listener = Callable[["HasLifecycle", "MoveRecord"], None]
_LISTENERS: list[Listener] = []


def on_move(listener: Listener) -> Listener:
    """Have ``listener`` called with the object and its move's row after every move, in the move's transaction."""
    _LISTENERS.append(listener)
    return listener


class HasLifecycle(models.Model):
    """A model whose ``state`` changes by moves alone; its move rows hang on ``moves`` (see ``MoveRecord``)."""

    MOVES: ClassVar[dict[str, Move]]
    GUARDS: ClassVar[dict[str, list[Guard]]]
    state: Any  # each model declares its own choices
    moves: Any  # the reverse side of its MoveRecord

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.GUARDS = {}

    def save(self, **kwargs: Any) -> None:
        """As ever, but a row that exists keeps what only moves and verbs write (``editable=False``).

        A form holds the object as its page was loaded; saving all of it would undo a move made meanwhile.
        """
        if not self._state.adding and kwargs.get("update_fields") is None:
            fields = (field for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = [f.name for f in fields if f.editable or getattr(f, "auto_now", False)]
        super().save(**kwargs)

    @classmethod
    def guard(cls, *verbs: str) -> Callable[[Guard], Guard]:
        """Register a guard for ``verbs``: a function of the object and the ``Attempt`` that yields blockers."""

        def register(guard: Guard) -> Guard:
            for verb in verbs:
                cls.GUARDS.setdefault(verb, []).append(guard)
            return guard

        return register

    def possible_moves(self) -> list[str]:
        """The verbs that may start from the present state, guards aside."""
        return [verb for verb, step in self.MOVES.items() if self.state in step.sources]

    def blockers(self, verb: str, *, by: Any = None, reason: str = "", **changes: object) -> list[Blocker]:
        """Everything that stands in the way of ``verb`` now; the reason itself is not asked for here."""
        if self.state not in self.MOVES[verb].sources:
            return [Blocker("wrong-state", _("This has moved on meanwhile: reload the page to see where it stands."))]
        attempt = Attempt(verb, by, reason, changes)
        return [blocker for guard in self.GUARDS.get(verb, []) for blocker in guard(self, attempt)]

    @transaction.atomic
    def _move(self, verb: str, *, by: Any, reason: str = "", **changes: object) -> None:
        """Make the move or raise ``MoveNotAllowed``; ``changes`` are fields set together with the state."""
        step = self.MOVES[verb]
        rows: models.QuerySet[Any] = type(self)._base_manager.filter(pk=self.pk)
        # Under the row lock the guards see what will be true when the state changes.
        self.__dict__["state"] = rows.select_for_update().values_list("state", flat=True).get()
        blockers = self.blockers(verb, by=by, reason=reason, **changes)
        if step.needs_reason and not reason.strip():
            blockers.append(Blocker("reason-required", _("Say why, in a few words.")))
        if blockers:
            raise MoveNotAllowed(verb, blockers)
        source = self.state
        rows.filter(state__in=step.sources).update(state=step.target, **changes)
        self.refresh_from_db(fields=["state", *changes])
        made = self.moves.create(verb=verb, source=source, target=step.target, by=by, reason=reason.strip())
        for listener in _LISTENERS:
            listener(self, made)


class MoveRecord(models.Model):
    """One move that was made: append-only, written by ``_move`` alone."""

    verb = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.verb}: {self.source} → {self.target}"
