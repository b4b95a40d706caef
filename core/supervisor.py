"""Keep a few processes running together: start, restart, stop, and never leave one behind.

Used by `manage.py runapp` for the web server and the worker. Standard library only, because `./dev` and the tests'
throw-away servers use parts of it too. `python -m core.supervisor PARENT MODULE ARGS…` is what a child runs.
"""

import ctypes
import errno
import fcntl
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2), Linux
BACKOFF_SECONDS = (1, 3, 9)
STEADY_SECONDS = 60  # a child that lived this long starts with a clean sheet
STOP_SECONDS = 8  # how long children may take to finish what they are doing
TICK_SECONDS = 0.25

_prctl = getattr(ctypes.CDLL(None), "prctl", None) if os.name == "posix" else None


def die_with_parent(death_signal: int, parent: int) -> bool:
    """Ask the kernel to send this process `death_signal` when its parent dies, even by kill -9.

    Safe as a `preexec_fn`. Returns False where the system has no such request (it exists on Linux alone).
    """
    if _prctl is None or _prctl(PR_SET_PDEATHSIG, death_signal) != 0:
        return False
    if os.getppid() != parent:  # the parent died before the request was made
        os.kill(os.getpid(), death_signal)
    return True


def port_problem(host: str, port: int) -> str:
    """Return one sentence on why `host:port` cannot be listened on, or "" if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return ""
    except OverflowError:
        return f"{port} is not a port; choose one between 1024 and 65535, for example PORT=8000."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            return f"Port {port} is taken by another program; stop it or choose another port, for example PORT={other}."
        if error.errno == errno.EACCES:
            return f"Port {port} needs administrator rights; choose one above 1023, for example PORT=8000."
        return f"Cannot listen on {host}:{port} ({error.strerror})."


def only_one(lock: Path) -> int | None:
    """Take `lock` for the life of this process; return its descriptor, or None if another process holds it."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


@dataclass
class Child:
    """One process: `module` is run as `python -m` would. `is_ready` is asked until it first says yes."""

    name: str
    module: str
    args: Sequence[str]
    is_ready: Callable[[], bool] | None = None
    ready_message: str = ""
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def start(self, folder: Path) -> None:
        """Start in a session of its own, so that Ctrl-C reaches the supervisor alone and a group can be ended."""
        command = [sys.executable, "-m", "core.supervisor", str(os.getpid()), self.module, *self.args]
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own
            command, cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL
        )
        self.started_at = time.monotonic()

    def send(self, number: int) -> None:
        """Send a signal to the process and everything it started; a group that is gone is no error."""
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Run children until a signal or a child that keeps failing. `say` prints one line for the operator."""

    children: list[Child]
    folder: Path
    say: Callable[[str], None]
    backoff: Sequence[float] = BACKOFF_SECONDS
    stops_asked: int = 0
    _wake: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Return the exit status: 0 after a signal, 1 after a child that would not stay up."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        status = 0
        try:
            while not self.stops_asked and status == 0:
                status = self._tend()
                self._wake.wait(TICK_SECONDS)
        finally:
            self._stop()
        return status

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        self.stops_asked += 1
        self._wake.set()

    def _tend(self) -> int:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and now >= child.start_at:
                child.start(self.folder)
            elif child.process is not None and not child.is_running:
                if not self._plan_restart(child, now):
                    return 1
            elif child.is_ready and child.is_ready():
                child.is_ready = None
                self.say(child.ready_message)
        return 0

    def _plan_restart(self, child: Child, now: float) -> bool:
        assert child.process  # noqa: S101 - narrows the type; the caller has looked
        how = _how_it_ended(child.process.returncode)
        child.send(signal.SIGKILL)  # what it started must not outlive it beside its successor
        if now - child.started_at >= STEADY_SECONDS:
            child.failures = 0
        child.failures += 1
        if child.failures > len(self.backoff):
            self.say(f"The {child.name} {how} {child.failures} times in a row; stopping. The reason stands above.")
            return False
        pause = self.backoff[child.failures - 1]
        self.say(f"The {child.name} {how}; starting it again in {pause:g} s.")
        child.process, child.start_at = None, now + pause
        return True

    def _stop(self) -> None:
        if self.stops_asked:
            self.say("Stopping; a second Ctrl-C ends it at once.")
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.is_running for child in self.children):
            if self.stops_asked > 1 or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        for child in self.children:
            child.send(signal.SIGKILL)
            if child.process:
                child.process.wait()


def _how_it_ended(returncode: int) -> str:
    if returncode < 0:
        return f"was killed ({signal.Signals(-returncode).name})"
    return f"ended (exit status {returncode})"


def _watch_parent(parent: int) -> None:
    """Do by looking once a second what `die_with_parent` asks of the kernel."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


def main(argv: list[str]) -> None:
    """Become the child: tie this process to its parent's life, then run the module."""
    parent, module = int(argv[1]), argv[2]
    if not die_with_parent(signal.SIGKILL, parent):
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    sys.argv = argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv)
