"""What a process does for its open documents: brings connections, committer, watcher and relay together.

Everything here runs on the event loop; what waits for a database runs in threads of its own, never in the one thread
of ``database_sync_to_async``.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import connection

from collab import compaction, documents, metrics, relay, wire
from collab.awareness import decode
from collab.batches import Batch, Share
from collab.codes import NO_LONGER, RESTARTING
from collab.committer import Committer
from collab.models import Document
from collab.nudging import LOOK
from collab.relay import Relay
from collab.rights import Right
from collab.rooms import Peer, Room, Rooms
from collab.watcher import Seen, Watcher

logger = structlog.get_logger(__name__)

JOINS_AT_ONCE = 4  # threads, each with a database connection
AWARENESS_TICK = 0.05  # seconds in which states are gathered before they are sent
EDITED_TICK = 1.0  # seconds in which edits are gathered before others are told that there were some
FLUSH_SECONDS = 5.0
# Seconds after which a thread gives way to another. Python's own 5 ms are waited for at each of the committer's
# statements while the event loop is busy, and people would feel it.
SWITCH_INTERVAL = 0.0005
MOST_STATES_OF_A_PROCESS = 1000

Result = TypeVar("Result")


class Hub:
    def __init__(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.rooms = Rooms()
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(JOINS_AT_ONCE, thread_name_prefix="collab-join")
        self.committer = Committer(self._on_loop(self._committed))
        self._watcher = Watcher(self._open_rooms, self._on_loop(self._seen), self._hears_others)
        self._relay = Relay(settings.REDIS_URL, self._heard, self._watcher.look_now) if settings.REDIS_URL else None
        self._ticking: set[Room] = set()
        self._edited: set[int] = set()
        self._folding: set[int] = set()

    def _on_loop(self, act: Callable[[Result], None]) -> Callable[[Result], None]:
        def from_thread(result: Result) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended; nobody is left to be told
                self._loop.call_soon_threadsafe(act, result)

        return from_thread

    async def ask(self, question: Callable[[], Result]) -> Result:
        """Run what waits for the database, in one of a few threads."""
        return await self._loop.run_in_executor(self._threads, _with_own_connection, question)

    def _begin(self, work: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the threads have ended
            self._threads.submit(_with_own_connection, work)

    async def stop(self) -> None:
        """Write what was received, send everybody away, and end the threads."""
        self._watcher.stop()
        await asyncio.to_thread(self.committer.stop, FLUSH_SECONDS)
        for room in self.rooms:
            for peer in room.peers:
                peer.close(RESTARTING)
        if self._relay:
            await self._relay.stop()
        self._threads.shutdown(wait=False)

    # -- coming and going ---------------------------------------------------------------------

    def enter(self, document: Document, make: Callable[[Room], Peer]) -> Peer:
        room = self.rooms.enter(document)
        if self._relay and not room.peers:
            self._relay.follow(document.uuid)
        peer = make(room)
        room.peers.add(peer)
        metrics.connections.inc()
        metrics.open_documents.set(len(self.rooms))
        return peer

    def leave(self, peer: Peer) -> None:
        room = peer.room
        if self.rooms.leave(peer):
            if self._relay:
                self._relay.unfollow(room.document.uuid)
            if room.tail_rows >= compaction.WORTH_IT:
                self._fold(room)
        self.tick(room)
        metrics.connections.dec()
        metrics.open_documents.set(len(self.rooms))

    # -- who is where -------------------------------------------------------------------------

    def tick(self, room: Room) -> None:
        """Send who is where, a moment from now: all that changes until then goes in one frame."""
        if room not in self._ticking:
            self._ticking.add(room)
            self._loop.call_later(AWARENESS_TICK, self._send_awareness, room)

    def _send_awareness(self, room: Room) -> None:
        self._ticking.discard(room)
        states, ours = room.awareness.changes()
        if states:
            room.broadcast(wire.awareness_frame(states))
        if ours and self._relay:
            self._relay.publish(room.document.uuid, relay.AWARENESS, ours)

    # -- what is on disk ----------------------------------------------------------------------

    def _committed(self, batches: list[Batch]) -> None:
        for batch in batches:
            if batch.update:
                self._show(batch)
            for share in batch.shares:
                _answer(share)
            if batch.is_to_fold:
                self._fold(batch.room)

    def _show(self, batch: Batch) -> None:
        room = batch.room
        room.broadcast(wire.update_frame(batch.update), but=batch.only_author)
        if self._relay:
            self._relay.publish(room.document.uuid, relay.UPDATE, batch.update, batch.first, batch.last)
        if documents.hears_of_edits(room.document.kind) and room.document.pk not in self._edited:
            self._edited.add(room.document.pk)
            self._loop.call_later(EDITED_TICK, self._tell_edited, room.document.pk)

    def _tell_edited(self, document_id: int) -> None:
        self._edited.discard(document_id)
        self._begin(partial(documents.tell_edited, document_id))

    def _fold(self, room: Room) -> None:
        """In the background, one at a time for a document."""
        if room.document.pk not in self._folding:
            self._folding.add(room.document.pk)
            self._begin(partial(self._fold_now, room.document.pk))

    def _fold_now(self, document_id: int) -> None:
        """In a thread."""
        try:
            if compaction.fold(document_id):
                metrics.folds.inc()
        except Exception:
            logger.exception("collab_fold_failed", document=document_id)
        finally:
            self._folding.discard(document_id)

    # -- what others do -----------------------------------------------------------------------

    def _hears_others(self) -> bool:
        return self._relay is not None and self._relay.is_connected

    def _heard(self, message: relay.Message) -> None:
        room = self.rooms.find(message.document)
        if room is None:
            return
        if message.kind == relay.UPDATE:
            room.broadcast(wire.update_frame(message.body))
            self.committer.absorb(room, message.first, message.last, message.body)
        elif message.kind == relay.AWARENESS:
            room.awareness.take(decode(message.body), message.origin, MOST_STATES_OF_A_PROCESS)
            self.tick(room)
        elif message.kind == relay.WHO_IS_HERE:
            if self._relay and (states := room.awareness.everyone(here=True)):
                self._relay.publish(message.document, relay.AWARENESS, states)
        elif message.kind == LOOK:
            self._watcher.look_now()

    def _open_rooms(self) -> list[tuple[Room, list[Peer]]]:
        """Called by the watcher's thread."""
        return [(room, list(room.peers)) for room in self.rooms]

    def _seen(self, seen: Seen) -> None:
        metrics.relay_connected.set(self._hears_others())
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


def _answer(share: Share) -> None:
    """Tell a connection how far it is safe, or what was wrong."""
    peer, count = share.peer, share.count
    peer.taken(len(share.items), share.size)
    if share.refused:
        metrics.refused.labels(share.refused).inc(count)
        peer.close(share.refused)
        return
    if share.asked:
        peer.send(wire.state_frame(share.asked))
    if share.is_withheld:
        peer.owed += count
        return
    peer.durable += count + peer.owed
    peer.owed = 0
    metrics.updates.inc(count)
    metrics.lag_seconds.observe(time.monotonic() - share.queued_at)
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
