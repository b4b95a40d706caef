"""Group commit: one thread of a process that writes what all connections have sent, in one transaction at a time.

It takes whatever has queued up while the last transaction ran and never waits for more. Only what it has committed is
acknowledged, shown to others or published. While the database is away it keeps what it holds and tries again.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from collab import log, metrics
from collab.batches import Batch, Share
from collab.codes import BROKEN, GONE
from collab.compaction import is_due
from collab.replica import Unreadable, merge
from collab.rooms import Peer, Room
from collab.taking_in import take_in

logger = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between tries while the database is away


class Committer:
    """``submit`` on the event loop, ``deliver`` is called in the thread with each batch when it is on disk."""

    def __init__(self, deliver: Callable[[list[Batch]], None]) -> None:
        self._deliver = deliver
        self._queue: deque[Peer] = deque()
        self._from_others: deque[tuple[Room, int, int, bytes]] = deque()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collab-committer", daemon=True)
        self._thread.start()

    def submit(self, peer: Peer) -> None:
        """Something lies in its inbox."""
        if not peer.is_queued:
            peer.is_queued = True
            peer.queued_at = time.monotonic()
            self._queue.append(peer)
            self._wake.set()

    def absorb(self, room: Room, first: int, last: int, update: bytes) -> None:
        """Another process has committed this."""
        self._from_others.append((room, first, last, update))
        self._wake.set()

    def stop(self, seconds: float) -> None:
        """Write what has queued up, and end."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            self._absorb()
            while batches := self._collect():
                if self._commit(batches):
                    self._deliver(batches)
                self._absorb()
            if self._stopping.is_set():
                connection.close()
                return

    def _absorb(self) -> None:
        while self._from_others:
            room, first, last, update = self._from_others.popleft()
            try:
                room.absorb(first, last, update)
            except Unreadable:
                logger.warning("collab_message_unreadable", document=room.document.pk)

    def _collect(self) -> list[Batch]:
        """Everything that is in the inboxes now, by document."""
        by_room: dict[Room, Batch] = {}
        for _queued in range(len(self._queue)):
            peer = self._queue.popleft()
            peer.is_queued = False  # first: what arrives from here on queues it again
            items = [peer.inbox.popleft() for _item in range(len(peer.inbox))]
            if items:
                by_room.setdefault(peer.room, Batch(peer.room)).shares.append(Share(peer, items, peer.queued_at))
        # In one order everywhere, so that two processes never wait for each other's documents.
        return sorted(by_room.values(), key=lambda batch: batch.room.document.pk)

    def _commit(self, batches: list[Batch]) -> bool:
        """Try until it is on disk. False when the process ends before: then nobody is told anything."""
        pauses = itertools.chain([FIRST_PAUSE], itertools.repeat(LONGEST_PAUSE))
        while True:
            try:
                self._write(batches)
                return True
            except (OperationalError, InterfaceError) as error:
                connection.close()
                metrics.failed_commits.inc()
                logger.warning("collab_database_away", error=str(error))
                if self._stopping.wait(next(pauses)):
                    return False
            except Exception:
                connection.close()
                logger.exception("collab_batch_broken")
                self._one_by_one(batches)
                return True

    def _one_by_one(self, batches: list[Batch]) -> None:
        """One of these documents cannot be written; the others must not notice."""
        for batch in batches:
            try:
                self._write([batch])
            except log.DocumentGone:
                batch.refuse_all(GONE)
            except Exception:
                connection.close()
                logger.exception("collab_document_broken", document=batch.room.document.pk)
                batch.refuse_all(BROKEN)

    def _write(self, batches: list[Batch]) -> None:
        """All of it or nothing: afterwards it is committed, or the replicas are forgotten and an error is raised."""
        with ExitStack() as locks:
            for batch in batches:
                locks.enter_context(batch.room.lock)
            try:
                rows = [take_in(batch) for batch in batches]
                heads = _append(batches, rows)
            except BaseException:
                for batch in batches:
                    batch.room.forget()
                raise
            for batch, new, head in zip(batches, rows, heads, strict=True):
                _committed(batch, new, head)


def _append(batches: list[Batch], rows: list[list[log.Row]]) -> list[log.Head | None]:
    """Commit what is new, if anything is."""
    if not any(rows):
        return [None for _batch in batches]
    with metrics.commit_seconds.time(), transaction.atomic():
        return [
            log.append(batch.room.document.pk, new) if new else None for batch, new in zip(batches, rows, strict=True)
        ]


def _committed(batch: Batch, rows: list[log.Row], head: log.Head | None) -> None:
    if head is None:
        return
    room = batch.room
    batch.first, batch.last = head.seq - len(rows) + 1, head.seq
    batch.update = merge([data for _author, data in rows])
    batch.is_to_fold = is_due(head)
    room.size += len(batch.update)
    room.tail_rows = head.tail_rows
    room.has(batch.first, batch.last)
