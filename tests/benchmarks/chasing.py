"""How chasing takes a hundred thousand open items: items a second, queries, and memory, at 1k, 10k and 100k.

Everything is overdue and of one of 2,000 owners in their morning, the most that one run can do. On SQLite, and on
a throw-away PostgreSQL where it can be had. Each size runs in a process of its own, whose peak memory is its own.
"""

import argparse
import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import services
from tests.processes import RunningApp, own_database

SIZES = (1_000, 10_000, 100_000)
SEED = """
from datetime import date
from accounts.models import User
from actions.models import ActionItem
owners = User.objects.bulk_create(
    User(email=f"o{n}@bench.example.org", handle=f"o{n}", name=f"Owner {n}", password="!") for n in range(2000)
)
made = 0
while made < SIZE:
    ActionItem.objects.bulk_create(
        ActionItem(title=f"Item {n}", owner=owners[n % 2000], state="open", due_on=date(2026, 11, 19),
                   original_due_on=date(2026, 11, 19), created_by=owners[0])
        for n in range(made, min(made + 5000, SIZE))
    )
    made += 5000
"""
CHASE = """
import resource, time
from datetime import UTC, datetime
from django.db import connection
from actions.reminders import chase
from notifications.models import Notification
queries = 0
def count(execute, *call):
    global queries
    queries += 1
    return execute(*call)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, busy = time.perf_counter(), time.process_time()
with connection.execute_wrapper(count):
    chase(at=datetime(2026, 11, 20, 9, tzinfo=UTC))
seconds, busy = time.perf_counter() - start, time.process_time() - busy
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
again = time.perf_counter()
chase(at=datetime(2026, 11, 20, 9, 5, tzinfo=UTC))
again = time.perf_counter() - again
print("RESULT", Notification.objects.count(), seconds, busy, queries, before // 1024, peak // 1024, again)
"""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench chasing", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    chosen = parser.parse_args(argv)
    for title, env in _stores():
        print(title, "   items  seconds  items/s    CPU s  queries  MB then  MB peak again, s", sep="\n")
        for size in chosen.sizes:
            _measure(size, env)
    return 0


def _stores() -> Iterator[tuple[str, dict[str, str]]]:
    yield "SQLite", {}
    with contextlib.ExitStack() as running:
        try:
            url = running.enter_context(services.postgres())
        except services.Unavailable as reason:
            print(f"Not measured: {reason}")
            return
        yield "PostgreSQL", {"DATABASE_URL": url}


def _measure(size: int, env: dict[str, str]) -> None:
    os.environ.update(env)  # where own_database looks for a server
    with tempfile.TemporaryDirectory() as folder, own_database() as database:
        app = RunningApp(Path(folder), **database)
        app.manage("migrate", "--noinput", "-v", "0")
        app.manage("shell", "-v", "0", "-c", SEED.replace("SIZE", str(size)))
        told = re.search(
            r"RESULT (\d+) ([\d.]+) ([\d.]+) (\d+) (\d+) (\d+) ([\d.]+)", app.manage("shell", "-v", "0", "-c", CHASE)
        )
        assert told, "the run printed no result"
        items, seconds, busy, queries, before, peak, again = (float(number) for number in told.groups())
        assert items == size, f"{items:.0f} of {size} were told"
        figures = (
            f"{items:8.0f} {seconds:8.1f} {items / seconds:8.0f} {busy:8.1f} {queries:8.0f} {before:8.0f} {peak:8.0f}"
        )
        print(f"{figures} {again:8.2f}", flush=True)
