"""Somebody who writes: a Yjs document and a socket, in plain sight."""

import contextlib
import time
from functools import partial
from uuid import UUID

from pycrdt import Doc, Text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from collab import wire
from tests.collab.installation import Installation

PATIENCE = 10.0  # seconds


class Writer:
    """Connected from the start, like a page: asks for what there is, and answers what the server asks."""

    def __init__(
        self, installation: Installation, document: UUID, *, token: str = "", acks: bool = True, port: int = 0
    ) -> None:
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get("text", type=Text)
        self.sent = self.durable = 0
        self.acks: list[int] = []
        self.topics: list[str] = []
        self.awareness: list[bytes] = []
        self.frames: list[bytes] = []
        self._listening = self.doc.observe(lambda event: self._changed(event.update))
        self._is_taking_in = False
        self._open = partial(open_socket, installation, document, token=token or installation.token(), acks=acks)
        self.come_back(port)

    def come_back(self, port: int = 0) -> None:
        """On a new connection, with all that was written meanwhile."""
        self.sent = self.durable = 0
        self.acks.clear()
        self.socket = self._open(port=port)
        self._send(wire.state_frame(self.doc.get_state()))

    def _send(self, frame: bytes) -> None:
        """What cannot be sent any more is not: that it was closed, and why, tells whoever listens next."""
        with contextlib.suppress(ConnectionClosed, OSError):
            self.socket.send(frame)

    def _changed(self, update: bytes) -> None:
        if not self._is_taking_in:
            self.sent += 1
            self._send(wire.update_frame(update))

    def write(self, words: str) -> None:
        """Add to the end of the text."""
        self.text.insert(len(self.text), words)

    def hear(self, seconds: float = PATIENCE) -> None:
        """Take in one frame. ``TimeoutError`` when none comes."""
        frame = self.socket.recv(seconds)
        assert isinstance(frame, bytes)
        self.take(frame)

    def take(self, frame: bytes) -> None:
        self.frames.append(frame)
        if frame[0] == 20:
            self.durable = wire.read_number(frame, 1)[0]
            self.acks.append(self.durable)
        elif frame[0] == 21:
            self.topics.append(wire.read_bytes(frame, 1)[0].decode())
        elif frame[0] == 1:
            self.awareness.append(wire.read_bytes(frame, 1)[0])
        else:
            self._sync(wire.read(frame))

    def _sync(self, message: wire.Message) -> None:
        if message.kind is wire.Kind.STATE:
            self._send(wire.sync_frame(self.doc.get_update(message.body)))
            return
        self._is_taking_in = True
        try:
            self.doc.apply_update(message.body)
        finally:
            self._is_taking_in = False

    def until(self, condition, seconds: float = PATIENCE) -> None:
        """Listen until it holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            self.hear(max(0.01, deadline - time.monotonic()))

    def until_saved(self, seconds: float = PATIENCE) -> None:
        self.until(lambda: self.durable >= self.sent and self.acks, seconds)

    def until_it_reads(self, words: str) -> None:
        self.until(lambda: str(self.text) == words)

    def close_code(self) -> int:
        """Listen until the other side ends it."""
        try:
            while True:
                self.hear()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def leave(self) -> None:
        self.socket.close()


def open_socket(
    installation: Installation, document: UUID, *, token: str = "", acks: bool = True, port: int = 0, **headers: str
) -> ClientConnection:
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return connect(
        installation.address(document, acks=acks, port=port),
        additional_headers=headers,
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
    ).__enter__()


def closed_with(connection: ClientConnection) -> int:
    """Listen until the other side ends it; the code it gave."""
    try:
        while True:
            connection.recv(2 * PATIENCE)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
