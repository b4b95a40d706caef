"""The documents that are open in this process, and who is connected to each."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from uuid import UUID

from collab import log
from collab.awareness import Awareness
from collab.codes import TRY_AGAIN
from collab.credentials import Credentials
from collab.models import Document
from collab.replica import EVERYTHING, Replica, merge
from collab.rights import Right
from collab.wire import Kind

MOST_BUFFERED = 8 * 1024 * 1024  # bytes in several frames, for a reader that does not keep up
MOST_IN_FLIGHT = 2000  # updates of one connection that are not on disk yet
MOST_BYTES_IN_FLIGHT = 4 * 1024 * 1024


class Peer:
    """One connection. Used by the event loop alone but for ``inbox``, which the committer empties."""

    def __init__(self, room: "Room", credentials: Credentials, user_id: int, right: Right, *, wants_acks: bool) -> None:
        self.room = room
        self.credentials = credentials
        self.user_id = user_id
        self.right = right
        self.wants_acks = wants_acks
        self.inbox: deque[tuple[Kind, bytes]] = deque()
        self.is_queued = False  # at the committer
        self.queued_at = 0.0
        self.lacks_something = False  # it writes upon what is not here; the committer waits for it to send that
        self.owed = 0  # update frames that wait for the same
        self.in_flight = 0
        self.bytes_in_flight = 0
        self.durable = 0  # update frames
        self.outbox: list[bytes] = []
        self.buffered = 0
        self.close_code = 0
        self.on_close: Callable[[], object] = bool
        self._wake = asyncio.Event()
        self._room_to_write = asyncio.Event()

    def send(self, frame: bytes) -> None:
        """Queue a frame; a reader that is too far behind is let go and starts anew. One frame may be of any size: a
        whole document is, for who comes.
        """
        if self.close_code:
            return
        is_behind = bool(self.outbox)
        self.outbox.append(frame)
        self.buffered += len(frame)
        if is_behind and self.buffered > MOST_BUFFERED:
            self.close(TRY_AGAIN)
        self._wake.set()

    def close(self, code: int) -> None:
        """End the connection, after what is queued unless the reader is slow; only the first code counts."""
        if not self.close_code:
            self.close_code = code
            self.on_close()
            if code == TRY_AGAIN:
                self.outbox.clear()
            self._wake.set()

    async def frames(self) -> Iterator[bytes]:
        """Wait until there is something to send; ``close_code`` says whether it is the last."""
        while not (self.outbox or self.close_code):
            self._wake.clear()
            await self._wake.wait()
        frames, self.outbox, self.buffered = self.outbox, [], 0
        return iter(frames)

    def put(self, kind: Kind, update: bytes) -> None:
        self.inbox.append((kind, update))
        self.in_flight += 1
        self.bytes_in_flight += len(update)

    def taken(self, count: int, size: int) -> None:
        """So much of it has left the committer."""
        self.in_flight -= count
        self.bytes_in_flight -= size
        self._room_to_write.set()

    async def may_go_on(self) -> None:
        """Hold a writer that is ahead of the disk."""
        while self.in_flight >= MOST_IN_FLIGHT or self.bytes_in_flight >= MOST_BYTES_IN_FLIGHT:
            self._room_to_write.clear()
            await self._room_to_write.wait()


class Room:
    """One open document. ``replica`` and ``seq`` belong to whoever holds ``lock``, the rest to the event loop.

    The replica shows what is on disk: who takes in more holds the lock until that is committed, or calls ``forget``.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.peers: set[Peer] = set()
        self.awareness = Awareness()
        self.lock = threading.Lock()
        self.replica: Replica | None = None
        self.seq = 0  # everything up to here is in the replica
        self.ahead: dict[int, int] = {}  # and what others were faster to tell of: first number to last
        self.size = 0  # bytes on disk, at the most
        self.tail_rows = 0
        self.seq_at_last_look = 0
        self.topics: dict[str, int] | None = None  # as last told

    def loaded(self) -> Replica:
        """The replica, read from the log if need be; under the lock."""
        if self.replica is None:
            stored = log.read(self.document.pk)
            self.replica, self.seq, self.size = Replica(*stored.updates), stored.seq, stored.size
            self.ahead.clear()
        return self.replica

    def forget(self) -> None:
        """Read it from the log again when it is needed; under the lock."""
        self.replica = None

    def has(self, first: int, last: int) -> None:
        """The updates with these numbers are in the replica; under the lock."""
        if last > self.seq:
            self.ahead[first] = max(last, self.ahead.get(first, 0))
        while reached := [start for start in self.ahead if start <= self.seq + 1]:
            for start in reached:
                self.seq = max(self.seq, self.ahead.pop(start))

    def absorb(self, first: int, last: int, update: bytes) -> None:
        """Take in what another process has written. Raises ``Unreadable``."""
        with self.lock:
            if self.replica and last > self.seq:
                self.replica.integrate([update])
                self.size += len(update)
                self.has(first, last)

    def catch_up(self, head: int) -> bytes:
        """Take in what is on disk where ``head`` is not in the replica yet.

        Returns as one update what was missing, perhaps with more; ``b""`` if it came by itself meanwhile.
        """
        with self.lock:
            return self._catch_up(head)

    def _catch_up(self, head: int) -> bytes:
        if self.replica is None:  # nobody knows how much of it was shown
            return self.loaded().since()
        if self.seq >= head:
            return b""
        updates = log.read_after(self.document.pk, self.seq)
        if not updates:  # folded already
            self.forget()
            return self.loaded().since()
        self.replica.integrate(updates)
        self.has(self.seq + 1, self.seq + len(updates))
        return merge(updates)

    def opening(self) -> tuple[bytes, dict[str, int], bytes]:
        """The state vector, how often each topic beside the text has changed, and an update for who is here already.

        It is up to date with the disk: who comes from another process builds upon all that they saw there.
        """
        topics = dict(self.document.topics.values_list("name", "changes"))
        head = log.heads([self.document.pk]).get(self.document.pk, 0)
        with self.lock:
            news = self._catch_up(head) if self.replica else b""
            return self.loaded().state(), topics, news

    def since(self, state: bytes = EVERYTHING) -> bytes:
        """What somebody with that state vector lacks. Raises ``Unreadable``."""
        with self.lock:
            return self.loaded().since(state)

    def broadcast(self, frame: bytes, *, but: Peer | None = None) -> None:
        """Send it to everybody who is here, ``but`` to one."""
        for peer in self.peers:
            if peer is not but:
                peer.send(frame)


class Rooms:
    """A room lives as long as somebody is in it, or something of theirs is on its way to the disk."""

    def __init__(self) -> None:
        self._open: dict[UUID, Room] = {}

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._open.values()))

    def __len__(self) -> int:
        return len(self._open)

    def find(self, uuid: UUID) -> Room | None:
        return self._open.get(uuid)

    def enter(self, document: Document) -> Room:
        return self._open.setdefault(document.uuid, Room(document))

    def leave(self, peer: Peer) -> bool:
        """Whether it was the last one: then the room is closed."""
        room = peer.room
        room.peers.discard(peer)
        room.awareness.drop(peer)
        if room.peers or self._open.get(room.document.uuid) is not room:
            return False
        del self._open[room.document.uuid]
        return True

    def of_user(self, user_id: int) -> int:
        """How many connections a person has."""
        return sum(peer.user_id == user_id for room in self for peer in room.peers)
