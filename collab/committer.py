"""Group commit: one thread of a process that writes what all connections have sent, in one transaction at a time.

It takes whatever has queued up while the last transaction ran and never waits for more. Only what it has committed is
acknowledged, shown to others or published. While the database is away it keeps what it holds and tries again.
"""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from collab import log
from collab.replica import NOTHING, Replica, Unreadable, merge
from collab.rooms import Peer, Room
from collab.wire import Kind

logger = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds between tries while the database is away
MALFORMED = 4400
GONE = 4404
TOO_LARGE = 4413
BROKEN = 1011
LARGEST_DOCUMENT = 16 * 1024 * 1024


@dataclass
class Share:
    """What one connection has in a batch."""

    peer: Peer
    items: list[tuple[Kind, bytes]]
    refused: int = 0  # the code to close with

    @property
    def acknowledged(self) -> int:
        return sum(kind is Kind.UPDATE for kind, _update in self.items)

    @property
    def size(self) -> int:
        return sum(len(update) for _kind, update in self.items)


@dataclass
class Batch:
    """What a transaction does to one document."""

    room: Room
    shares: list[Share] = field(default_factory=list)
    first: int = 0
    last: int = 0
    update: bytes = b""  # everything of it in one

    def refuse_all(self, code: int) -> None:
        for share in self.shares:
            share.refused = code


class Committer:
    """``submit`` on the event loop, ``deliver`` is called in the thread with each batch when it is on disk."""

    def __init__(self, deliver: Callable[[list[Batch]], None]) -> None:
        self._deliver = deliver
        self._queue: deque[Peer] = deque()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collab-committer", daemon=True)
        self._thread.start()

    def submit(self, peer: Peer) -> None:
        """Something lies in its inbox."""
        if not peer.is_queued:
            peer.is_queued = True
            self._queue.append(peer)
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
            while batches := self._collect():
                if self._commit(batches):
                    self._deliver(batches)
            if self._stopping.is_set():
                connection.close()
                return

    def _collect(self) -> list[Batch]:
        """Everything that is in the inboxes now, by document."""
        by_room: dict[Room, Batch] = {}
        for _queued in range(len(self._queue)):
            peer = self._queue.popleft()
            peer.is_queued = False  # first: what arrives from here on queues it again
            items = [peer.inbox.popleft() for _item in range(len(peer.inbox))]
            if items:
                by_room.setdefault(peer.room, Batch(peer.room)).shares.append(Share(peer, items))
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
                rows = [_take_in(batch) for batch in batches]
                heads = self._append(batches, rows)
            except BaseException:
                for batch in batches:
                    batch.room.forget()
                raise
            for batch, new, head in zip(batches, rows, heads, strict=True):
                _committed(batch, new, head)

    def _append(self, batches: list[Batch], rows: list[list[log.Row]]) -> list[int]:
        if not any(rows):
            return [batch.room.seq for batch in batches]
        with transaction.atomic():
            return [
                log.append(batch.room.document.pk, new) if new else batch.room.seq
                for batch, new in zip(batches, rows, strict=True)
            ]


def _take_in(batch: Batch) -> list[log.Row]:
    """Try each update on the replica and return what is new, one row for each author."""
    replica = batch.room.loaded()
    rows: list[log.Row] = []
    for author_id, shares in _by_author(batch.shares):
        updates = [update for share in shares for _kind, update in share.items if update != NOTHING]
        try:
            news = replica.integrate(updates)
        except Unreadable:
            replica = _without_the_unreadable(batch)
            return _take_in(batch)
        if news:
            rows.append((author_id, news))
    return rows


def _without_the_unreadable(batch: Batch) -> Replica:
    """Refuse those who sent what is no update, and start from the disk again."""
    for share in batch.shares:
        try:
            for _kind, update in share.items:
                Replica(update)
        except Unreadable:
            share.refused, share.items = MALFORMED, []
    batch.room.forget()
    return batch.room.loaded()


def _by_author(shares: Iterable[Share]) -> Iterator[tuple[int, list[Share]]]:
    found: dict[int, list[Share]] = {}
    for share in shares:
        found.setdefault(share.peer.user_id, []).append(share)
    return iter(found.items())


def _committed(batch: Batch, rows: list[log.Row], head: int) -> None:
    room = batch.room
    batch.first, batch.last = head - len(rows) + 1, head
    batch.update = merge([data for _author, data in rows])
    room.size += len(batch.update)
    if batch.first == room.seq + 1:
        room.seq = head
