"""Mails that Django's file backend wrote: read for the page that shows them.

A file holds one or more mails, each ended by a line of 79 dashes; the last one may still be on its way to the disk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import cached_property
from heapq import nlargest
from itertools import islice
from os import scandir
from pathlib import Path

END = b"\n" + b"-" * 79 + b"\n"
NAME = re.compile(r"(?P<file>[0-9A-Za-z][0-9A-Za-z-]*\.log)(?:@(?P<place>[0-9]{1,4}))?")
LATEST = 200
LARGEST = 2_000_000  # bytes read of one file


@dataclass(frozen=True)
class Mail:
    """One mail; ``name`` is what its address calls it."""

    name: str
    source: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.source, policy=policy.default)

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def to(self) -> str:
        return self.header("To")

    @property
    def at(self) -> datetime | None:
        try:
            at = parsedate_to_datetime(self.header("Date"))
        except (TypeError, ValueError):
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)  # "-0000" is UTC of an unknown place (RFC 5322, 3.3)

    def header(self, name: str) -> str:
        """A header as text, "" if it is missing or beyond reading."""
        try:
            return str(self.message.get(name, ""))
        except (ValueError, LookupError, IndexError, AttributeError):  # the parser of broken headers gives up variously
            return ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, self.header(name)) for name in dict.fromkeys(self.message.keys())]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        if part is None:
            return ""
        try:
            return str(part.get_content())
        except (LookupError, ValueError):  # an unknown charset, or bytes that are none of it
            return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def latest(folder: Path) -> list[Mail]:
    """The mails of ``folder``, the newest first, at most ``LATEST``; a folder that is not there has none."""
    files = nlargest(LATEST, _files(folder))
    return list(islice((mail for name in files for mail in reversed(_mails(folder, name))), LATEST))


def find(folder: Path, name: str) -> Mail | None:
    """The mail called ``name``; None for what is not there, and for names that no mail has."""
    parts = NAME.fullmatch(name)
    if parts is None or parts["file"] not in set(_files(folder)):
        return None
    return next((mail for mail in _mails(folder, parts["file"]) if mail.name == name), None)


def _files(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        with scandir(folder) as entries:
            yield from (e.name for e in entries if NAME.fullmatch(e.name) and e.is_file(follow_symlinks=False))


def _mails(folder: Path, name: str) -> list[Mail]:
    """The finished mails of one file, in the order they were written."""
    try:
        with (folder / name).open("rb") as file:
            *finished, _rest = file.read(LARGEST).split(END)
    except OSError:
        return []  # deleted meanwhile
    return [Mail(f"{name}@{place}" if place else name, source) for place, source in enumerate(finished)]
