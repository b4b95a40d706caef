"""``./dev bench collab``: throughput of ten people in one document, and how ordinary typing feels."""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict

from pycrdt import merge_updates
from websockets.sync.client import ClientConnection

from collab import wire
from tests import services
from tests.benchmarks.collab import servers
from tests.benchmarks.collab.load import Found, Job, updates_of
from tests.benchmarks.collab.servers import Served
from tests.collab.client import open_socket
from tests.processes import ROOT

SLOWEST = 250.0  # ms that the slowest of a hundred edits may take for a throughput to count
WINDOWS = (20, 60, 150)  # edits of each person on their way
ORDINARY = {
    "10 people × 5/s": (1, 10, 5.0),
    "20 documents × 5 people × 2/s": (20, 5, 2.0),
    "50 people × 1/s": (1, 50, 1.0),
}


def run(job: Job) -> Found:
    """Let the people write, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.collab.load"],
        input=json.dumps(asdict(job)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Found(**json.loads(done.stdout))


def throughput(served: Served, seconds: float) -> Found:
    """The most edits a second, of the windows whose slowest edits are fast enough."""
    tried = []
    for window in WINDOWS:
        tried.append(run(Job(served.addresses(1, 10), served.token, seconds, window=window)))
        print(f"    window {window:4} {served.name:40} {line(tried[-1])}", flush=True)
    fast_enough = [found for found in tried if found.p99 <= SLOWEST]
    if not fast_enough:
        print("    The machine is too busy: none was fast enough, the smallest window counts.")
    return max(fast_enough or tried[:1], key=lambda found: found.rate)


def cold_join(served: Served, edits: int = 10_000) -> str:
    """Somebody joins a document in which nobody is, after so many edits: first content, and how much was sent."""
    installation = served.installation
    assert installation
    document = installation.document()
    with contextlib.closing(open_socket(installation, document, token=served.token)) as writer:
        for update in updates_of(7, edits):
            writer.send(wire.update_frame(update))
        while (frame := _heard(writer))[0] != 20 or wire.read_number(frame, 1)[0] < edits:
            pass
    time.sleep(2)
    began = time.perf_counter()
    with contextlib.closing(open_socket(installation, document, token=served.token)) as reader:
        connected = time.perf_counter()
        reader.send(wire.state_frame(b"\0"))
        while (frame := _heard(reader))[:2] != b"\0\1":
            pass
        done = time.perf_counter()
    merged = len(merge_updates(wire.read(frame).body))
    total, first = (done - began) * 1000, (done - connected) * 1000
    return (
        f"first content {first:.0f} ms after the handshake ({total:.0f} with it), {len(frame)} bytes, merged {merged}"
    )


def _heard(connection: ClientConnection) -> bytes:
    frame = connection.recv(60)
    assert isinstance(frame, bytes)
    return frame


def ordinary(both: list[Served], seconds: float, rounds: int) -> dict[str, dict[str, Found]]:
    """How each load feels on each server: in turns, so that a moment in which the machine is busy falls on both, and of
    the rounds the middle one.
    """
    tried: dict[str, dict[str, list[Found]]] = {served.name: {load: [] for load in ORDINARY} for served in both}
    for _round in range(rounds):
        for load, (documents, people, pace) in ORDINARY.items():
            for served in both:
                found = run(Job(served.addresses(documents, people), served.token, seconds, pace=pace))
                tried[served.name][load].append(found)
                print(f"    {load:30} {served.name:40} {line(found)}", flush=True)
    return {name: {load: middle(found) for load, found in loads.items()} for name, loads in tried.items()}


def middle(rounds: list[Found]) -> Found:
    """The median of each figure."""
    return Found(**{name: statistics.median(asdict(found)[name] for found in rounds) for name in asdict(rounds[0])})


def line(found: Found) -> str:
    acked = f", acknowledged p99 {found.acked_p99:.1f} ms" if found.acked_p99 else ""
    return f"{found.rate:7.0f} edits/s, p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms{acked}"


@contextlib.contextmanager
def on_postgres(processes: int) -> Iterator[Served]:
    with services.postgres() as os.environ["DATABASE_URL"], contextlib.ExitStack() as more:
        if processes > 1:
            os.environ["REDIS_URL"] = more.enter_context(services.redis())
        name = "ours, PostgreSQL" if processes == 1 else f"ours, {processes} processes on PostgreSQL + Redis"
        try:
            with servers.ours(name, processes) as served:
                yield served
        finally:
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("REDIS_URL", None)


SERVERS: dict[str, Callable[[], AbstractContextManager[Served]]] = {
    "sqlite": lambda: servers.ours("ours, SQLite"),
    "postgresql": lambda: on_postgres(1),
    "two": lambda: on_postgres(2),
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench collab", description=__doc__, allow_abbrev=False)
    parser.add_argument("--servers", nargs="+", choices=list(SERVERS), default=list(SERVERS))
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement (default 5)")
    parser.add_argument("--only", choices=["throughput", "ordinary"])
    parser.add_argument("--rounds", type=int, default=5, help="of the ordinary loads (default 5)")
    chosen = parser.parse_args(argv)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    summary: list[str] = []
    for key in chosen.servers:
        with servers.reference() as reference, SERVERS[key]() as served:
            summary += compare(reference, served, chosen)
    print(f"\nBeside {reference.name}, each in turns with it:", *summary, sep="\n  ")
    return 0


def compare(reference: Served, served: Served, chosen: argparse.Namespace) -> Iterator[str]:
    """Measure both while nothing else runs, and say what one is of the other."""
    if chosen.only != "ordinary":
        base, found = throughput(reference, chosen.seconds), throughput(served, chosen.seconds)
        yield f"{served.name:40} {found.rate:7.0f} of {base.rate:.0f} edits/s × {found.rate / base.rate:.2f}"
    if chosen.only != "throughput":
        steady = ordinary([reference, served], chosen.seconds, chosen.rounds)
        for load, found in steady[served.name].items():
            base = steady[reference.name][load]
            p50 = f"p50 {found.p50:5.2f} of {base.p50:5.2f} ms × {found.p50 / base.p50:.2f}"
            p99 = f"p99 {found.p99:5.1f} of {base.p99:5.1f} ms × {found.p99 / base.p99:.2f}"
            yield f"{served.name:40} {load:30} {p50}   {p99}"
    print(f"{served.name}: cold join after 10,000 edits: {cold_join(served)}", flush=True)
