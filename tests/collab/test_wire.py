"""Whatever bytes come: they are read, or refused as malformed."""

import contextlib
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment

from collab import anatomy, wire
from collab.awareness import GONE, Awareness, State, decode, encode
from collab.relay import Message
from collab.relay import decode as decode_relay
from collab.replica import Replica, Unreadable
from collab.wire import Kind, Malformed

DOCUMENT = UUID("00000000-0000-4000-8000-000000000000")
NUMBERS = st.integers(0, wire.LARGEST_NUMBER)
pytestmark = pytest.mark.once
unhurried = settings(deadline=None)  # the machine may be busy


@unhurried
@given(st.binary(max_size=200))
@example(b"\0\2\xff\xff\xff\xff\x0f")
@example(b"\xff" * 20)
@example(b"\1\3\1\1\xff")
def test_any_bytes_are_a_message_or_malformed(data):
    with contextlib.suppress(Malformed):
        wire.read(data)


@unhurried
@given(st.binary(max_size=200))
def test_any_bytes_are_states_or_malformed(data):
    with contextlib.suppress(Malformed):
        Awareness().take(decode(data), "somebody")


@unhurried
@given(st.binary(max_size=200))
def test_any_bytes_are_an_update_or_unreadable(data):
    with contextlib.suppress(Unreadable):
        Replica(data)


@unhurried
@given(st.binary(max_size=200))
def test_any_bytes_are_a_state_vector_or_unreadable(data):
    with contextlib.suppress(Unreadable):
        Replica().since(data)


@unhurried
@given(st.binary(min_size=anatomy.HARMLESS, max_size=anatomy.HARMLESS + 500))
def test_any_many_bytes_can_be_walked_through_or_are_malformed(data):
    with contextlib.suppress(Malformed):
        anatomy.check(data)


@unhurried
@given(st.binary(max_size=60))
def test_any_bytes_of_another_process_are_a_message_or_malformed(data):
    with contextlib.suppress(Malformed):
        decode_relay(b"postmortems:document:00000000-0000-4000-8000-000000000000", data)


@unhurried
@given(NUMBERS)
def test_a_number_reads_as_it_was_written(value):
    written = wire.number(value)

    assert wire.read_number(written, 0) == (value, len(written))


@unhurried
@given(st.binary(max_size=300))
def test_frames_read_as_they_were_written(body):
    assert wire.read(wire.state_frame(body)) == wire.Message(Kind.STATE, body)
    assert wire.read(wire.sync_frame(body)) == wire.Message(Kind.SYNC, body)
    assert wire.read(wire.update_frame(body)) == wire.Message(Kind.UPDATE, body)
    assert wire.read(wire.awareness_frame(body)) == wire.Message(Kind.AWARENESS, body)


@unhurried
@given(st.binary(max_size=100), st.data())
def test_a_frame_that_is_cut_short_is_malformed(body, data):
    frame = wire.update_frame(body)
    cut = data.draw(st.integers(0, len(frame) - 1))

    with pytest.raises(Malformed):
        wire.read(frame[:cut])


@unhurried
@given(st.lists(st.builds(State, NUMBERS, NUMBERS, st.sampled_from([GONE, b'{"user":1}', b"[]"]))))
def test_states_read_as_they_were_written(states):
    assert decode(encode(states)) == states


@unhurried
@given(NUMBERS, NUMBERS, st.binary())
def test_a_message_to_other_processes_reads_as_it_was_written(first, last, body):
    message = Message(DOCUMENT, b"U", b"12345678", first, last, body)

    assert decode_relay(f"postmortems:document:{DOCUMENT}".encode(), message.encoded()) == message


def nested(levels: int) -> bytes:
    """An update with one value: a list in a list in a list …"""
    head = wire.number(1) + wire.number(1) + wire.number(7) + wire.number(0) + b"\x08\x01\x01t\x01"
    return head + b"\x75\x01" * levels + b"\x7e" + wire.number(0)


def test_values_that_are_nested_too_deep_are_malformed():
    with pytest.raises(Malformed):
        anatomy.check(nested(100_000))


def varied_document():
    """One of every kind of content that Yjs knows."""
    doc = Doc()
    doc["text"] = text = Text("plain ")
    text.insert(6, "bold", {"bold": True})
    text.insert_embed(0, {"image": "x"})
    del text[2:4]
    doc["map"] = Map({"a": None, "b": [1, -70, 2.5, {"c": True}], "d": b"bytes", "e": 2**40, "f": Text("inner")})
    doc["list"] = Array([1, "two", False, [3, [4]]])
    doc["xml"] = fragment = XmlFragment()
    fragment.children.append(XmlElement("p", {"class": "x"}))
    doc["sub"] = Map({"doc": Doc()})
    return doc


def test_the_walk_finds_its_way_through_every_kind_of_content(monkeypatch):
    monkeypatch.setattr(anatomy, "HARMLESS", 0)
    update = varied_document().get_update()

    anatomy.check(update)
    with pytest.raises(Malformed):
        anatomy.check(update[:-1])
