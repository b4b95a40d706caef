"""The websocket endpoint ``/ws/documents/<uuid>/``, as plain ASGI: one call for each connection.

A connection is always accepted first: the code of a refused handshake is nothing that a page can read.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import structlog
from django.db import Error as DatabaseError

from collab import metrics, wire
from collab.awareness import decode
from collab.codes import GONE, MALFORMED, NO_LONGER, NOT_SIGNED_IN, TOO_LARGE, TRY_AGAIN
from collab.credentials import Credentials, is_own_page
from collab.hub import Hub
from collab.models import Document
from collab.replica import Unreadable
from collab.rights import Right, right_of
from collab.rooms import Peer, Room
from collab.wire import Kind, Malformed

logger = structlog.get_logger(__name__)

PATH = re.compile(r"/ws/documents/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?")
LARGEST_FRAME = 4 * 1024 * 1024
CLOSING_SECONDS = 5.0
MOST_OF_ONE = 200  # connections of one person in one process

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Refused(Exception):
    """The connection ends with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class DocumentSockets:
    """The ASGI application for websockets; ``stop`` ends what it started."""

    def __init__(self) -> None:
        self._hub: Hub | None = None

    @property
    def hub(self) -> Hub:
        if self._hub is None:
            self._hub = Hub()
        return self._hub

    async def stop(self) -> None:
        if self._hub:
            await self._hub.stop()
            self._hub = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        await send({"type": "websocket.accept"})
        try:
            peer = await self._join(scope)
        except Refused as refused:
            metrics.closes.labels(refused.code).inc()
            await send({"type": "websocket.close", "code": refused.code})
            return
        try:
            await Conversation(self.hub, peer, receive, send).hold()
        finally:
            metrics.closes.labels(peer.close_code or "left").inc()
            self.hub.leave(peer)

    async def _join(self, scope: Scope) -> Peer:
        headers = dict(scope["headers"])
        path = PATH.fullmatch(scope["path"])
        if not path:
            raise Refused(GONE)
        if not is_own_page(headers):
            raise Refused(NO_LONGER)
        credentials = Credentials.of(headers)
        try:
            document, user_id, right = await self.hub.ask(lambda: let_in(credentials, UUID(path[1])))
        except DatabaseError as error:
            logger.warning("collab_join_failed", error=str(error))
            raise Refused(TRY_AGAIN) from error
        if self.hub.rooms.of_user(user_id) >= MOST_OF_ONE:
            raise Refused(TRY_AGAIN)
        wants_acks = parse_qs(scope["query_string"].decode("latin-1")).get("ack") == ["1"]

        def make(room: Room) -> Peer:
            return Peer(room, credentials, user_id, right, wants_acks=wants_acks)

        return self.hub.enter(document, make)


def let_in(credentials: Credentials, document_uuid: UUID) -> tuple[Document, int, Right]:
    """The document, who it is that comes, and what they may do. Raises ``Refused``."""
    user, most = credentials.person()
    if user is None:
        raise Refused(NOT_SIGNED_IN)
    document = Document.objects.filter(uuid=document_uuid).first()
    right = min(most, right_of(user, document)) if document else Right.NONE
    if document is None or right is Right.NONE:
        raise Refused(GONE)
    return document, user.pk, right


class Conversation:
    """What is said on one connection, from the first frame to the last."""

    def __init__(self, hub: Hub, peer: Peer, receive: Receive, send: Send) -> None:
        self.hub = hub
        self.peer = peer
        self.room = peer.room
        self._receive = receive
        self._send = send

    async def hold(self) -> None:
        """Return when either side has ended it."""
        writing = asyncio.create_task(self._write())
        self.peer.on_close = partial(self._give_up_in_a_while, asyncio.current_task())
        try:
            await self._begin()
            await self._listen()
        except (Malformed, Unreadable):
            self.peer.close(MALFORMED)
        except Refused as refused:
            self.peer.close(refused.code)
        except DatabaseError as error:
            logger.warning("collab_read_failed", error=str(error))
            self.peer.close(TRY_AGAIN)
        except asyncio.CancelledError:
            if not self.peer.close_code:
                raise
        finally:
            await self._finish(writing)

    def _give_up_in_a_while(self, listening: asyncio.Task[None] | None) -> None:
        """It was told to go; whoever reads nothing any more does not hear that, and must not stay for ever."""
        if listening:
            timer = asyncio.get_running_loop().call_later(CLOSING_SECONDS, listening.cancel)
            listening.add_done_callback(lambda _task: timer.cancel())

    async def _finish(self, writing: asyncio.Task[None]) -> None:
        self.peer.on_close = bool
        if not self.peer.close_code:
            writing.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await asyncio.wait_for(writing, CLOSING_SECONDS)

    async def _begin(self) -> None:
        state, topics, news = await self.hub.ask(self.room.opening)
        if news:
            self.room.broadcast(wire.update_frame(news))
        if self.room.topics is None:
            self.room.topics = topics
        self.peer.send(wire.state_frame(state))
        if states := self.room.awareness.everyone():
            self.peer.send(wire.awareness_frame(states))

    async def _listen(self) -> None:
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                return
            frame = event.get("bytes")
            if not frame:
                raise Malformed
            if len(frame) > LARGEST_FRAME:
                raise Refused(TOO_LARGE)
            await self._hear(wire.read(frame))

    async def _hear(self, message: wire.Message) -> None:
        match message.kind:
            case Kind.UPDATE | Kind.SYNC:
                self._take(message)
                await self.peer.may_go_on()
            case Kind.STATE:
                missing = await self.hub.ask(lambda: self.room.since(message.body))
                self.peer.send(wire.sync_frame(missing))
            case Kind.AWARENESS:
                self.room.awareness.take(decode(message.body), self.peer)
                self.hub.tick(self.room)
            case Kind.WHO_IS_HERE:
                if states := self.room.awareness.everyone():
                    self.peer.send(wire.awareness_frame(states))

    def _take(self, message: wire.Message) -> None:
        if self.peer.right < Right.WRITE:
            if message.kind is Kind.SYNC:  # the answer that every client gives, whether it has something to tell or not
                return
            raise Refused(NO_LONGER)
        self.peer.put(message.kind, message.body)
        self.hub.committer.submit(self.peer)

    async def _write(self) -> None:
        while True:
            for frame in await self.peer.frames():
                await self._send({"type": "websocket.send", "bytes": frame})
            if self.peer.close_code:
                await self._send({"type": "websocket.close", "code": self.peer.close_code})
                return
