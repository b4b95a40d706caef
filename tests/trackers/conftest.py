"""A tracker's HTTP API on loopback, made from recorded payloads, and what trackers send, signed."""

import copy
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from integrations.trackers.deliveries import signature_of, work
from integrations.trackers.models import Connection
from tests.factories import make_admin, make_user
from tests.processes import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "payloads"
HERE = Path(__file__).parent


def sample(name: str) -> dict[str, Any]:
    """A recorded payload, such as ``github/issues.opened``."""
    path = SAMPLES / f"{name}.json"
    if not path.exists():
        pytest.skip("the recorded payloads are not here")
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


class Fake(ThreadingHTTPServer):
    """Answers as GitHub and Jira do. ``fail`` is a status to answer instead, ``drop`` hangs up after doing it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.issues: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.fail = 0
        self.drop = False

    def make_github(self, repo: str, title: str) -> dict[str, Any]:
        number = len(self.issues) + 1
        issue: dict[str, Any] = copy.deepcopy(sample("github/issues.opened")["issue"])
        places = {"url": f"{self.base}/repos/{repo}/issues/{number}", "html_url": f"{self.base}/{repo}/issues/{number}"}
        issue |= {"number": number, "title": title, "updated_at": "2026-11-01T09:00:00Z", **places}
        self.issues[f"/repos/{repo}/issues/{number}"] = issue
        return issue

    def make_jira(self, title: str) -> dict[str, Any]:
        issue: dict[str, Any] = copy.deepcopy(sample("jira/webhook-issue-created")["issue"])
        key = f"TES-{len(self.issues) + 1}"
        issue |= {"key": key, "self": f"{self.base}/rest/api/2/issue/{10000 + len(self.issues)}"}
        issue["fields"]["summary"] = title
        self.issues[f"/rest/api/2/issue/{key}"] = issue
        return issue


class _Answer(BaseHTTPRequestHandler):
    server: Fake

    def log_message(self, *_args: object) -> None:
        """Tests are quiet."""

    def _read(self) -> dict[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        read: dict[str, Any] = json.loads(body or b"{}")
        return read

    def _say(self, status: int, answer: object) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self._answer("GET", {})

    def do_POST(self) -> None:
        self._answer("POST", self._read())

    def _answer(self, method: str, sent: dict[str, Any]) -> None:
        fake = self.server
        fake.calls.append((method, self.path, self.headers.get("Authorization", "")))
        if fake.fail:
            self._say(fake.fail, {"message": "No"})
            return
        made = self._made(method, sent)
        if fake.drop:
            self.close_connection = True
            return
        self._say(*(made or self._found()))

    def _made(self, method: str, sent: dict[str, Any]) -> tuple[int, object] | None:
        repo = re.fullmatch(r"/repos/([^/]+/[^/]+)/issues", self.path)
        if method == "POST" and repo:
            return 201, self.server.make_github(repo[1], sent["title"])
        if method == "POST" and self.path == "/rest/api/2/issue":
            made = self.server.make_jira(sent["fields"]["summary"])
            return 201, {"id": "10000", "key": made["key"], "self": made["self"]}
        return None

    def _found(self) -> tuple[int, object]:
        if self.path in self.server.issues:
            return 200, self.server.issues[self.path]
        if repo := re.fullmatch(r"/repos/([^/]+/[^/]+)", self.path):
            return 200, {"full_name": repo[1]}
        if self.path == "/rest/api/2/project/TES":
            return 200, {"key": "TES", "name": "Tests"}
        return 404, {"message": "Not Found"}


@pytest.fixture
def fake(settings) -> Iterator[Fake]:
    sample("github/issues.opened")  # without the recorded payloads there is nothing to answer with
    settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
    server = Fake()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def ada(db):
    return make_user("Ada")


@pytest.fixture
def as_admin(db) -> Client:
    client = Client()
    client.force_login(make_admin("Alice"))
    return client


def connect(kind: str, base: str = "", **fields: str) -> Connection:
    ready = {
        "github": {"name": "GitHub", "base_url": base or "https://api.github.com", "project": "octo/hello"},
        "jira": {"name": "Jira", "base_url": base or "https://some-instance-test.atlassian.net", "project": "TES"},
    }
    connection = Connection(kind=kind, token="a token", **(ready[kind] | fields))
    connection.save()
    return connection


@pytest.fixture
def github(db):
    return connect("github")


@pytest.fixture
def jira(db):
    return connect("jira")


def send(connection: Connection, payload: object, *, event: str = "issues", delivery: str = "", **more: str):
    """Post it as the tracker would."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = signature_of(connection.webhook_secret, body)
    headers = {
        "github": {"X-GitHub-Event": event, "X-GitHub-Delivery": delivery, "X-Hub-Signature-256": signed},
        "jira": {"X-Hub-Signature": signed, "X-Atlassian-Webhook-Identifier": delivery},
    }[connection.kind]
    kept = {name: value for name, value in {**headers, **more}.items() if value}
    path = f"/hooks/{connection.kind}/{connection.hook_token}/"
    return Client().post(path, body, content_type="application/json", headers=kept)


def happens(connection: Connection, name: str, **changed: Any):
    """A recorded event is sent and worked on; ``changed`` overrides parts of its issue."""
    payload = sample(f"{connection.kind}/{name}")
    payload["issue"] |= changed
    answer = send(connection, payload)
    assert answer.status_code == 202
    work()
