"""What a process does for its open documents: brings connections, committer and watcher together.

Everything here runs on the event loop; what waits for a database runs in threads of its own, never in the one thread
of ``database_sync_to_async``.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import connection

from collab import documents, wire
from collab.committer import Batch, Committer
from collab.rights import Right
from collab.rooms import Peer, Room, Rooms
from collab.watcher import Seen, Watcher

JOINS_AT_ONCE = 4  # threads, each with a database connection
EDITED_TICK = 1.0  # seconds in which edits are gathered before others are told that there were some
AWARENESS_TICK = 0.05  # seconds in which states are gathered before they are sent
FLUSH_SECONDS = 5.0
NO_LONGER = 4403

Result = TypeVar("Result")


class Hub:
    def __init__(self) -> None:
        self.rooms = Rooms()
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(JOINS_AT_ONCE, thread_name_prefix="collab-join")
        self.committer = Committer(self._on_loop(self._committed))
        self._watcher = Watcher(self._open_rooms, self._on_loop(self._seen))
        self._ticking: set[Room] = set()
        self._edited: set[int] = set()

    def _on_loop(self, act: Callable[[Result], None]) -> Callable[[Result], None]:
        def from_thread(result: Result) -> None:
            try:
                self._loop.call_soon_threadsafe(act, result)
            except RuntimeError:  # the loop has ended; nobody is left to be told
                return

        return from_thread

    async def ask(self, question: Callable[[], Result]) -> Result:
        """Run what waits for the database, in one of a few threads."""
        return await self._loop.run_in_executor(self._threads, _with_own_connection, question)

    def stop(self) -> None:
        """Write what was received, and end the threads."""
        self._watcher.stop()
        self.committer.stop(FLUSH_SECONDS)
        self._threads.shutdown(wait=False)

    def leave(self, peer: Peer) -> None:
        self.rooms.leave(peer)
        self.tick(peer.room)

    def tick(self, room: Room) -> None:
        """Send who is where, a moment from now: all that changes until then goes in one frame."""
        if room not in self._ticking:
            self._ticking.add(room)
            self._loop.call_later(AWARENESS_TICK, self._send_awareness, room)

    def _send_awareness(self, room: Room) -> None:
        self._ticking.discard(room)
        if states := room.awareness.changes():
            room.broadcast(wire.awareness_frame(states))

    def _committed(self, batches: list[Batch]) -> None:
        for batch in batches:
            if batch.update:
                batch.room.broadcast(wire.update_frame(batch.update))
                self._tell_edited_soon(batch.room)
            for share in batch.shares:
                _acknowledge(share.peer, share.acknowledged)
                share.peer.taken(len(share.items), share.size)
                if share.refused:
                    share.peer.close(share.refused)

    def _tell_edited_soon(self, room: Room) -> None:
        """Once for all that is written in the meantime."""
        if room.document.pk not in self._edited:
            self._edited.add(room.document.pk)
            self._loop.call_later(EDITED_TICK, self._tell_edited, room)

    def _tell_edited(self, room: Room) -> None:
        self._edited.discard(room.document.pk)
        with contextlib.suppress(RuntimeError):  # the threads have ended
            self._threads.submit(_with_own_connection, partial(documents.tell_edited, room.document.pk))

    def _open_rooms(self) -> list[tuple[Room, list[Peer]]]:
        """Called by the watcher's thread."""
        return [(room, list(room.peers)) for room in self.rooms]

    def _seen(self, seen: Seen) -> None:
        for room, update in seen.updates:
            room.broadcast(wire.update_frame(update))
        for room, topics in seen.topics:
            _tell_topics(room, topics)
        for peer, right in seen.rights:
            peer.right = right
            if right is Right.NONE:
                peer.close(NO_LONGER)


def _with_own_connection(question: Callable[[], Result]) -> Result:
    try:
        return question()
    finally:
        connection.close()


def _acknowledge(peer: Peer, count: int) -> None:
    peer.durable += count
    if peer.wants_acks:
        peer.send(wire.acknowledgement(peer.durable))


def _tell_topics(room: Room, topics: dict[str, int]) -> None:
    if room.topics is None:  # nobody has come in yet
        return
    before, room.topics = room.topics, topics
    for name, changes in topics.items():
        if changes != before.get(name, 0):
            for peer in room.peers:
                if peer.wants_acks:
                    peer.send(wire.notice(name))
