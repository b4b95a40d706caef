"""Run the whole application: web server, worker and beat, together under one supervisor."""

import os
import socket
import sys
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.supervisor import Child, Supervisor, only_one, port_problem


class Command(BaseCommand):
    help = "Run the web server, the worker and beat together; Ctrl-C stops them, a second Ctrl-C ends them at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port (default: PORT, else 8000)")
        parser.add_argument("--no-worker", action="store_true", help="run the web server alone")

    def handle(self, *_args: Any, host: str, port: int, no_worker: bool, **_options: Any) -> None:
        if problem := port_problem(host, port):
            raise CommandError(problem)
        # Two supervisors over one folder of queues and one beat schedule would do everything twice.
        if only_one(settings.DATA_DIR / "runapp.lock") is None:
            raise CommandError(
                f"The application already runs on {settings.DATA_DIR}; stop it or choose another DATA_DIR."
            )
        os.environ["PORT"] = str(port)  # the children build their links from it
        children = [web(host, port)] if no_worker else [web(host, port), worker()]
        sys.exit(Supervisor(children, folder=settings.BASE_DIR, say=self.say).run())

    def say(self, line: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


def web(host: str, port: int) -> Child:
    """One uvicorn process: without Redis the sockets of one document must meet in one process."""
    options = ["--host", host, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    options += ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false"]
    return Child(
        name="web server",
        module="uvicorn",
        args=[*options, "--timeout-graceful-shutdown", "3", "config.asgi:application"],
        is_ready=partial(_answers, host, port),
        ready_message=f"Running at http://{'localhost' if host == '127.0.0.1' else host}:{port}/ (Ctrl-C stops it)",
    )


def worker() -> Child:
    """One Celery worker with beat inside it; threads, because the work is waiting and not computing."""
    options = ["worker", "-B", "-P", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
    return Child(name="worker", module="celery", args=["--quiet", "-A", "config.celery", *options])


def _answers(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0
