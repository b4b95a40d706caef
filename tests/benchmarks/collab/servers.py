"""What is measured: the reference server of Yjs, and ours on each database."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.collab.installation import Installation
from tests.collab.web import web
from tests.processes import ROOT, application
from tests.services import free_port

REFERENCE = ROOT / "frontend" / "node_modules" / "@y" / "websocket-server" / "src" / "server.js"


@dataclass
class Served:
    """Where people connect: ``places`` are the processes, taken in turns."""

    name: str
    places: list[str]
    token: str = ""
    installation: Installation | None = None

    def addresses(self, documents: int, people: int) -> list[list[str]]:
        """For each person of each new document; neighbours are on different processes."""
        return [self._of_one(people) for _document in range(documents)]

    def _of_one(self, people: int) -> list[str]:
        name = str(self.installation.document()) + "/" if self.installation else str(uuid4())
        return [f"{self.places[n % len(self.places)]}/{name}?ack=1" for n in range(people)]


@contextlib.contextmanager
def reference() -> Iterator[Served]:
    """``@y/websocket-server``, which keeps documents in memory alone."""
    port = free_port()
    env = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(["node", str(REFERENCE)], env=env, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        process.stdout.readline()
        yield Served("@y/websocket-server in memory", [f"ws://127.0.0.1:{port}"])
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def ours(name: str, processes: int = 1, **env: str) -> Iterator[Served]:
    """``manage.py runapp``, and beside it further web processes like those of the compose file."""
    env = {"DJANGO_SETTINGS_MODULE": "tests.collab.settings", **env}
    with contextlib.ExitStack() as running:
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="postmortems-bench-"))
        app = running.enter_context(application(Path(folder), **env))
        installation = Installation(app)
        running.callback(installation.stop)
        ports = [app.port, *(running.enter_context(web(app)).port for _more in range(processes - 1))]
        yield Served(
            name, [f"ws://127.0.0.1:{port}/ws/documents" for port in ports], installation.token(), installation
        )
