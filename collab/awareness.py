"""Who is in a document and where their cursors are. In memory alone: every client says it anew four times a minute.

A state is of the connection that brought it. The provider of npm sends back what it hears of others: such echoes are
no newer than what is here and change nothing.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collab.wire import LARGEST_NUMBER, Malformed, number, read_bytes, read_number, with_length

MOST_STATES_IN_A_FRAME = 1000  # a page with everybody's echoes
MOST_STATES_OF_ONE = 4  # of one connection
LARGEST_STATE = 4096  # bytes: name, colour and a cursor take 300
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


class Awareness:
    """The states of one document."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._changed: dict[int, State] = {}

    def take(self, states: Iterable[State], owner: object) -> None:
        """``owner`` says this of itself; echoes of others, and too many states of one, are passed over."""
        for state in states:
            known = self._known.get(state.client)
            if (known is None and state.value != GONE and self._count(owner) < MOST_STATES_OF_ONE) or (
                known is not None and known.owner is owner and state.clock >= known.state.clock
            ):
                self._set(state, owner)
            elif known is not None and state.clock > known.state.clock:
                self._set(state, owner)  # the same page on a new connection, before the old one was seen to end

    def drop(self, owner: object) -> None:
        """Whoever that was has left."""
        for known in [known for known in self._known.values() if known.owner is owner]:
            self._set(State(known.state.client, known.state.clock, GONE), owner)

    def changes(self) -> bytes:
        """What is new since this was last asked; ``b""`` for nothing."""
        states, self._changed = self._changed, {}
        return encode(states.values()) if states else b""

    def everyone(self) -> bytes:
        return encode(known.state for known in self._known.values()) if self._known else b""

    def _set(self, state: State, owner: object) -> None:
        if state.value == GONE:
            self._known.pop(state.client, None)
        else:
            self._known[state.client] = Known(state, owner)
        self._changed[state.client] = state

    def _count(self, owner: object) -> int:
        return sum(known.owner is owner for known in self._known.values())


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
