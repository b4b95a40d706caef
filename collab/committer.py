"""Group commit: one thread of a process that writes what all connections have sent, in one transaction at a time.

It takes whatever has queued up while the last transaction ran and never waits for more. Only what it has committed is
acknowledged, shown to others or published. While the database is away it keeps what it holds and tries again.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import NamedTuple

import structlog
from django.db import InterfaceError, OperationalError, connection

from collab import log, metrics
from collab.batches import Batch, Share
from collab.codes import BROKEN, GONE
from collab.compaction import is_due
from collab.replica import Unreadable, merge
from collab.rooms import Peer, Room
from collab.taking_in import take_in

logger = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between tries while the database is away


class FromOthers(NamedTuple):
    """What another process has committed."""

    room: Room
    first: int
    last: int
    update: bytes


class Committer:
    """``submit`` on the event loop, ``deliver`` is called in the thread with each batch when it is on disk."""

    def __init__(self, deliver: Callable[[list[Batch]], None]) -> None:
        self._deliver = deliver
        self._queue: SimpleQueue[Peer | FromOthers | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collab-committer", daemon=True)
        self._thread.start()

    def submit(self, peer: Peer) -> None:
        """Something lies in its inbox."""
        if not peer.is_queued:
            peer.is_queued = True
            peer.queued_at = time.monotonic()
            self._queue.put(peer)

    def absorb(self, room: Room, first: int, last: int, update: bytes) -> None:
        """Another process has committed this."""
        self._queue.put(FromOthers(room, first, last, update))

    def stop(self, seconds: float) -> None:
        """Write what has queued up, and end."""
        self._stopping.set()
        self._queue.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            batches = self._collect([self._queue.get(), *self._waiting()])
            if batches and self._commit(batches):
                self._deliver(batches)
            if self._stopping.is_set() and self._queue.empty():
                connection.close()
                return

    def _waiting(self) -> Iterator[Peer | FromOthers | None]:
        for _queued in range(self._queue.qsize()):
            yield self._queue.get_nowait()

    def _collect(self, queued: list[Peer | FromOthers | None]) -> list[Batch]:
        """Everything that is in the inboxes now, by document; what others have committed is taken in at once."""
        by_room: dict[Room, Batch] = {}
        for peer in queued:
            if isinstance(peer, FromOthers):
                _absorb(peer)
            elif peer:  # None only wakes
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


def _absorb(news: FromOthers) -> None:
    try:
        news.room.absorb(news.first, news.last, news.update)
    except Unreadable:
        logger.warning("collab_message_unreadable", document=news.room.document.pk)


def _append(batches: list[Batch], rows: list[list[log.Row]]) -> list[log.Head | None]:
    """Commit what is new, if anything is."""
    if not any(rows):
        return [None for _batch in batches]
    with metrics.commit_seconds.time(), _transaction():
        return [
            log.append(batch.room.document.pk, new) if new else None for batch, new in zip(batches, rows, strict=True)
        ]


@contextmanager
def _transaction() -> Iterator[None]:
    """``transaction.atomic`` for a thread whose connection nobody else uses: half as long, with as little in it."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("BEGIN")
            yield
            cursor.execute("COMMIT")
        except BaseException:
            connection.close()
            raise


def _committed(batch: Batch, rows: list[log.Row], head: log.Head | None) -> None:
    if head is None:
        return
    room = batch.room
    batch.first, batch.last = head.seq - len(rows) + 1, head.seq
    batch.update = merge([data for _author, data in rows])
    batch.is_to_fold = is_due(head)
    batch.find_only_author()
    room.size += len(batch.update)
    room.tail_rows = head.tail_rows
    room.has(batch.first, batch.last)
