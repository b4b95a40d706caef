"""Places in a text that move with it: relative positions as Yjs encodes them, of the first and of the last character.

pycrdt's own sticky indices count bytes in one place and UTF-16 units in another, and are wrong in any text that is not
ASCII. So this asks the document itself, on a copy: deleting a character tells its identity, and a mark put behind a
character (an ordinary insertion whose origin it is) tells where it stands, or stood.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass

from pycrdt import Doc, Text

from collab import log
from collab.models import Document
from collab.replica import keeper

ITEM = 0  # the kind of a relative position that names a character
RIGHT_OF, LEFT_OF = b"\x41", b"\0"  # its lean (-1, 0): behind the character, or before it
STRING_WITH_ORIGIN = 0x84  # a struct of Yjs: text, inserted behind a given character
FIRST_MARK = 0xF0000  # private use: nobody types it
MARKS = 0xFFFE

Identity = tuple[int, int]  # client and clock of one UTF-16 unit
End = tuple[Identity, bytes]  # with its lean


@dataclass(frozen=True)
class Anchor:
    """Base64 each; ``start`` stands before the first character of the passage, ``end`` behind the last."""

    start: str
    end: str


class _Copy:
    """A document to try things on."""

    def __init__(self, document: Document) -> None:
        self._doc: Doc[Text] = Doc(allow_multithreading=True)
        for update in log.read(document.pk).updates:
            self._doc.apply_update(update)

    def text(self, name: str) -> Text:
        found: Text = self._doc.get(name, type=Text)
        return found

    def identities(self, name: str, place: int) -> tuple[Identity, Identity]:
        """Of the first and last unit of the character at ``place`` (which is gone from the copy then)."""
        text = self.text(name)
        words = str(text)
        before = len(words[:place].encode())
        news: list[bytes] = []
        hears = self._doc.observe(keeper(news))
        del text[before : before + len(words[place].encode())]
        self._doc.unobserve(hears)
        client, clock, length = _deleted(news[0])
        return (client, clock), (client, clock + length - 1)

    def mark(self, places: list[Identity]) -> None:
        """Put a mark of its own behind each of ``places``."""
        structs = b"".join(
            bytes([STRING_WITH_ORIGIN]) + _varuint(client) + _varuint(clock) + _varuint(len(mark)) + mark
            for (client, clock), mark in zip(places, map(_mark, range(len(places))), strict=True)
        )
        self._doc.apply_update(_varuint(1) + _varuint(len(places)) + _varuint(0) + _varuint(0) + structs + b"\0")

    def is_there(self, name: str, place: Identity) -> bool:
        """Whether that character has not been deleted (it is then)."""
        before = len(str(self.text(name)))
        client, clock = place
        self._doc.apply_update(b"\0\1" + _varuint(client) + b"\1" + _varuint(clock) + b"\1")
        return len(str(self.text(name))) != before


def anchor(document: Document, name: str, start: int, end: int) -> Anchor:
    """Of the characters from ``start`` up to ``end`` (as Python counts, at least one) of the text ``name``."""
    first, _last = _Copy(document).identities(name, start)
    _first, last = _Copy(document).identities(name, end - 1)
    return Anchor(_encoded(first, LEFT_OF), _encoded(last, RIGHT_OF))


def places(document: Document, anchors: Mapping[int, tuple[str, Anchor]]) -> dict[int, tuple[int, int] | None]:
    """Where each of ``anchors`` (name of its text, and anchor) stands: start and end, as Python counts.

    None: nothing is left of the passage. Anchors that mean nothing in this document are missing.
    """
    known = {number: (name, ends) for number, (name, one) in list(anchors.items())[:MARKS] if (ends := _ends(one))}
    if not known:
        return {}
    try:
        starts = _spots(document, [(name, ends[0]) for name, ends in known.values()])
        stops = _spots(document, [(name, ends[1]) for name, ends in known.values()])
    except BaseException as error:  # what a Rust assertion becomes derives from nothing else
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return {}
        raise
    return {
        number: (start, stop) if start < stop else None
        for number, start, stop in zip(known, starts, stops, strict=True)
        if start is not None and stop is not None
    }


def _spots(document: Document, ends: list[tuple[str, End]]) -> list[int | None]:
    """Where each end stands, None for one that means nothing here.

    Starts and stops are asked for on copies of their own: a mark behind the first half of a character outside the
    basic plane, where such a passage starts, upsets what is asked of its second half.
    """
    copy = _Copy(document)
    copy.mark([identity for _name, (identity, _lean) in ends])
    marked = {name: str(copy.text(name)) for name, _end in ends}
    spots = [marked[name].find(_mark(number).decode()) for number, (name, _end) in enumerate(ends)]
    there: dict[Identity, bool] = {}
    for name, (identity, lean) in ends:
        if lean == LEFT_OF and identity not in there:  # finding it out takes the character away
            there[identity] = copy.is_there(name, identity)
    return [
        None if spot < 0 else _without_marks(marked[name], spot) - (lean == LEFT_OF and there[identity])
        for spot, (name, (identity, lean)) in zip(spots, ends, strict=True)
    ]


def _without_marks(words: str, place: int) -> int:
    return sum(not FIRST_MARK <= ord(letter) < FIRST_MARK + MARKS for letter in words[:place])


def _mark(number: int) -> bytes:
    return chr(FIRST_MARK + number).encode()


def _encoded(place: Identity, lean: bytes) -> str:
    client, clock = place
    return b64encode(_varuint(ITEM) + _varuint(client) + _varuint(clock) + lean).decode()


def _ends(one: Anchor) -> tuple[End, End] | None:
    """Both ends of an anchor; None for what is none, or does not name characters."""
    try:
        return _end(one.start), _end(one.end)
    except (ValueError, IndexError, NotBase64):
        return None


def _end(encoded: str) -> End:
    data = b64decode(encoded, validate=True)
    kind, rest = _read(data, 0)
    client, rest = _read(data, rest)
    clock, rest = _read(data, rest)
    if kind != ITEM:
        raise ValueError(kind)
    return (client, clock), RIGHT_OF if data[rest:][:1] >= b"\x40" else LEFT_OF


def _deleted(update: bytes) -> tuple[int, int, int]:
    """Client, clock and length of the one thing that ``update`` deletes."""
    place, numbers = 0, []
    while place < len(update):
        number, place = _read(update, place)
        numbers.append(number)
    _structs, _clients, client, _ranges, clock, length = numbers
    return client, clock, length


def _varuint(number: int) -> bytes:
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*data, number])


def _read(data: bytes, place: int) -> tuple[int, int]:
    """A varuint at ``place``, and where the next thing begins. Raises ``IndexError`` past the end."""
    number = shift = 0
    while True:
        byte = data[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return number, place
