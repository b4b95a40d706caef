"""From the bytes of a file to its text."""

import codecs
import re

from integrations.importer.errors import CannotImport

LARGEST = 5 * 1024 * 1024  # bytes
MOST_LINES = 60_000

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The text of a file, in UTF-8, in UTF-16 with its mark, or in Latin-1.

    Raises CannotImport (``empty``, ``too_large``, ``too_many_lines``, ``binary``, ``encoding``).
    """
    if len(data) > LARGEST:
        raise CannotImport("too_large", f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    if data.startswith(_MAGIC):
        raise CannotImport("binary", "This is not a text file. Save the document as Markdown or plain text first.")
    return checked(_decoded(data))


def checked(text: str) -> str:
    """The text with ordinary line ends. Raises CannotImport for what cannot be a document."""
    if len(text) > LARGEST:
        raise CannotImport("too_large", f"The text is longer than {LARGEST // 1024 // 1024} million characters.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CannotImport("empty", "The file is empty.")
    if "\x00" in text or len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) / 200:
        raise CannotImport("binary", "This is not a text file. Save the document as Markdown or plain text first.")
    if text.count("\n") > MOST_LINES:
        raise CannotImport(
            "too_many_lines", f"The file has more than {MOST_LINES:,} lines; that is a log, not a document."
        )
    return _CONTROL.sub("\ufffd", text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise CannotImport("encoding", "The file is damaged: its text cannot be decoded.") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise CannotImport(
                "binary", "This is not a text file. Save the document as Markdown or plain text first."
            ) from None
        return data.decode("cp1252", errors="replace") if _looks_western(data) else _give_up()


def _looks_western(data: bytes) -> bool:
    """Whether bytes over 127 are as rare as accents are in a text written in Latin-1."""
    return sum(byte > 127 for byte in data[:100_000]) < min(len(data), 100_000) / 4


def _give_up() -> str:
    raise CannotImport("encoding", "The file is not in UTF-8. Save it as UTF-8 and try again.")
