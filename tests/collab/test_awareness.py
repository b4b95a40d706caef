"""Who is here."""

import pytest

from collab import awareness
from collab.awareness import GONE, Awareness, State, decode, encode
from collab.wire import Malformed

pytestmark = pytest.mark.once
ADA, BOB = object(), object()
PROCESS = b"12345678"


def seen(data: bytes) -> dict[int, bytes]:
    return {state.client: state.value for state in decode(data)} if data else {}


def test_everybody_is_told_once_of_what_is_new():
    who = Awareness()
    who.take([State(1, 0, b'"ada"')], ADA)
    who.take([State(1, 1, b'"ada moved"')], ADA)

    assert seen(who.changes()[0]) == {1: b'"ada moved"'}
    assert who.changes() == (b"", b"")


def test_an_echo_changes_nothing():
    who = Awareness()
    who.take([State(1, 5, b'"ada"')], ADA)
    who.changes()

    who.take([State(1, 5, b'"ada"'), State(1, 4, GONE)], BOB)

    assert who.changes() == (b"", b"")


def test_who_leaves_is_gone_for_everybody():
    who = Awareness()
    who.take([State(1, 5, b'"ada"')], ADA)
    who.drop(ADA)

    assert seen(who.changes()[0]) == {1: GONE}
    assert who.everyone() == b""


def test_a_page_that_comes_back_on_another_connection_stays_when_the_old_one_ends():
    who = Awareness()
    who.take([State(1, 5, b'"ada"')], ADA)
    who.take([State(1, 6, b'"ada again"')], BOB)
    who.drop(ADA)

    assert seen(who.everyone()) == {1: b'"ada again"'}


def test_one_connection_has_room_for_a_few_states_only():
    who = Awareness()
    who.take([State(client, 0, b"1") for client in range(1, 900)], ADA)

    assert len(seen(who.everyone())) == awareness.MOST_STATES_OF_ONE


def test_what_came_from_another_process_is_not_told_to_others():
    who = Awareness()
    who.take([State(1, 0, b'"there"')], PROCESS, most=10)
    who.take([State(2, 0, b'"here"')], ADA)

    assert seen(who.everyone()) == {1: b'"there"', 2: b'"here"'}
    assert seen(who.everyone(here=True)) == {2: b'"here"'}
    assert seen(who.changes()[1]) == {2: b'"here"'}


def test_who_was_not_heard_of_for_a_minute_is_not_shown_to_newcomers(monkeypatch):
    who = Awareness()
    who.take([State(1, 0, b'"ada"')], PROCESS)
    monkeypatch.setattr(awareness, "FORGOTTEN_AFTER", 0.0)

    assert who.everyone() == b""


@pytest.mark.parametrize(
    "states",
    [
        [State(client, 0, b"1") for client in range(10_000)],
        [State(1, 0, b'"' + b"x" * 5000 + b'"')],
        [State(1, 0, b"no json")],
        [State(1, 0, b"[" * 4000)],
    ],
)
def test_what_no_page_would_say_is_refused(states):
    with pytest.raises(Malformed):
        decode(encode(states))
