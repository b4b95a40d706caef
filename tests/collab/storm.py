"""People who write without a pause while web processes are killed under them.

Each writes words that nobody else writes. While all are cut off, what is on disk is compared with what they were told:
a page would heal a loss by sending the words again, and then nobody would see that they had been missing.
"""

import threading
import time
from collections.abc import Callable, Iterable
from uuid import UUID

from websockets.exceptions import ConnectionClosed

from tests.collab.client import Writer
from tests.collab.installation import Installation

PATIENCE = 60.0  # seconds


class Stormy(threading.Thread):
    """One of them: writes while it may, comes back when it was cut off."""

    def __init__(self, storm: "Storm", name: str, places: list[int]) -> None:
        super().__init__(daemon=True, name=name)
        self.storm = storm
        self.places = places  # ports, taken in turns at each connection
        self.written: list[str] = []
        self.screen = ""  # as it was last drawn, for other threads to read
        self.safe = 0  # so many of them were acknowledged
        self.is_away = False
        self.error: Exception | None = None
        self.writer: Writer | None = None
        self._sent_before = 0  # words written before this connection

    def run(self) -> None:
        try:
            while not self.storm.is_over:
                self.storm.may_come.wait(PATIENCE)
                self._stay()
        except Exception as error:  # a thread's error is nobody's unless it is kept
            self.error = error

    def _stay(self) -> None:
        self.places.append(self.places.pop(0))
        try:
            self._come_back()
            self.is_away = False
            while not self.storm.is_over:
                if self.storm.may_write.is_set() and len(self.written) - self.safe < 50:
                    self._write()
                self._hear()
        except (ConnectionClosed, OSError):
            self.is_away = True

    def _come_back(self) -> None:
        if self.writer is None:
            self.writer = Writer(self.storm.installation, self.storm.document, port=self.places[0])
        else:
            self._sent_before = len(self.written)
            self.writer.come_back(port=self.places[0])

    def _write(self) -> None:
        assert self.writer
        word = f"{self.name}-{len(self.written)} "
        self.written.append(word)
        self.writer.write(word)

    def _hear(self) -> None:
        assert self.writer
        try:
            self.writer.hear(0.002)
        except TimeoutError:
            return
        finally:
            self.screen = str(self.writer.text)
        if self.writer.acks:
            # The first acknowledgement covers what was written before, in the answer to the server's question.
            self.safe = max(self.safe, self._sent_before + self.writer.durable)

    def seen(self) -> set[str]:
        """The words of others that were on its screen."""
        return {word for word in self.screen.split() if not word.startswith(f"{self.name}-")}


class Storm:
    def __init__(self, installation: Installation, document: UUID, ports: Iterable[int], people: int = 4) -> None:
        self.installation = installation
        self.document = document
        self.may_come = threading.Event()
        self.may_write = threading.Event()
        self.is_over = False
        ports = list(ports)
        turns = [ports[n % len(ports) :] + ports[: n % len(ports)] for n in range(people)]
        self.people = [Stormy(self, f"w{number}", places) for number, places in enumerate(turns)]

    def begin(self) -> None:
        self.may_come.set()
        self.may_write.set()
        for person in self.people:
            person.start()

    def rage(self, words: int) -> None:
        """Return when so many more words have been acknowledged to everybody."""
        goals = [person.safe + words for person in self.people]
        self._wait(lambda: all(person.safe >= goal for person, goal in zip(self.people, goals, strict=True)))

    def cut_off(self, kill: Callable[[], None]) -> None:
        """Kill, keep everybody away, and look at what is on disk: nothing that anybody was told may be missing."""
        self.may_come.clear()
        kill()
        self._wait(lambda: all(person.is_away for person in self.people))
        on_disk = set(self.installation.texts(self.document)["text"].split())
        for person in self.people:
            told = {word.strip() for word in person.written[: person.safe]}
            assert told <= on_disk, f"{person.name} was told that these are safe: {told - on_disk}"
            assert person.seen() <= on_disk, f"{person.name} has seen these: {person.seen() - on_disk}"

    def calm_down(self) -> None:
        """Nobody writes any more; return when everybody has everything."""
        self.may_write.clear()
        self.may_come.set()
        everything = {word.strip() for person in self.people for word in person.written}
        self._wait(lambda: all(set(person.screen.split()) >= everything for person in self.people))
        self._wait(lambda: all(person.safe >= len(person.written) for person in self.people))
        self.is_over = True
        for person in self.people:
            person.join(PATIENCE)
        texts = {person.screen for person in self.people}
        assert texts == {self.installation.texts(self.document)["text"]}

    def _wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            for person in self.people:
                if person.error:
                    raise person.error
            assert time.monotonic() < deadline, "it did not come to an end"
            time.sleep(0.01)
