"""The real application and a real mail server as processes of their own, for tests that look from outside."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from signal import SIGKILL, SIGTERM
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180  # a busy machine migrates slowly
STOP_SECONDS = 20
# What the test process sets for itself; the application has to start from its own defaults.
OWN_TO_TESTS = ("DJANGO_SETTINGS_MODULE", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "PRODUCTION")
REDIS_NUMBERS = count(1)


class RunningApp:
    """`manage.py runapp` on a free port with its own DATA_DIR, on a database and broker of the pass's servers."""

    def __init__(self, data_dir: Path, **env: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name not in OWN_TO_TESTS}
        self.env = {**kept, "DATA_DIR": str(data_dir), "PORT": str(self.port), "BASE_URL": self.url, **env}
        self.log = data_dir / "runapp.log"
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *args: object) -> str:
        """Run a management command on this installation and return what it prints; raises if it fails."""
        command = [sys.executable, "manage.py", *map(str, args)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(map(str, args))} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *options: str) -> None:
        """Start and return when the application answers; raises with its output if it does not."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                child_of_ours("manage", "runapp", *options),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers("/healthz"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The application did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def stop(self, number: int = SIGTERM) -> int:
        """Send a signal, wait, and return the exit status."""
        if self.process is None:
            return 0
        if not self.is_running:
            return self.process.returncode
        self.process.send_signal(number)
        try:
            return self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(SIGKILL)
            self.process.wait()
            raise

    def end(self) -> None:
        """End at once, when how it ends is not what is tested: the second signal means hurry."""
        if self.is_running:
            assert self.process
            self.process.send_signal(SIGTERM)
            time.sleep(0.2)
        self.stop()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart(self, **env: str) -> None:
        """Stop and start again, with these environment variables from now on."""
        self.end()
        self.env.update(env)
        self.start()

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as response:
                return int(response.status) == 200
        except (urllib.error.URLError, OSError):
            return False


def child_of_ours(module: str, *args: str) -> list[str]:
    """The command that runs a module in a process that does not outlive this one."""
    return [sys.executable, "-m", "core.supervisor", str(os.getpid()), module, *args]


@contextlib.contextmanager
def application(data_dir: Path, **env: str) -> Iterator[RunningApp]:
    """A migrated, running, empty application; everything it made is gone afterwards."""
    with own_database() as url, own_broker() as broker:
        app = RunningApp(data_dir, **url, **broker, **env)
        app.manage("migrate", "--noinput", "-v", "0")
        app.start()
        try:
            yield app
        finally:
            app.end()


@contextlib.contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """A database beside the tests' own on the same server; nothing to do for SQLite, which lies in DATA_DIR."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    name = f"app_{os.getpid()}_{time.monotonic_ns()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def own_broker() -> Iterator[dict[str, str]]:
    """A numbered database of the pass's Redis (0 is the tests' own), so that nobody takes another's messages."""
    server = os.environ.get("REDIS_URL", "")
    yield {"REDIS_URL": urlunsplit(urlsplit(server)._replace(path=f"/{next(REDIS_NUMBERS)}"))} if server else {}


class SmtpSink:
    """A mail server that keeps everything it is given as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"

    def messages(self) -> list[EmailMessage]:
        """What has arrived so far, oldest first."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(self.folder.glob("*.eml"))
        ]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """Return the messages once there are `count` of them; fails after `seconds`."""
        deadline = time.monotonic() + seconds
        while len(self.messages()) < count:
            assert time.monotonic() < deadline, f"{len(self.messages())} of {count} messages arrived"
            time.sleep(0.1)
        return self.messages()


@contextlib.contextmanager
def mail_server(folder: Path) -> Iterator[SmtpSink]:
    """Run `tests.smtp` until the block ends."""
    sink = SmtpSink(folder)
    process = subprocess.Popen(
        child_of_ours("tests.smtp", str(sink.port), str(folder)), cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        process.stdout.readline()  # it prints a line once it listens
        yield sink
    finally:
        process.kill()
        process.communicate()


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, from /proc (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def resident(pid: int) -> int:
    """What a process holds of the machine's memory, in bytes."""
    words = Path(f"/proc/{pid}/status").read_text().split()
    return int(words[words.index("VmRSS:") + 1]) * 1024


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and only not yet collected by its parent does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def all_gone(pids: set[int], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
