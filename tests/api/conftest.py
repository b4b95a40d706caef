"""Programs with tokens of people whose rights differ."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import ApiToken, User
from tests.factories import make_admin, make_team, make_user, make_viewer


@dataclass
class Answer:
    status: int
    data: Any
    headers: Any

    @property
    def code(self) -> str:
        """The code of a problem, "" for a success."""
        return self.data["code"] if self.status >= 400 else ""

    @property
    def pointers(self) -> list[str]:
        return [error.get("pointer") or error.get("parameter") or error["header"] for error in self.data["errors"]]

    @property
    def blockers(self) -> list[str]:
        return [blocker["code"] for blocker in self.data["blockers"]]


class Program:
    """Sends requests with a token ("" for none)."""

    def __init__(self, token: str, client: Client | None = None) -> None:
        self.token = token
        self.client = client or Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """``body``: bytes go as they are, anything else as JSON; header names with ``_`` for ``-``."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        response = self.client.generic(method, path, content, content_type=sent.pop("Content-Type"), headers=sent)
        data: Any = json.loads(response.content) if response.content and method != "HEAD" else None
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == "application/problem+json", response.content[:500]
            assert data["status"] == response.status_code
        return Answer(response.status_code, data, response.headers)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("PUT", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.ask("DELETE", path, **headers)


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program():
    """``program(user)``: a program with a token of ``user``, of the widest scope unless told otherwise."""

    def made(user: User, scope: str = "") -> Program:
        widest = {"viewer": "read", "member": "write", "admin": "admin"}[user.role]
        return Program(ApiToken.issue(user, name="Test", scope=scope or widest)[1])

    return made


@pytest.fixture
def people(db):
    """``lead`` and ``member`` are of Payments, ``other`` and ``named`` of Platform."""
    cast = {name: make_user(name.title()) for name in ("lead", "member", "other", "named")}
    cast |= {"admin": make_admin(), "viewer": make_viewer()}
    make_team("Payments", members=(cast["member"],), leads=(cast["lead"],))
    make_team("Platform", members=(cast["other"], cast["named"]))
    return cast


@pytest.fixture
def ada(db):
    """A member without a team, who may write wherever no team is set."""
    return make_user("Ada")


@pytest.fixture
def api(program, ada):
    """Ada's program."""
    return program(ada)
