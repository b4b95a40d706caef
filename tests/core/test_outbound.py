"""Calls out go to public addresses alone, to exactly the address that was looked at."""

import http.server
import socket
import threading

import pytest

from core.outbound import NotSent, Unreachable, call, public_address


def resolving(monkeypatch, *addresses: str):
    """Every name has these addresses."""
    families = {True: socket.AF_INET6, False: socket.AF_INET}
    found = [(families[":" in address], socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr("core.outbound.socket.getaddrinfo", lambda *_args, **_options: found)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
    ],
)
def test_what_is_not_public_is_not_called(monkeypatch, address):
    resolving(monkeypatch, address)
    with pytest.raises(NotSent, match="private network"):
        call("GET", "https://looks.harmless.example/")


def test_a_name_with_one_address_inside_is_not_called_at_all(monkeypatch):
    resolving(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(NotSent):
        call("GET", "https://looks.harmless.example/")


def test_a_public_address_may_be_called(monkeypatch):
    resolving(monkeypatch, "93.184.215.14")
    assert public_address("example.org", 443) == "93.184.215.14"


def test_networks_and_hosts_of_ones_own_may_be_allowed(monkeypatch, settings):
    resolving(monkeypatch, "10.1.2.3")
    settings.OUTBOUND_ALLOWED = ["10.1.0.0/16"]
    assert public_address("jira.acme.internal", 443) == "10.1.2.3"
    settings.OUTBOUND_ALLOWED = ["jira.acme.internal"]
    assert public_address("jira.acme.internal", 443) == "10.1.2.3"


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/here")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (3_000_000 if self.path == "/long" else 3))

    def log_message(self, *_args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def server(settings):
    settings.OUTBOUND_ALLOWED = ["127.0.0.0/8"]
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_an_answer_is_read(server):
    answer = call("GET", f"{server}/here")
    assert (answer.status_code, answer.text) == (200, "xxx")


def test_redirects_are_not_followed(server):
    assert call("GET", f"{server}/away").status_code == 302


def test_an_answer_without_end_is_not_read_to_its_end(server):
    with pytest.raises(Unreachable):
        call("GET", f"{server}/long")


@pytest.mark.parametrize("url", ["ftp://example.org/", "nonsense", "http://", "file:///etc/passwd", "http://[::1"])
def test_what_is_no_web_address_is_said_so(url):
    with pytest.raises(Unreachable):
        call("GET", url)
