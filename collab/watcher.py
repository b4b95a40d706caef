"""A look at the database every half second: what other processes wrote, and what people may no longer do.

This is what holds when messages between processes are lost, and all there is without Redis.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial

import structlog
from django.db import DatabaseError, InterfaceError, connection

from accounts.models import User
from collab import log, metrics
from collab.credentials import Credentials
from collab.models import Document, Topic
from collab.rights import Right, right_of
from collab.rooms import Peer, Room

logger = structlog.get_logger(__name__)

EVERY = 0.5  # seconds


@dataclass
class Seen:
    """What one look found out; the event loop acts on it."""

    updates: list[tuple[Room, bytes]] = field(default_factory=list)
    topics: list[tuple[Room, dict[str, int]]] = field(default_factory=list)
    rights: list[tuple[Peer, Right]] = field(default_factory=list)


class Watcher:
    """``rooms`` is asked in the thread for those that are open; ``tell`` is called there with what was seen."""

    def __init__(
        self,
        rooms: Callable[[], list[tuple[Room, list[Peer]]]],
        tell: Callable[[Seen], None],
        hears_others: Callable[[], bool],
    ) -> None:
        self._hears_others = hears_others
        self._rooms = rooms
        self._tell = tell
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="collab-watcher", daemon=True)
        self._thread.start()

    def look_now(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(EVERY)
            self._wake.clear()
            self._look()
        connection.close()

    def _look(self) -> None:
        open_rooms = self._rooms()
        if not open_rooms:
            connection.close()
            return
        try:
            self._tell(look(open_rooms, patient=self._hears_others()))
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            logger.warning("collab_watcher_database_away", error=str(error))
        except Exception:
            connection.close()
            logger.exception("collab_watcher_broken")


def look(open_rooms: list[tuple[Room, list[Peer]]], *, patient: bool) -> Seen:
    """``patient``: messages of other processes arrive, so what is missing at one look may be on its way."""
    rooms = [room for room, _peers in open_rooms]
    seen = Seen(updates=list(_news(rooms, patient=patient)), topics=_topics(rooms))
    seen.rights += _rights(open_rooms)
    return seen


def _news(rooms: list[Room], *, patient: bool) -> Iterable[tuple[Room, bytes]]:
    heads = log.heads([room.document.pk for room in rooms])
    for room in rooms:
        head = heads.get(room.document.pk, 0)
        is_behind = head > room.seq
        is_stuck = room.seq == room.seq_at_last_look
        room.seq_at_last_look = room.seq
        if is_behind and (is_stuck or not patient) and (missing := room.catch_up(head)):
            metrics.gaps_filled.inc()
            yield room, missing


def _topics(rooms: list[Room]) -> list[tuple[Room, dict[str, int]]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Topic.objects.filter(document__in=[room.document.pk for room in rooms])
    for document_id, name, changes in rows.order_by().values_list("document_id", "name", "changes"):
        found[document_id][name] = changes
    return [(room, found[room.document.pk]) for room in rooms]


def _rights(open_rooms: list[tuple[Room, list[Peer]]]) -> Iterable[tuple[Peer, Right]]:
    """What everybody may do now; what is the same for several connections is asked once."""
    person = cache(Credentials.person)
    for room, peers in open_rooms:
        right = cache(partial(_right, room.document))
        for peer in peers:
            user, most = person(peer.credentials)
            yield peer, min(most, right(user)) if user else Right.NONE


def _right(document: Document, user: User) -> Right:
    return right_of(user, document)
