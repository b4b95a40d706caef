"""What tests of live documents need of a running application: people with tokens, documents, what is stored."""

import json
import subprocess
import threading
from typing import Any
from uuid import UUID

from tests.processes import ROOT, RunningApp, child_of_ours

IMPORTS = """
from accounts.models import *
from collab import documents
from collab.models import *
from django.db import transaction
def find(uuid): return Document.objects.get(uuid=uuid)
"""
MAKE_PERSON = """
user = User.objects.create_user(f"{name}@example.org", name=name, role=role)
answer = ApiToken.issue(user, name="tests", scope=("read" if role == "viewer" else "write"))[1]
"""


class Installation:
    def __init__(self, app: RunningApp) -> None:
        self.app = app
        self._people: dict[str, str] = {}
        self._one_at_a_time = threading.RLock()
        self._beside = subprocess.Popen(
            child_of_ours("tests.collab.beside"), cwd=ROOT, env=app.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.run(IMPORTS)

    def run(self, code: str, **values: Any) -> Any:
        """Run Python in a process beside the web server, with these values at hand; returns its ``answer``."""
        assert self._beside.stdin
        assert self._beside.stdout
        given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        with self._one_at_a_time:
            self._beside.stdin.write(json.dumps(given + code).encode() + b"\n")
            self._beside.stdin.flush()
            answer = self._beside.stdout.readline()
        assert answer, "the process beside the web server has ended; its error stands above"
        return json.loads(answer)

    def stop(self) -> None:
        self._beside.kill()
        self._beside.communicate()

    def token(self, name: str = "ada", role: str = "member") -> str:
        """An API token of somebody, who is made at the first call."""
        with self._one_at_a_time:
            if name not in self._people:
                self._people[name] = self.run(MAKE_PERSON, name=name, role=role)
            return self._people[name]

    def document(self, **texts: str) -> UUID:
        code = "answer = str(documents.create(kind='note', texts=texts, by=None).uuid)"
        return UUID(self.run(code, texts=texts or {"text": ""}))

    def edit(self, document: UUID, **texts: str) -> None:
        self.run("documents.edit(find(uuid), texts, by=None)", uuid=str(document), texts=texts)

    def texts(self, document: UUID) -> dict[str, str]:
        texts: dict[str, str] = self.run("answer = documents.texts(find(uuid))", uuid=str(document))
        return texts

    def head(self, document: UUID) -> int:
        return int(self.run("answer = find(uuid).head_seq", uuid=str(document)))

    def address(self, document: UUID, *, acks: bool = True, port: int = 0) -> str:
        return f"ws://127.0.0.1:{port or self.app.port}/ws/documents/{document}/{'?ack=1' if acks else ''}"
