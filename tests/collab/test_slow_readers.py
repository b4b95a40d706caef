"""Who does not keep up, in either direction, is held or let go; no memory grows for them."""

import asyncio
import contextlib
import socket
import weakref

import pytest
from websockets.sync.client import connect

from collab import documents, rooms
from collab.credentials import Credentials
from collab.models import Document
from collab.replica import Replica
from collab.rights import Right
from collab.rooms import Peer, Room
from collab.wire import Kind
from tests.collab.client import Writer, closed_with
from tests.collab.web import web

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


A_MILLION = 1_000_000


@contextlib.contextmanager
def reader_with_a_narrow_line(installation, document):
    """Somebody to whom little can be on its way, and who does not listen by themselves."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    line.connect(("127.0.0.1", installation.app.port))
    headers = {"Authorization": f"Bearer {installation.token('slow')}"}
    with connect(
        installation.address(document), sock=line, additional_headers=headers, max_size=None, max_queue=1
    ) as it:
        yield it


def test_a_reader_who_does_not_keep_up_is_sent_away_and_gets_it_all_when_they_come_back(installation):
    document = installation.document()
    writer = Writer(installation, document)
    with reader_with_a_narrow_line(installation, document) as slow:
        for _piece in range(28):  # one by one: what is under way is not merged into a few large frames
            writer.write("x" * (A_MILLION // 2))
            writer.until_saved(60)
        assert closed_with(slow) == 1013

    again = Writer(installation, document, token=installation.token("slow"))
    again.until(lambda: len(str(again.text)) == 14 * A_MILLION, 60)


def test_a_replica_that_nobody_needs_any_more_is_held_by_nothing():
    replica = Replica()
    replica.edit({"text": "It broke."})
    replica.integrate([replica.since()])
    gone = weakref.ref(replica._doc)
    del replica

    assert gone() is None


def test_the_memory_of_those_who_left_serves_those_who_come(installation):
    """Three crowds in turn, each in documents of its own: what the later two write would be twice what is allowed."""
    with web(installation.app) as process:
        after = []
        for _crowd in range(3):
            here = []
            for _document in range(20):
                here.append(Writer(installation, installation.document(), port=process.port))
                here[-1].write("y" * A_MILLION)
                here[-1].until_saved(30)
            for writer in here:
                writer.leave()
            after.append(process.memory())

    assert after[2] < after[0] + 20 * A_MILLION, after


def test_a_frame_of_any_size_is_sent_to_who_keeps_up():
    async def join():
        peer = make_peer()
        peer.send(b"x" * 3 * rooms.MOST_BUFFERED)
        return peer

    assert asyncio.run(join()).close_code == 0


@pytest.mark.django_db
def test_what_came_by_itself_while_the_watcher_looked_is_not_sent_again():
    document = documents.create(kind="note", texts={"text": "It broke."}, by=None)
    room = Room(document)
    room.loaded()

    assert room.catch_up(head=room.seq) == b""
