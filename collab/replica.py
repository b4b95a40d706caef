"""A copy of a document in memory: what it makes of an update says whether that one is good and what is new in it."""

import weakref
from collections.abc import Callable, Iterable, Mapping

from pycrdt import Doc, Text, TransactionEvent, get_update, merge_updates

from core.diff import edits

NOTHING = b"\0\0"  # an update without content
EVERYTHING = b"\0"  # the state vector of somebody who has nothing


class Unreadable(Exception):
    """This is no Yjs update, or no state vector."""


class Replica:
    """Not to be used by two threads at once."""

    def __init__(self, *updates: bytes) -> None:
        self._doc: Doc[Text] = Doc(allow_multithreading=True)
        self._news: list[bytes] = []  # an update for each transaction
        hears = self._doc.observe(keeper(self._news))
        # Rust holds the callback, which holds the document, in a circle that Python's collector does not see.
        weakref.finalize(self, self._doc.unobserve, hears).atexit = False
        if updates:
            self.integrate(updates)

    def integrate(self, updates: Iterable[bytes]) -> bytes:
        """Take ``updates`` in; return as one update what they added, ``b""`` if all of it was there.

        What builds upon something that is not here yet waits inside: see ``has_all_of``. Raises ``Unreadable``; the
        replica may then hold some of it.
        """
        self._news.clear()  # there is some where the last attempt failed
        try:
            with self._doc.transaction():
                for update in updates:
                    self._doc.apply_update(update)
        except Exception as error:
            raise Unreadable from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # what a Rust assertion becomes; it derives from nothing else
                raise Unreadable from error
            raise
        return self._merge_news()

    def has_all_of(self, updates: Iterable[bytes]) -> bool:
        """Whether nothing of them waits inside for something that they build upon and that is not here.

        What waits shows in no state vector: then a part of the update is beyond it.
        """
        state = self._doc.get_state()
        return all(get_update(update, state)[:1] == b"\0" for update in updates)

    def state(self) -> bytes:
        """The state vector: how much of each client's writing is here."""
        return self._doc.get_state()

    def since(self, state: bytes = EVERYTHING) -> bytes:
        """What somebody with that state vector lacks, as an update. Raises ``Unreadable``."""
        try:
            return self._doc.get_update(state)
        except ValueError as error:
            raise Unreadable from error

    def texts(self) -> dict[str, str]:
        """The text by name. Without NUL, which no database takes into a text."""
        return {name: str(self._text(name)).replace("\0", "") for name in sorted(self._doc.keys())}

    def edit(self, changes: Mapping[str, str]) -> bytes:
        """Make the named texts read so by as small a change as may be; return it as an update, ``b""`` for none."""
        with self._doc.transaction():
            for name, wanted in changes.items():
                _rewrite(self._text(name), wanted.replace("\r\n", "\n"))
        return self._merge_news()

    def _merge_news(self) -> bytes:
        news = [update for update in self._news if update != NOTHING]
        self._news.clear()
        return merge(news)

    def _text(self, name: str) -> Text:
        text: Text = self._doc.get(name, type=Text)
        return text


def keeper(news: list[bytes]) -> Callable[[TransactionEvent], None]:
    """A callback that knows of nothing but that list."""
    return lambda event: news.append(event.update)


def merge(updates: list[bytes]) -> bytes:
    """Several updates as one; ``b""`` for none."""
    if len(updates) < 2:
        return updates[0] if updates else b""
    return merge_updates(*updates)


def _rewrite(text: Text, wanted: str) -> None:
    """Yrs counts in bytes of UTF-8."""
    place = 0
    for kind, piece in edits(str(text), wanted):
        length = len(piece.encode())
        if kind == "removed":
            del text[place : place + length]
            continue
        if kind == "added":
            text.insert(place, piece)
        place += length
