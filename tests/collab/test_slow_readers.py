"""Who does not keep up, in either direction, is held or let go; no memory grows for them."""

import asyncio

import pytest

from collab import rooms
from collab.credentials import Credentials
from collab.models import Document
from collab.rights import Right
from collab.rooms import Peer, Room
from collab.wire import Kind

pytestmark = pytest.mark.once


def make_peer() -> Peer:
    return Peer(Room(Document(kind="note")), Credentials(), 1, Right.WRITE, wants_acks=True)


def test_a_reader_for_whom_too_much_waits_is_let_go_and_the_memory_with_them():
    async def read_nothing():
        peer = make_peer()
        for _frame in range(10):
            peer.send(b"x" * 1_000_000)
        return peer

    peer = asyncio.run(read_nothing())

    assert peer.close_code == 1013
    assert peer.outbox == []


def test_a_writer_who_is_ahead_of_the_disk_waits_for_it():
    async def write_much():
        peer = make_peer()
        for _update in range(rooms.MOST_IN_FLIGHT):
            peer.put(Kind.UPDATE, b"x")
        waiting = asyncio.create_task(peer.may_go_on())
        await asyncio.sleep(0)
        was_held = not waiting.done()
        peer.taken(1, 1)
        await asyncio.wait_for(waiting, 5)
        return was_held

    assert asyncio.run(write_much())


def test_large_updates_are_counted_by_their_bytes():
    async def write_much():
        peer = make_peer()
        peer.put(Kind.UPDATE, b"x" * rooms.MOST_BYTES_IN_FLIGHT)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(peer.may_go_on(), 0.01)

    asyncio.run(write_much())
