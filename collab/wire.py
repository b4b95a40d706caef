"""The y-websocket protocol: what is in a frame, and the frames that we send.

Every frame is one message: a type, then what belongs to it. Numbers are variable-length (seven bits a byte, lowest
first), texts and updates come with their length in front.

    0 0 state vector     sync step 1: "this is what I have"
    0 1 update           sync step 2: "this is what you lack"
    0 2 update           somebody wrote
    1   awareness        who is here, and where their cursor is
    3                    "who is here?"
    20  n                the first n update frames (``0 2``) of this connection are on disk    } only we send these, and
    21  topic            something beside the text has changed                                 } only with ``?ack=1``

An acknowledgement also follows every sync step 2, once it is on disk, with n as it stands: the first one after a
reconnect says that what was written offline is safe.
"""

from dataclasses import dataclass
from enum import IntEnum

LARGEST_NUMBER = 2**53 - 1  # JavaScript's


class Malformed(Exception):
    """These bytes are no message."""


class Kind(IntEnum):
    STATE = 0
    SYNC = 1
    UPDATE = 2
    AWARENESS = 3
    WHO_IS_HERE = 4
    UNKNOWN = 5


@dataclass(frozen=True, slots=True)
class Message:
    kind: Kind
    body: bytes = b""


def read(frame: bytes) -> Message:
    """What a client says. Types that we do not know are no error: a newer client may know more. ``Malformed``."""
    kind, place = read_number(frame, 0)
    if kind == 0:
        step, place = read_number(frame, place)
        if step > Kind.UPDATE:
            raise Malformed
        return Message(Kind(step), _read_last(frame, place))
    if kind == 1:
        return Message(Kind.AWARENESS, _read_last(frame, place))
    return Message(Kind.WHO_IS_HERE if kind == 3 else Kind.UNKNOWN)


def _read_last(frame: bytes, place: int) -> bytes:
    """The bytes that fill the frame to its end."""
    body, place = read_bytes(frame, place)
    if place != len(frame):
        raise Malformed
    return body


def read_number(data: bytes, place: int) -> tuple[int, int]:
    """The number at ``place``, and the place behind it."""
    number = shift = 0
    while True:
        if place >= len(data):
            raise Malformed
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
        shift += 7
        if shift > 49:
            raise Malformed
    return number, place


def read_bytes(data: bytes, place: int) -> tuple[bytes, int]:
    """The bytes at ``place`` that have their length in front, and the place behind them."""
    length, place = read_number(data, place)
    end = place + length
    if end > len(data):
        raise Malformed
    return data[place:end], end


def number(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def with_length(data: bytes) -> bytes:
    return number(len(data)) + data


def state_frame(state: bytes) -> bytes:
    return b"\0\0" + with_length(state)


def sync_frame(update: bytes) -> bytes:
    return b"\0\1" + with_length(update)


def update_frame(update: bytes) -> bytes:
    return b"\0\2" + with_length(update)


def awareness_frame(states: bytes) -> bytes:
    return b"\1" + with_length(states)


def acknowledgement(count: int) -> bytes:
    return b"\x14" + number(count)


def notice(topic: str) -> bytes:
    return b"\x15" + with_length(topic.encode())
