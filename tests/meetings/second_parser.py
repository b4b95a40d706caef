"""Another reading of calendar data than the library's that wrote it: straight from RFC 5545, 3.1 and 3.3.11."""

import re

ESCAPED = re.compile(r"\\([\\;,nN])")


def unfolded(data: bytes) -> dict[str, str]:
    """The properties of its calendar and its only event, by name; parameters are left out."""
    assert b"\n" not in data.replace(b"\r\n", b"")
    found: dict[str, str] = {}
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n"):
        name, _colon, value = line.partition(":")
        if name in ("BEGIN", "END"):
            continue
        found[name.partition(";")[0]] = ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], value)
    return found
