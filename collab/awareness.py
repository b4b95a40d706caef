"""Who is in a document and where their cursors are. In memory alone: every client says it anew four times a minute.

A state is of the connection that brought it. The provider of npm sends back what it hears of others: such echoes are
no newer than what is here and change nothing.
"""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collab.wire import LARGEST_NUMBER, Malformed, number, read_bytes, read_number, with_length

MOST_STATES_IN_A_FRAME = 1000  # a page with everybody's echoes
MOST_STATES_OF_ONE = 4  # of one connection
LARGEST_STATE = 4096  # bytes: name, colour and a cursor take 300
FORGOTTEN_AFTER = 60.0  # seconds: four times what a client takes to say it again
GONE = b"null"


@dataclass(frozen=True, slots=True)
class State:
    client: int
    clock: int
    value: bytes  # JSON

    def encoded(self) -> bytes:
        return number(self.client) + number(self.clock) + with_length(self.value)


@dataclass(frozen=True, slots=True)
class Known:
    state: State
    owner: object
    heard_at: float  # seconds, monotonic


class Awareness:
    """The states of one document."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._changed: dict[int, Known] = {}

    def take(self, states: Iterable[State], owner: object, most: int = MOST_STATES_OF_ONE) -> None:
        """``owner`` says this; echoes of others, and more than ``most`` states of one, are passed over."""
        for state in states:
            known = self._known.get(state.client)
            if known is None:
                is_new = state.value != GONE and self._count(owner) < most
            elif known.owner is owner or known.owner == owner:
                is_new = state.clock >= known.state.clock
            else:  # the same page on a new connection, before the old one was seen to end; or an echo
                is_new = state.clock > known.state.clock
            if is_new:
                self._set(state, owner)

    def drop(self, owner: object) -> None:
        """Whoever that was has left."""
        for known in [known for known in self._known.values() if known.owner is owner]:
            self._set(State(known.state.client, known.state.clock, GONE), owner)

    def changes(self) -> tuple[bytes, bytes]:
        """What is new since this was last asked: all of it, and what connections of this process have said."""
        changed, self._changed = self._changed.values(), {}
        return _encode(changed), _encode(known for known in changed if not is_process(known.owner))

    def everyone(self, *, here: bool = False) -> bytes:
        """Who is there now; ``here`` leaves out what other processes said. ``b""`` for nobody."""
        oldest = time.monotonic() - FORGOTTEN_AFTER
        known = [known for known in self._known.values() if known.heard_at > oldest]
        return _encode(known for known in known if not (here and is_process(known.owner)))

    def _set(self, state: State, owner: object) -> None:
        known = Known(state, owner, time.monotonic())
        if state.value == GONE:
            self._known.pop(state.client, None)
        else:
            self._known[state.client] = known
        self._changed[state.client] = known

    def _count(self, owner: object) -> int:
        return sum(known.owner == owner for known in self._known.values())


def is_process(owner: object) -> bool:
    """Whether that is the mark of another process, and no connection of this one."""
    return isinstance(owner, bytes)


def _encode(known: Iterable[Known]) -> bytes:
    states = [known.state for known in known]
    return encode(states) if states else b""


def encode(states: Iterable[State]) -> bytes:
    written = [state.encoded() for state in states]
    return number(len(written)) + b"".join(written)


def decode(data: bytes) -> list[State]:
    """Raises ``Malformed``, also for more, and for larger ones, than any page has reason to send."""
    count, place = read_number(data, 0)
    if count > MOST_STATES_IN_A_FRAME:
        raise Malformed
    return list(_states(data, place, count))


def _states(data: bytes, place: int, count: int) -> Iterator[State]:
    for _state in range(count):
        client, place = read_number(data, place)
        clock, place = read_number(data, place)
        value, place = read_bytes(data, place)
        if client > LARGEST_NUMBER or len(value) > LARGEST_STATE:
            raise Malformed
        try:
            json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Malformed from error
        yield State(client, clock, value)
    if place != len(data):
        raise Malformed
