"""The load: people who write, in one process of their own, light enough not to be what is measured.

``python -m tests.benchmarks.collab.load`` reads one ``Job`` as JSON from its input and prints one ``Found``. Every edit
is a genuine Yjs update, made before the clock starts, that adds one character. How long an edit took is read off the
state vector of neighbours: they take in what arrives and look up to which edit of everybody they have come.
"""

import asyncio
import base64
import json
import os
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import uvloop
from pycrdt import Doc, Text

from collab import wire

MASKED_WITH_ZEROS = b"\0\0\0\0"  # as valid as any other mask, and it costs us nothing


@dataclass
class Job:
    addresses: list[list[str]]  # the people of each document: where each of them connects
    token: str = ""
    seconds: float = 5
    window: int = 0  # edits of a person that may be on their way; 0 for a steady pace
    pace: float = 0  # edits a second of each person
    warm_up: float = 1  # seconds that do not count


@dataclass
class Found:
    edits: int
    seconds: float
    p50: float  # milliseconds from the finger to a neighbour
    p99: float
    acked_p99: float  # milliseconds from the finger to the acknowledgement; 0 where there is none
    rate: float = 0

    def __post_init__(self) -> None:
        self.rate = self.edits / self.seconds


def client_frame(payload: bytes) -> bytes:
    """A binary websocket frame, from client to server."""
    length = len(payload)
    if length < 126:
        return bytes((0x82, 0x80 | length)) + MASKED_WITH_ZEROS + payload
    if length < 65536:
        return bytes((0x82, 0xFE)) + length.to_bytes(2, "big") + MASKED_WITH_ZEROS + payload
    return bytes((0x82, 0xFF)) + length.to_bytes(8, "big") + MASKED_WITH_ZEROS + payload


def prepared(client_id: int, count: int) -> list[bytes]:
    return [client_frame(wire.update_frame(update)) for update in updates_of(client_id, count)]


def updates_of(client_id: int, count: int) -> list[bytes]:
    """Of somebody who types ``count`` characters, one after the other."""
    doc: Doc[Text] = Doc(client_id=client_id)
    text = doc.get(f"of-{client_id}", type=Text)
    updates: list[bytes] = []
    listening = doc.observe(lambda event: updates.append(event.update))
    for place in range(count):
        text.insert(place, "x")
    doc.unobserve(listening)
    return updates


def clocks(state: bytes) -> dict[int, int]:
    """A state vector: of each client, how many characters."""
    count, place = wire.read_number(state, 0)
    found = {}
    for _client in range(count):
        client, place = wire.read_number(state, place)
        found[client], place = wire.read_number(state, place)
    return found


