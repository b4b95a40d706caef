"""What an update is made of, read without building anything from it.

Large updates are walked through before Yrs gets them: it reads values that are nested in values by recursion, and some
thirty thousand levels, in an update of 60 kB, overflow the stack and end the process. Small ones cannot hold as many.
The format is that of ``yjs/src/utils/encoding.js``, version 1.
"""

from collab.wire import Malformed, read_bytes, read_number

HARMLESS = 8192  # bytes: at two a level, far from what a stack takes
DEEPEST = 100  # levels; a text has none
ORIGIN, RIGHT_ORIGIN, SUB = 0x80, 0x40, 0x20  # bits of what stands in front of an item
GC, SKIP = 0, 10
NUMBERS = {1: 1}  # content that is so many numbers; below: so many texts
TEXTS = {3: 1, 4: 1, 5: 1, 6: 2}
NAMED_TYPES = (3, 5)  # XML elements and hooks
SIZES = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}  # bytes of a value


def check(update: bytes) -> None:
    """Raises ``Malformed`` for what is no update, and for values that are nested too deep."""
    if len(update) > HARMLESS:
        _Walk(update).whole()


class _Walk:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def whole(self) -> None:
        for _client in range(self.number()):
            structs = self.number()
            self.numbers(2)  # client and clock
            for _struct in range(structs):
                self.struct()
        for _client in range(self.number()):
            self.number()
            for _range in range(self.number()):
                self.numbers(2)

    def number(self) -> int:
        found, self.place = read_number(self.data, self.place)
        return found

    def numbers(self, count: int) -> None:
        for _number in range(count):
            self.number()

    def texts(self, count: int) -> None:
        for _text in range(count):
            _found, self.place = read_bytes(self.data, self.place)

    def skip(self, count: int) -> None:
        self.place += count
        if self.place > len(self.data):
            raise Malformed

    def byte(self) -> int:
        self.skip(1)
        return self.data[self.place - 1]

    def struct(self) -> None:
        info = self.byte()
        kind = info & 0x1F
        if kind in (GC, SKIP):
            self.number()
            return
        if info & ORIGIN:
            self.numbers(2)
        if info & RIGHT_ORIGIN:
            self.numbers(2)
        if not info & (ORIGIN | RIGHT_ORIGIN):
            self.parent(has_sub=bool(info & SUB))
        self.content(kind)

    def parent(self, *, has_sub: bool) -> None:
        if self.number() == 1:
            self.texts(1)
        else:
            self.numbers(2)
        if has_sub:
            self.texts(1)

    def content(self, kind: int) -> None:
        if kind in NUMBERS:
            self.numbers(NUMBERS[kind])
        elif kind in TEXTS:
            self.texts(TEXTS[kind])
        elif kind == 2:
            self.texts(self.number())
        elif kind == 7:
            if self.number() in NAMED_TYPES:
                self.texts(1)
        elif kind == 8:
            for _value in range(self.number()):
                self.value()
        elif kind == 9:
            self.texts(1)
            self.value()
        else:
            raise Malformed

    def value(self) -> None:
        """One value with all that is in it, without recursion: ``left`` says how many are to come on each level."""
        left = [(1, False)]
        while left:
            count, is_named = left.pop()
            if not count:
                continue
            left.append((count - 1, is_named))
            if is_named:
                self.texts(1)
            if inner := self.one():
                left.append(inner)
            if len(left) > DEEPEST:
                raise Malformed

    def one(self) -> tuple[int, bool] | None:
        """A value; of one that holds others, how many, and whether they have names."""
        kind = self.byte()
        if kind in SIZES:
            self.skip(SIZES[kind])
        elif kind in (119, 116):
            self.texts(1)
        elif kind == 125:
            while self.byte() & 0x80:
                pass
        elif kind in (117, 118):
            return self.number(), kind == 118
        else:
            raise Malformed
        return None
