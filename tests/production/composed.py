"""The processes of ``docker-compose.yml``, started by hand: same commands, same environment, other addresses."""

import contextlib
import itertools
import os
import re
import secrets
import shlex
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.processes import ROOT, child_of_ours, own_broker, own_database
from tests.services import free_port

START_SECONDS = 60
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


class Proxy(socketserver.ThreadingTCPServer):
    """In the place of the compose file's proxy: takes turns among the web processes that answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, ports: list[int]) -> None:
        self.turns = itertools.cycle(ports)
        self.count = len(ports)
        super().__init__(("127.0.0.1", free_port()), _Connection)

    def upstream(self) -> socket.socket:
        for _try in range(self.count):
            with contextlib.suppress(OSError):
                return socket.create_connection(("127.0.0.1", next(self.turns)), timeout=60)
        raise ConnectionError


class _Connection(socketserver.BaseRequestHandler):
    server: Proxy

    def handle(self) -> None:
        with contextlib.suppress(OSError), self.server.upstream() as upstream:
            back = threading.Thread(target=_pour, args=(upstream, self.request), daemon=True)
            back.start()
            _pour(self.request, upstream)
            back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


class Composed:
    """Two web processes, a worker and a beat on PostgreSQL and Redis, behind one address: ``url``."""

    def __init__(self, data_dir: Path, addresses: dict[str, str]) -> None:
        self.data_dir = data_dir
        self.addresses = addresses
        self.ports = [free_port() for _replica in range(COMPOSE["web"]["deploy"]["replicas"])]
        self.proxy = Proxy(self.ports)
        self.url = f"http://localhost:{self.proxy.server_address[1]}"
        self.filled_in = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "POSTGRES_PASSWORD": "in-the-address-of-this-test",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "BASE_URL": self.url,
            "SITE_ADDRESS": "localhost",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def environment(self, service: str) -> dict[str, str]:
        """What the compose file gives a service: ``.env`` filled in, and its own, with this machine's addresses."""
        example = (ROOT / COMPOSE[service]["env_file"]).with_name(".env.example").read_text()
        settings = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE)) | self.filled_in
        own = {
            name: re.sub(r"\$\{(\w+)\}", lambda found: settings[found[1]], str(value))
            for name, value in COMPOSE[service]["environment"].items()
        }
        assert own.keys() >= self.addresses.keys(), "the compose file names no database or no broker"
        here = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data_dir),
            "STATIC_ROOT": str(self.data_dir / "static"),
        }
        return {**settings, **own, **self.addresses, **here}

    def run(self, service: str) -> None:
        """Run a service to its end, as the compose file has it."""
        subprocess.run(self.command(service), cwd=ROOT, env=self.environment(service), check=True)

    def start(self, service: str, replica: int = 0) -> None:
        log = (self.data_dir / f"{service}-{replica}.log").open("ab")
        with log:
            self.processes[f"{service}-{replica}"] = subprocess.Popen(
                self.command(service, replica), cwd=ROOT, env=self.environment(service), stdout=log, stderr=log
            )

    def command(self, service: str, replica: int = 0) -> list[str]:
        """The service's command, on a port and in a folder of this test's."""
        words = shlex.split(COMPOSE[service]["command"])
        swaps = {"0.0.0.0": "127.0.0.1", "8000": str(self.ports[replica]), "/tmp/celerybeat": f"{self.data_dir}/beat"}
        words = [swaps.get(word, word) for word in words]
        if words[0] == "python":
            return [sys.executable, *words[1:]]
        return child_of_ours(words[0], *words[1:])

    def manage(self, *args: object) -> str:
        command = [sys.executable, "manage.py", *map(str, args)]
        environment: Any = self.environment("web")
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    def kill(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        for port in self.ports:
            while not _is_ready(port):
                assert time.monotonic() < deadline, (self.data_dir / "web-0.log").read_text()
                time.sleep(0.2)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def composed(data_dir: Path) -> Iterator[Composed]:
    """Everything of the compose file, running; gone afterwards."""
    with own_database() as database, own_broker() as broker:
        installation = Composed(data_dir, {**database, **broker})
        installation.manage("collectstatic", "--noinput", "-v", "0")  # the image does this when it is built
        installation.run("migrate")
        threading.Thread(target=installation.proxy.serve_forever, daemon=True).start()
        try:
            for replica in range(len(installation.ports)):
                installation.start("web", replica)
            installation.start("worker")
            installation.start("beat")
            installation.wait_until_ready()
            yield installation
        finally:
            for process in installation.processes.values():
                process.kill()
                process.wait()
            installation.proxy.shutdown()
            installation.proxy.server_close()