@dataclass
class Person(asyncio.Protocol):
    """One connection. ``seen`` is what it has of the edits of each of the others, if it watches."""

    client_id: int
    frames: list[bytes]
    watches: bool
    company: "Company"
    sent_at: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)  # ms, of our edits at a neighbour
    acks: list[float] = field(default_factory=list)
    acked: int = 0
    arrived: int = 0  # of our edits, at the slowest watcher
    rest: bytes = b""
    begun: bool = False

    def __post_init__(self) -> None:
        self.doc: Doc[Text] = Doc()
        self.seen: dict[int, int] = {}
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's own derives from none of them

    def greet(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {parts.path}?{parts.query} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        ]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        self.transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        data = self.rest + data
        if not self.begun:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self.rest = head
                return
            assert b" 101 " in head.split(b"\r\n")[0], head
            self.begun = True
            self.transport.write(client_frame(wire.state_frame(b"\0")))
        self.rest = self._take_frames(data)

    def _take_frames(self, data: bytes) -> bytes:
        place, end = 0, len(data)
        now = time.perf_counter()
        while end - place >= 2:
            length, head = data[place + 1], 2
            if length == 126:
                length, head = int.from_bytes(data[place + 2 : place + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(data[place + 2 : place + 10], "big"), 10
            if end - place < head + length:
                break
            self._hear(data[place] & 15, data[place + head : place + head + length], now)
            place += head + length
        return data[place:]

    def _hear(self, opcode: int, payload: bytes, now: float) -> None:
        if opcode == 9:  # ping
            self.transport.write(bytes((0x8A, 0x80 | len(payload))) + MASKED_WITH_ZEROS + payload)
        elif opcode == 8:
            raise RuntimeError(f"closed with {int.from_bytes(payload[:2], 'big')}")
        elif payload[0] == 20:
            self._acknowledged(wire.read_number(payload, 1)[0], now)
        elif payload[0] == 0 and payload[1] > 0:
            if not self.ready.done():
                self.ready.set_result(None)
            if self.watches:
                self._look(wire.read(payload).body, now)

    def _acknowledged(self, count: int, now: float) -> None:
        self.acks += [(now - at) * 1000 for at in self.sent_at[self.acked : count]]
        self.acked = count

    def _look(self, update: bytes, now: float) -> None:
        self.doc.apply_update(update)
        for client, clock in clocks(self.doc.get_state()).items():
            before = self.seen.get(client, 0)
            if clock > before:
                self.seen[client] = clock
                self.company.arrived(self, client, before, clock, now)

    def send(self, count: int) -> None:
        start = len(self.sent_at)
        frames = self.frames[start : start + count]
        if frames:
            self.sent_at += [time.perf_counter()] * len(frames)
            self.transport.write(b"".join(frames))


class Company:
    """The people of one document."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.people: dict[int, Person] = {}
        self.is_writing = False

    def arrived(self, watcher: Person, client: int, before: int, clock: int, now: float) -> None:
        writer = self.people.get(client)
        if writer is None or writer is watcher:
            return
        writer.arrivals += [(now - at) * 1000 for at in writer.sent_at[before:clock]]
        writer.arrived = min(
            other.seen.get(client, 0) for other in self.people.values() if other.watches and other is not writer
        )
        if self.window and self.is_writing:
            writer.send(self.window - (len(writer.sent_at) - writer.arrived))


async def join(job: Job) -> list[Company]:
    loop = asyncio.get_running_loop()
    companies = []
    edits = int(job.pace * (job.seconds + job.warm_up)) + 5 if job.pace else int(job.seconds + job.warm_up) * 5000
    for addresses in job.addresses:
        company = Company(job.window)
        for number, address in enumerate(addresses):
            client = random.getrandbits(31)
            watches = bool(job.pace) or number < 2
            person = Person(client, prepared(client, edits), watches, company)
            parts = urlsplit(address)
            await loop.create_connection(partial(_itself, person), parts.hostname or "", parts.port or 80)
            person.greet(address, job.token)
            await asyncio.wait_for(person.ready, 20)
            company.people[client] = person
        companies.append(company)
    return companies


def _itself(person: Person) -> Person:
    return person


async def type_steadily(person: Person, pace: float, until: float) -> None:
    await asyncio.sleep(random.random() / pace)
    due = time.perf_counter()
    while due < until:
        person.send(1)
        due += 1 / pace
        await asyncio.sleep(max(0, due - time.perf_counter()))


async def measure(job: Job) -> Found:
    companies = await join(job)
    people = [person for company in companies for person in company.people.values()]
    start = time.perf_counter()
    end = start + job.warm_up + job.seconds
    for company in companies:
        company.is_writing = True
    if job.window:
        for person in people:
            person.send(job.window)
        await asyncio.sleep(job.warm_up)
        forget(people)
        begun = time.perf_counter()
        await asyncio.sleep(end - begun)
    else:
        typing = [asyncio.create_task(type_steadily(person, job.pace, end)) for person in people]
        await asyncio.sleep(job.warm_up)
        forget(people)
        begun = time.perf_counter()
        await asyncio.gather(*typing)
    seconds = time.perf_counter() - begun
    for company in companies:
        company.is_writing = False
    return found(people, seconds)


def forget(people: list[Person]) -> None:
    for person in people:
        person.arrivals, person.acks = [], []


def found(people: list[Person], seconds: float) -> Found:
    arrivals = sorted(at for person in people for at in person.arrivals)
    acks = sorted(at for person in people for at in person.acks)
    company = people[0].company
    watchers = [sum(p.watches and p is not person for p in person.company.people.values()) for person in people]
    edits = sum(len(person.arrivals) / max(1, count) for person, count in zip(people, watchers, strict=True))
    assert company.people
    return Found(round(edits), seconds, at(arrivals, 0.5), at(arrivals, 0.99), at(acks, 0.99))


def at(times: list[float], share: float) -> float:
    return times[int(share * (len(times) - 1))] if times else 0.0


if __name__ == "__main__":
    json.dump(asdict(uvloop.run(measure(Job(**json.load(sys.stdin))))), sys.stdout)
