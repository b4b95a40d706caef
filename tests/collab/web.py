"""A web process of an installation, as the compose file starts it, to be killed and started again."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from signal import SIGKILL, SIGTERM

from tests.processes import ROOT, RunningApp, child_of_ours, resident
from tests.services import free_port

START_SECONDS = 60
OPTIONS = ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--log-level", "warning"]


class Web:
    def __init__(self, app: RunningApp) -> None:
        self.app = app
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["config.asgi:application", "--port", str(self.port), "--timeout-graceful-shutdown", "5", *OPTIONS]
        with self.app.log.open("ab") as log:
            self.process = subprocess.Popen(
                child_of_ours("uvicorn", *options), cwd=ROOT, env=self.app.env, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.app.log.read_text()
            assert time.monotonic() < deadline, "the web process did not start"
            time.sleep(0.02)

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def memory(self) -> int:
        """What it holds of the machine's memory, in bytes."""
        assert self.process
        return resident(self.process.pid)

    def stop(self, number: int = SIGTERM) -> None:
        """Send the signal, and wait until it has ended."""
        if self.process:
            self.process.send_signal(number)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def web(app: RunningApp) -> Iterator[Web]:
    process = Web(app)
    process.start()
    try:
        yield process
    finally:
        process.stop(SIGKILL)
