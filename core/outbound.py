"""Calls to addresses that people typed: nobody may make this server talk to its own neighbourhood (SSRF).

Names are resolved here, every address is looked at, and the connection goes to the one that was looked at: a name that
answers differently a moment later gains nothing. Redirects are not followed. ``OUTBOUND_ALLOWED`` lists networks and
hosts of one's own that may be called all the same.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 8
LARGEST = 2_000_000  # bytes of an answer


class Unreachable(Exception):
    """It did not answer, or may not be called; the message says so to people."""


class NotSent(Unreachable):
    """Nothing went out: whatever was asked for has surely not happened."""


class _LooksFirst(httpcore.NetworkBackend):
    """Resolves, refuses what is not public, and connects to just that address."""

    def __init__(self) -> None:
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = public_address(host, port)
        return self._network.connect_tcp(address, port, timeout, local_address, socket_options)


def public_address(host: str, port: int) -> str:
    """An address of ``host`` that may be called. Raises ``httpcore.ConnectError``."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise httpcore.ConnectError(f"{host} has no address") from error
    if host not in settings.OUTBOUND_ALLOWED and not all(_may_be_called(address) for address in found):
        raise httpcore.ConnectError(f"{host} is in a private network")
    return sorted(found)[0]


def _may_be_called(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    networks = (ipaddress.ip_network(entry) for entry in settings.OUTBOUND_ALLOWED if _is_network(entry))
    return (mapped.is_global and not mapped.is_multicast) or any(mapped in network for network in networks)


def _is_network(entry: str) -> bool:
    try:
        ipaddress.ip_network(entry)
    except ValueError:
        return False
    return True


def call(method: str, url: str, **options: Any) -> httpx.Response:
    """Ask ``url`` and return the answer, whatever its status. Raises ``Unreachable`` where there is none to read."""
    words = _("It could not be reached: %(error)s.")
    try:
        client = httpx.Client(transport=_transport(), timeout=SECONDS, trust_env=False)
        with client, client.stream(method, url, **options) as answer:
            _read(answer)
            return answer
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotSent(words % {"error": error}) from error
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(words % {"error": error}) from error


def _transport() -> httpx.HTTPTransport:
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=_LooksFirst())
    return transport


def _read(answer: httpx.Response) -> None:
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > LARGEST:
            raise ValueError("too long an answer")
    answer._content = bytes(content)
