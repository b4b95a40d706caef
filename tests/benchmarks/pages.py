"""How pages take ten thousand incidents: each page at a small and at a large size, as ratios of one run.

The real application serves them, as one member of a team sees them, on SQLite and on a throw-away PostgreSQL. What one
person has to do does not grow with the organisation: at both sizes they own a page full of action items. Absolute times
say something about this machine only; the ratio says whether a page grows with the data.
"""

import argparse
import contextlib
import http.cookiejar
import os
import re
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests import services
from tests.processes import RunningApp, application

PASSWORD = "only-for-measuring"
AT_ONCE = 4
OWN_ITEMS = 60  # of whoever looks, at the least
PREPARE = f"""
from accounts.models import User
from actions.models import ActionItem
from incidents.models import Incident
from postmortems.models import Postmortem
user = User.objects.filter(email__contains='scale.example.org').first()
user.set_password({PASSWORD!r}); user.save()
current = ActionItem.objects.visible_to(user).current()
lacking = max(0, {OWN_ITEMS} - current.filter(owner=user).count())
others = current.exclude(owner=user).values_list('pk', flat=True)[:lacking]
ActionItem.objects.filter(pk__in=list(others)).update(owner=user)
incident = Incident.objects.visible_to(user).filter(visibility='organisation').order_by('pk').last()
postmortem = Postmortem.objects.visible_to(user).filter(state='published').order_by('pk').last()
print('FOUND', user.email, incident.key, postmortem.key)
"""
# What PostgreSQL does by itself within minutes, but not in the middle of a measurement.
TIDY = """
from django.db import connection
if connection.vendor == 'postgresql':
    connection.cursor().execute('VACUUM ANALYZE')
"""


@dataclass(frozen=True)
class Timing:
    """Of one page: milliseconds, and requests a second with four visitors at once."""

    median: float
    p95: float
    rate: float


class Visitor:
    """Somebody with a browser's cookies and nothing else."""

    def __init__(self, app: RunningApp, email: str) -> None:
        self.url = app.url
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        form = self.get("/accounts/login/").decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, "the sign-in page has no form"
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": PASSWORD}
        request = urllib.request.Request(
            f"{self.url}/accounts/login/", urllib.parse.urlencode(fields).encode(), {"Referer": self.url}
        )
        with self.opener.open(request, timeout=30) as answer:
            assert "/login/" not in answer.url, "could not sign in"

    @property
    def cookies(self) -> str:
        """As a request carries them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def get(self, path: str) -> bytes:
        with self.opener.open(self.url + path, timeout=60) as answer:
            return bytes(answer.read())


def pages(incident: str, postmortem: str) -> list[str]:
    return [
        "/",
        "/incidents/",
        "/incidents/?q=checkout&sort=severity",
        f"/incidents/{incident}/",
        "/postmortems/",
        "/postmortems/?view=list",
        f"/postmortems/{postmortem}/",
        f"/postmortems/{postmortem}/read/",
        "/actions/",
        "/actions/?mine=on",
        "/actions/board/",
        "/actions/figures/",
        "/search/?q=checkout",
    ]


def measure(visits: list[tuple[Visitor, str]], requests: int) -> list[Timing]:
    """One page at each size, in turns: a moment in which the machine is busy falls on all of them."""
    for _warm_up in range(3):
        for visitor, path in visits:
            visitor.get(path)
    rounds = [[_timed(visitor, path) for visitor, path in visits] for _ in range(requests)]
    return [
        _timing(sorted(times), _rate(visitor, path, requests))
        for times, (visitor, path) in zip(zip(*rounds, strict=True), visits, strict=True)
    ]


def _timing(times: list[float], rate: float) -> Timing:
    return Timing(statistics.median(times), times[int(0.95 * (len(times) - 1))], rate)


def _rate(visitor: Visitor, path: str, requests: int) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        list(visitors.map(visitor.get, [path] * requests))
    return requests / (time.perf_counter() - start)


def _timed(visitor: Visitor, path: str) -> float:
    start = time.perf_counter()
    visitor.get(path)
    return (time.perf_counter() - start) * 1000


@contextlib.contextmanager
def filled(incidents: int) -> Iterator[tuple[Visitor, list[str]]]:
    """The application with so many incidents, somebody signed in, and what they look at."""
    with tempfile.TemporaryDirectory(prefix="postmortems-bench-") as folder, application(Path(folder)) as app:
        print(app.manage("seed_scale", "--incidents", incidents).splitlines()[-1], flush=True)
        email, incident, postmortem = app.manage("shell", "-c", PREPARE).rsplit("FOUND", 1)[1].split()
        app.manage("shell", "-c", TIDY)
        yield Visitor(app, email), pages(incident, postmortem)


def run(database: str, sizes: list[int], requests: int) -> None:
    with contextlib.ExitStack() as running:
        visited = [running.enter_context(filled(size)) for size in sizes]
        small, large = sizes
        print(f"\n{database}: median / p95 in ms, requests/s with {AT_ONCE} at once; last: median {large} / {small}")
        for paths in zip(*(paths for _visitor, paths in visited), strict=True):
            visits = [(visitor, path) for (visitor, _paths), path in zip(visited, paths, strict=True)]
            timings = measure(visits, requests)
            cells = "".join(f"{t.median:8.0f} /{t.p95:6.0f} {t.rate:7.1f}/s" for t in timings)
            name = re.sub(r"(INC|PM)-[0-9]+", r"\1-n", paths[0])
            print(f"{name:40}{cells}{timings[-1].median / timings[0].median:8.2f}", flush=True)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench pages", description=__doc__, allow_abbrev=False)
    parser.add_argument("--incidents", type=int, nargs=2, default=[100, 10_000], metavar=("SMALL", "LARGE"))
    parser.add_argument("--requests", type=int, default=30, help="of each page, one after the other (default 30)")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    chosen = parser.parse_args(argv)
    os.environ.pop("DATABASE_URL", None)
    if chosen.database != "postgresql":
        run("SQLite", chosen.incidents, chosen.requests)
    if chosen.database != "sqlite":
        with services.postgres() as os.environ["DATABASE_URL"]:
            run("PostgreSQL", chosen.incidents, chosen.requests)
    return 0
