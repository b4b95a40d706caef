"""What `./dev test` runs: everything on the embedded default, and beside it what meets a store on PostgreSQL + Redis.

The two passes share nothing but the machine, and each leaves a third of a processor idle: together they take little
longer than one. What the second says is kept until the first has ended. The last line is always `N passed, N failed`
(and `, N skipped`); the line before it names what could not be had on this machine, which makes the run fail where
CI=true says that it must all be there.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tests import services
from tests.chromium import find_chromium

STOP_SECONDS = 60  # how long pytest may take to end the servers of its tests
NOTHING_COLLECTED = 5  # pytest's exit status when no test matches


@dataclass
class Outcome:
    """Counts over the passes, and what was missing."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    missing: list[str] = field(default_factory=list)

    def add(self, report: Path, status: int) -> None:
        """Add one pytest run: its JUnit report, and its exit status in case it never came to write one."""
        failed_before = self.failed
        if report.exists():
            for suite in ElementTree.parse(report).getroot().iter("testsuite"):
                failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
                skipped = int(suite.get("skipped", 0))
                self.failed += failed
                self.skipped += skipped
                self.passed += int(suite.get("tests", 0)) - failed - skipped
        if status not in (0, NOTHING_COLLECTED) and self.failed == failed_before:
            self.failed += 1  # pytest itself broke off: a wrong option, an import error, a crash

    def finish(self, *, in_ci: bool) -> int:
        """Print the closing lines and return the exit status."""
        if self.missing:
            print(f"Not tested, because it cannot be had on this machine: {'; '.join(self.missing)}.")
        ran_nothing = self.passed + self.failed == 0
        if ran_nothing:
            print("No test ran.")
        print(f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else ""))
        return 1 if self.failed or ran_nothing or (in_ci and self.missing) else 0


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev test", description=__doc__, allow_abbrev=False)
    parser.add_argument("--embedded", action="store_true", help="only the pass on SQLite and the broker of files")
    parser.add_argument("--services", action="store_true", help="only the pass on PostgreSQL and Redis")
    chosen, pytest_args = parser.parse_known_args(argv)
    both = chosen.embedded == chosen.services

    outcome = Outcome()
    if not find_chromium():
        outcome.missing.append("Chromium (neither the host's nor npm's @sparticuz/chromium)")
    with contextlib.ExitStack() as ground, contextlib.suppress(KeyboardInterrupt):
        folder = Path(ground.enter_context(tempfile.TemporaryDirectory(prefix="postmortems-reports-")))
        passes = [Pass("SQLite and a broker of files", {}, [])] if both or chosen.embedded else []
        if (both or chosen.services) and (stores := start_stores(ground, outcome)):
            passes.append(Pass("PostgreSQL and Redis", stores, ["--only-stored"]))
        run(passes, pytest_args, folder, outcome)
    return outcome.finish(in_ci=os.environ.get("CI") == "true")


def start_stores(ground: contextlib.ExitStack, outcome: Outcome) -> dict[str, str]:
    """The environment that names what could be started; with one of the two missing, the other one is still tested."""
    starters: dict[str, Callable[[], AbstractContextManager[str]]] = {
        "DATABASE_URL": services.postgres,
        "REDIS_URL": services.redis,
    }
    env: dict[str, str] = {}
    for variable, start in starters.items():
        try:
            env[variable] = ground.enter_context(start())
        except services.Unavailable as reason:
            outcome.missing.append(str(reason))
    return env


@dataclass(frozen=True)
class Pass:
    """Pytest once, in a process of its own, on exactly the stores that ``env`` names."""

    title: str
    env: dict[str, str]
    args: list[str]

    def start(self, args: list[str], report: Path, said: IO[bytes] | None) -> subprocess.Popen[bytes]:
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *self.args, *args]
        return subprocess.Popen(command, env={**inherited, **self.env}, stdout=said, stderr=subprocess.STDOUT)


def run(passes: list[Pass], args: list[str], folder: Path, outcome: Outcome) -> None:
    """All at once; the first speaks as it goes, the others when their turn has come."""
    running = []
    for number, each in enumerate(passes):
        said = (folder / f"{number}.txt").open("w+b") if number else None
        running.append((each, each.start(args, folder / f"{number}.xml", said), folder / f"{number}.xml", said))
    interrupted = False
    for each, process, report, said in running:
        print(f"\n=== On {each.title} ===", flush=True)
        try:
            status = _end(process) if interrupted else process.wait()
        except KeyboardInterrupt:
            interrupted, status = True, _end(process)
        if said:
            said.seek(0)
            print(said.read().decode(errors="replace"), flush=True)
            said.close()
        outcome.add(report, status)


def _end(process: subprocess.Popen[bytes]) -> int:
    """Let it write its report, but not for ever."""
    process.send_signal(signal.SIGINT)
    try:
        return process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
