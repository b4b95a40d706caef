"""Before the log: whether updates are good, what is new in them, and who has to tell us more first."""

from collections.abc import Iterator

from collab import anatomy
from collab.batches import Batch, Share
from collab.codes import MALFORMED, TOO_LARGE
from collab.log import Row
from collab.replica import Replica, Unreadable
from collab.rooms import Room
from collab.wire import Malformed


class Incomplete(Exception):
    """This builds upon something that is not on disk."""


LARGEST_DOCUMENT = 16 * 1024 * 1024


def take_in(batch: Batch) -> list[Row]:
    """Try a batch on the replica, whose lock is held; return what is new, one row for each author.

    What the log gets is what the replica made of it. So nothing that Yrs does not understand reaches a page, what is
    known already makes no row, and ten people who type make ten rows, however fast they are.
    """
    for share in batch.shares:  # tried before, it may be
        share.refused, share.asked, share.is_withheld = 0, b"", False
    try:
        rows = _all_at_once(batch)
    except (Unreadable, Incomplete):
        rows = _one_by_one(batch)
    if not _fits(batch.room, rows):
        return _refuse_size(batch)
    _settle(batch)
    return rows


def _settle(batch: Batch) -> None:
    """Nobody is told that their updates are on disk while they still owe what those build upon."""
    for share in batch.shares:
        peer = share.peer
        peer.lacks_something = bool(share.asked) or (peer.lacks_something and not share.has_sync)
        share.is_withheld = peer.lacks_something


def _by_author(shares: list[Share]) -> Iterator[tuple[int | None, list[bytes]]]:
    found: dict[int, list[bytes]] = {}
    for share in shares:
        found.setdefault(share.peer.user_id, []).extend(share.updates)
    return iter(found.items())


def _all_at_once(batch: Batch) -> list[Row]:
    replica = batch.room.loaded()
    return [(who, news) for who, updates in _by_author(batch.shares) if (news := _integrate(replica, updates))]


def _integrate(replica: Replica, updates: list[bytes]) -> bytes:
    """What is new. Raises ``Unreadable`` or ``Incomplete``, and then the replica is of no use any more."""
    if not updates:
        return b""
    try:
        for update in updates:
            anatomy.check(update)
    except Malformed as error:
        raise Unreadable from error
    news = replica.integrate(updates)
    if not replica.has_all_of(updates):
        raise Incomplete
    return news


def _one_by_one(batch: Batch) -> list[Row]:
    """Somebody's part is no good: find out whose, starting from the disk again, and keep the others'."""
    rows: list[Row] = []
    replica = _afresh(batch.room, rows)
    for share in batch.shares:
        try:
            if news := _integrate(replica, share.updates):
                rows.append((share.peer.user_id, news))
        except Unreadable:
            share.refused = MALFORMED
            replica = _afresh(batch.room, rows)
        except Incomplete:
            replica = _afresh(batch.room, rows)
            _ask(share, replica)
    return rows


def _ask(share: Share, replica: Replica) -> None:
    """It builds upon what is not on disk. Pages that come from another process do, once: ask."""
    if share.peer.lacks_something or share.has_sync:
        share.refused = MALFORMED
    share.asked = replica.state()


def _afresh(room: Room, rows: list[Row]) -> Replica:
    room.forget()
    replica = room.loaded()
    replica.integrate(news for _author, news in rows)
    return replica


def _fits(room: Room, rows: list[Row]) -> bool:
    added = sum(len(news) for _author, news in rows)
    if room.size + added <= LARGEST_DOCUMENT:
        return True
    room.size = len(room.loaded().since())  # the log may be much longer than what is left of it
    return room.size <= LARGEST_DOCUMENT


def _refuse_size(batch: Batch) -> list[Row]:
    for share in batch.shares:
        share.refused = share.refused or TOO_LARGE
    batch.room.forget()
    return []
