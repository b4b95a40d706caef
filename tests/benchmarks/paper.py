"""What a long PDF asks of the web process: a postmortem of some sixty pages is made while others read.

The worker of the real application makes it. A reader asks for the list of incidents all the while: how long that takes
then, against how long it takes before, says whether the web process notices.
"""

import argparse
import os
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path

from tests.benchmarks.pages import PREPARE, Visitor
from tests.processes import RunningApp, application, descendants, resident

PATIENCE = 120  # seconds
READ_BEFORE = 8  # seconds
WORDS = """
from postmortems import text
from postmortems.models import Postmortem
postmortem = Postmortem.objects.get(pk={number})
Postmortem.objects.filter(pk=postmortem.pk).update(state="draft")
postmortem.refresh_from_db()
paragraph = "The queue grew, because each retry was a request and nobody had said how many there may be. " * 6
section = postmortem.sections.first()
words = chr(10).join(f"### Part {{n}}" + chr(10) * 2 + (paragraph + chr(10) * 2) * 4 for n in range({parts}))
text.write(section, words, base=section.version, by=postmortem.created_by)
"""


class Reader(threading.Thread):
    """Asks for a list again and again; ``times`` in milliseconds."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.visitor = visitor
        self.times: list[float] = []
        self.is_done = threading.Event()

    def run(self) -> None:
        while not self.is_done.is_set():
            start = time.perf_counter()
            self.visitor.get("/incidents/")
            self.times.append((time.perf_counter() - start) * 1000)


def main(argv: list[str]) -> int:
    """Always 0: the figures are there to be read."""
    parser = argparse.ArgumentParser(prog="./dev bench pdf", description=__doc__, allow_abbrev=False)
    parser.add_argument("--parts", type=int, default=60, help="of the text, about a page each (default 60)")
    chosen = parser.parse_args(argv)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    with tempfile.TemporaryDirectory(prefix="postmortems-bench-") as folder, application(Path(folder)) as app:
        app.manage("seed_scale", "--incidents", 100)
        email, _incident, key = app.manage("shell", "-v", "0", "-c", PREPARE).rsplit("FOUND", 1)[1].split()
        app.manage("shell", "-v", "0", "-c", WORDS.format(number=key.removeprefix("PM-"), parts=chosen.parts))
        _measure(app, email, key)
    return 0


def _measure(app: RunningApp, email: str, key: str) -> None:
    reader, writer = Visitor(app, email), Visitor(app, email)
    before = _read_for(reader, READ_BEFORE)
    memory_before = _memory(app)
    asking = Reader(reader)
    asking.start()
    start = time.perf_counter()
    pdf = _pdf(writer, key)
    seconds = time.perf_counter() - start
    asking.is_done.set()
    asking.join()
    pages = max(int(number) for number in re.findall(rb"/Count (\d+)", pdf))
    print(f"{pages} pages, {len(pdf) / 1e6:.1f} MB, there after {seconds:.1f} s")
    print(f"web process: {memory_before / 1e6:.0f} MB before, {_memory(app) / 1e6:.0f} MB after")
    for name, times in (("alone", before), ("meanwhile", asking.times)):
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"a list {name:10} {median:6.0f} ms, p95 {slow:6.0f} ms × {median / statistics.median(before):.2f}")


def _read_for(visitor: Visitor, seconds: float) -> list[float]:
    reader = Reader(visitor)
    reader.start()
    time.sleep(seconds)
    reader.is_done.set()
    reader.join()
    return reader.times


def _pdf(visitor: Visitor, key: str) -> bytes:
    """Ask for it as a browser does, until it can be downloaded."""
    with visitor.opener.open(f"{visitor.url}/postmortems/{key}/export.pdf?draft=1", timeout=60) as answer:
        page = answer.url.removeprefix(visitor.url)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        words = visitor.get(page).decode()
        if link := re.search(r'href="([^"]+/file/)"', words):
            return visitor.get(link[1])
        time.sleep(0.5)
    raise AssertionError("the PDF was not made")


def _memory(app: RunningApp) -> int:
    """What the web process holds, in bytes."""
    assert app.process
    for pid in descendants(app.process.pid):
        if b"uvicorn" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return resident(pid)
    raise AssertionError("there is no web process")
