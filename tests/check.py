"""What `./dev check` runs, side by side: one line for each check, the whole output of those that fail.

With `--write` (`./dev fmt`) the formatters write instead of complaining.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
DJHTML = [str(BIN / "djhtml"), "--tabwidth", "2"]
DJADE = [str(BIN / "djade"), "--target-version", "5.2"]
RUFF = str(BIN / "ruff")


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]


def checks() -> dict[str, list[str]]:
    """Every check by name; the slow ones first, so that the quick ones fill the gaps."""
    return {
        "types (mypy)": [str(BIN / "mypy")],
        "house rules": [sys.executable, "-m", "pytest", "tests/conventions"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "imports (import-linter)": [str(BIN / "lint-imports"), "--no-logo"],
        "style (ruff check)": [RUFF, "check"],
        "format (ruff format)": [RUFF, "format", "--check"],
        "template format (djhtml)": [*DJHTML, "--check", *templates()],
        "template style (djade)": [*DJADE, "--check", *templates()],
    }


def writers() -> dict[str, list[str]]:
    return {
        "ruff check --fix": [RUFF, "check", "--fix-only"],
        "ruff format": [RUFF, "format"],
        "djhtml": [*DJHTML, *templates()],
        "djade": [*DJADE, *templates()],
    }


def run(command: Sequence[str], data_dir: str) -> tuple[bool, str, float]:
    """Return whether it passed, what it printed, and the seconds it took."""
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**env, "DATA_DIR": data_dir},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout, time.monotonic() - started


def write() -> int:
    """Run the formatters one after the other; they say by exit status 1 that they changed something."""
    for name, command in writers().items():
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode > 1:
            print(f"FAIL  {name}")
            return 1
    return 0


def check() -> int:
    lanes = max(2, os.cpu_count() or 2)
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="postmortems-check-") as data_dir, ThreadPoolExecutor(lanes) as pool:
        running = {pool.submit(run, command, data_dir): name for name, command in checks().items()}
        for future in as_completed(running):
            passed, output, seconds = future.result()
            print(f"{'ok  ' if passed else 'FAIL'}  {running[future]}  {seconds:.1f} s", flush=True)
            if not passed:
                failures[running[future]] = output
    for name, output in failures.items():
        print(f"\n--- {name}\n{output.rstrip()}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(write() if "--write" in sys.argv else check())
