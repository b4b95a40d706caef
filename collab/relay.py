"""Between web processes: what one has committed, and who is where, goes to the others by Redis pub/sub.

Nothing depends on it. A message that is lost delays an edit until the next look at the database (``watcher``), and
while Redis is away everything goes that way.
"""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import redis.asyncio
import structlog
from redis import RedisError

from collab.nudging import CHANNEL, LOOK
from collab.wire import Malformed, number, read_number

logger = structlog.get_logger(__name__)

UPDATE, AWARENESS, WHO_IS_HERE = b"U", b"A", b"W"
PAUSE = 0.5  # seconds between attempts
MOST_WAITING = 1000  # messages; while Redis is away the oldest are dropped
EVERYWHERE = "postmortems:documents"  # a subscription that is always there: without any, Redis hangs up


@dataclass(frozen=True)
class Message:
    document: UUID
    kind: bytes
    origin: bytes  # the process
    first: int = 0
    last: int = 0
    body: bytes = b""

    def encoded(self) -> bytes:
        return self.kind + self.origin + number(self.first) + number(self.last) + self.body


def decode(channel: bytes, data: bytes) -> Message:
    """Raises ``Malformed``."""
    try:
        document = UUID(channel.decode().removeprefix(CHANNEL))
    except ValueError as error:
        raise Malformed from error
    if data == LOOK:
        return Message(document, LOOK, b"")
    first, place = read_number(data, 9)
    last, place = read_number(data, place)
    return Message(document, data[:1], data[1:9], first, last, data[place:])


class Relay:
    """``hear`` is called with what other processes say, ``resumed`` when messages may have been missed."""

    def __init__(self, url: str, hear: Callable[[Message], None], resumed: Callable[[], None]) -> None:
        self._hear = hear
        self._resumed = resumed
        self._client = redis.asyncio.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=5)
        self._origin = os.urandom(8)
        self._wanted: set[UUID] = set()
        self._out: deque[Message] = deque(maxlen=MOST_WAITING)
        self._wake = asyncio.Event()
        self._pubsub = self._client.pubsub()
        self.is_connected = False
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._speak())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(RedisError, OSError):
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]
            await self._client.aclose()

    def follow(self, document: UUID) -> None:
        """Hear of it from now on, and ask who is there."""
        self._wanted.add(document)
        self._wake.set()
        self.publish(document, WHO_IS_HERE)

    def unfollow(self, document: UUID) -> None:
        self._wanted.discard(document)
        self._wake.set()

    def publish(self, document: UUID, kind: bytes, body: bytes = b"", first: int = 0, last: int = 0) -> None:
        if self.is_connected:
            self._out.append(Message(document, kind, self._origin, first, last, body))
            self._wake.set()

    async def _speak(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._subscribe()
                while self._out:
                    message = self._out.popleft()
                    await self._client.publish(f"{CHANNEL}{message.document}", message.encoded())
            except (RedisError, OSError) as error:
                logger.warning("collab_relay_lost", error=str(error))

    async def _subscribe(self) -> None:
        wanted = {f"{CHANNEL}{document}" for document in self._wanted}
        present = {channel.decode() for channel in self._pubsub.channels} - {EVERYWHERE}
        if not self.is_connected:
            return
        if more := wanted - present:
            await self._pubsub.subscribe(*more)
        if less := present - wanted:
            await self._pubsub.unsubscribe(*less)

    async def _listen(self) -> None:
        while True:
            try:
                await self._pubsub.subscribe(EVERYWHERE)
                self.is_connected = True
                self._wake.set()
                self._resumed()
                async for message in self._pubsub.listen():
                    if message["type"] == "message":
                        self._heard(message["channel"], message["data"])
            except (RedisError, OSError) as error:
                logger.warning("collab_relay_away", error=str(error))
            self.is_connected = False
            with suppress(RedisError, OSError):
                await self._pubsub.aclose()  # type: ignore[no-untyped-call]
            self._pubsub = self._client.pubsub()
            await asyncio.sleep(PAUSE)

    def _heard(self, channel: bytes, data: bytes) -> None:
        try:
            message = decode(channel, data)
        except Malformed:
            return
        if message.origin != self._origin:
            self._hear(message)
