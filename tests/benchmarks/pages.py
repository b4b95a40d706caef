"""How pages take ten thousand incidents: each page at a small and at a large size, as ratios of one run.

The real application serves them, as one member of a team sees them, on SQLite and on a throw-away PostgreSQL. Absolute
times say something about this machine only; the ratio says whether a page grows with the data.
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
PREPARE = f"""
from accounts.models import User
from incidents.models import Incident
from postmortems.models import Postmortem
user = User.objects.filter(email__contains='scale.example.org').first()
user.set_password({PASSWORD!r}); user.save()
incident = Incident.objects.visible_to(user).filter(visibility='organisation').order_by('pk').last()
postmortem = Postmortem.objects.visible_to(user).filter(state='published').order_by('pk').last()
print('FOUND', user.email, incident.key, postmortem.key)
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


def measure(visitor: Visitor, path: str, requests: int) -> Timing:
    for _warm_up in range(3):
        visitor.get(path)
    times = sorted(_timed(visitor, path) for _ in range(requests))
    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        list(visitors.map(visitor.get, [path] * requests))
    rate = requests / (time.perf_counter() - start)
    return Timing(statistics.median(times), times[int(0.95 * (len(times) - 1))], rate)


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
        yield Visitor(app, email), pages(incident, postmortem)


def run(database: str, sizes: list[int], requests: int) -> None:
    found: list[list[Timing]] = []
    names: list[str] = []
    for size in sizes:
        with filled(size) as (visitor, paths):
            found.append([measure(visitor, path, requests) for path in paths])
            names = [re.sub(r"(INC|PM)-[0-9]+", r"\1-n", path) for path in paths]
    small, large = sizes[0], sizes[-1]
    print(f"\n{database}: median / p95 in ms, requests/s with {AT_ONCE} at once; last column: median {large} / {small}")
    for name, *timings in zip(names, *found, strict=True):
        cells = "".join(f"{t.median:8.0f} /{t.p95:6.0f} {t.rate:7.1f}/s" for t in timings)
        print(f"{name:40}{cells}{timings[-1].median / timings[0].median:8.2f}")


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
