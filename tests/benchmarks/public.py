"""How many readers the public list takes, against the signed-in list of incidents on the same machine.

The real application serves both, to visitors that keep their connections open as browsers do. Readers who were there
before ask with the tag of what they have (conditional GET).
"""

import argparse
import http.client
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.pages import PREPARE, Visitor
from tests.processes import RunningApp, application

AT_ONCE = 4
WANTED = 10
REPORTS = 25
LIVE = f"""
from django.utils import timezone
from publishing.models import LiveStatement
now = timezone.now()
LiveStatement.objects.bulk_create(
    LiveStatement(slug=f"report-{{n}}", title=f"Report {{n}}", summary="Orders were late. " * 12, happened="It broke.",
                  doing="We mend it.", published_at=now, changed_at=now)
    for n in range({REPORTS})
)
"""


@dataclass(frozen=True)
class Rate:
    """Requests a second with ``AT_ONCE`` visitors, and the median of one request in milliseconds."""

    rate: float
    median: float


def measure(app: RunningApp, path: str, headers: dict[str, str], *, seconds: float, expect: int = 200) -> Rate:
    _ask(app, path, headers, until=time.perf_counter() + 1, expect=expect)  # warm
    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        walks = [
            visitors.submit(_ask, app, path, headers, until=start + seconds, expect=expect) for _ in range(AT_ONCE)
        ]
        times = [one for walk in walks for one in walk.result()]
    return Rate(len(times) / (time.perf_counter() - start), statistics.median(times) * 1000)


def _ask(app: RunningApp, path: str, headers: dict[str, str], *, until: float, expect: int) -> list[float]:
    address = urlsplit(app.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port or 80, timeout=60)
    times = []
    while time.perf_counter() < until:
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - start)
        if answer.status != expect:
            raise AssertionError(f"{path} answered {answer.status}, not {expect}")
    connection.close()
    return times


def main(argv: list[str]) -> int:
    """1 where the public list takes fewer than ``WANTED`` times as many requests."""
    parser = argparse.ArgumentParser(prog="./dev bench public", description=__doc__, allow_abbrev=False)
    parser.add_argument("--incidents", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement (default 8)")
    chosen = parser.parse_args(argv)
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="postmortems-bench-") as folder, application(Path(folder)) as app:
        app.manage("seed_scale", "--incidents", chosen.incidents)
        email = app.manage("shell", "-c", PREPARE).rsplit("FOUND", 1)[1].split()[0]
        app.manage("shell", "-c", LIVE)
        return _compare(app, Visitor(app, email), chosen.seconds)


def _compare(app: RunningApp, visitor: Visitor, seconds: float) -> int:
    request = http.client.HTTPConnection(str(urlsplit(app.url).hostname), urlsplit(app.url).port or 80)
    request.request("GET", "/status-reports/")
    tag = str(request.getresponse().headers["ETag"])
    run: Callable[..., Rate] = measure
    inside = run(app, "/incidents/", {"Cookie": visitor.cookies}, seconds=seconds)
    public = run(app, "/status-reports/", {}, seconds=seconds)
    again = run(app, "/status-reports/", {"If-None-Match": tag}, seconds=seconds, expect=304)
    rows = (("signed-in list of incidents", inside), ("public list", public), ("public list, unchanged", again))
    for name, rate in rows:
        print(f"{name:30}{rate.rate:9.1f}/s{rate.median:9.1f} ms{rate.rate / inside.rate:8.1f} times")
    return 0 if public.rate >= WANTED * inside.rate else 1
