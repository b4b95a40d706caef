"""What is written together: a batch for each document, in it a share for each connection."""

from dataclasses import dataclass, field

from collab.replica import NOTHING
from collab.rooms import Peer, Room
from collab.wire import Kind


@dataclass
class Share:
    """What one connection has in a batch."""

    peer: Peer
    items: list[tuple[Kind, bytes]]
    queued_at: float  # monotonic
    refused: int = 0  # the code to close with
    asked: bytes = b""  # the state vector to ask it with for what it has left out
    is_withheld: bool = False  # not acknowledged, for that reason

    @property
    def updates(self) -> list[bytes]:
        """What is to be written. Of somebody who has left something out, only from where they have caught up."""
        items = self.items
        if self.peer.lacks_something:
            start = next((n for n, (kind, _update) in enumerate(items) if kind is Kind.SYNC), len(items))
            items = items[start:]
        return [update for _kind, update in items if update != NOTHING]

    @property
    def count(self) -> int:
        return sum(kind is Kind.UPDATE for kind, _update in self.items)

    @property
    def has_sync(self) -> bool:
        return any(kind is Kind.SYNC for kind, _update in self.items)

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
    is_to_fold: bool = False
    only_author: Peer | None = None  # who sent all of it, if one did, has to hear nothing but that it is on disk

    def find_only_author(self) -> None:
        """Asked while it is written: with the next batch a connection may be found to lack something."""
        authors = [share.peer for share in self.shares if share.updates]
        self.only_author = authors[0] if len(authors) == 1 else None

    def refuse_all(self, code: int) -> None:
        for share in self.shares:
            share.refused = code
