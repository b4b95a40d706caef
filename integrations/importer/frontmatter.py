"""The header that site generators put on top of a page: YAML between ``---``, TOML between ``+++``."""

import re
import tomllib
from datetime import date, datetime

import yaml

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*")
_LONGEST = 200  # lines
_PLAIN_PAIR = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,40}):[ \t]+(\S.{0,500})")


def split_header(lines: list[str]) -> tuple[dict[str, str], int]:
    """The header's values by lower-case name (lists joined by commas), and the number of lines it takes."""
    first = next((number for number, line in enumerate(lines[:5]) if line.strip()), 0)
    fence = _FENCE.fullmatch(lines[first]) if lines else None
    if not fence:
        return {}, 0
    for stop in range(first + 1, min(first + _LONGEST, len(lines))):
        if lines[stop].rstrip() == fence[1] or (fence[1] == "---" and lines[stop].rstrip() == "..."):
            body = lines[first + 1 : stop]
            if not any(":" in line or "=" in line for line in body):
                return {}, 0  # a rule above the text and one below it
            return _values("\n".join(body), toml=fence[1] == "+++"), stop + 1
    return {}, 0


def _values(body: str, *, toml: bool) -> dict[str, str]:
    try:
        loaded = tomllib.loads(body) if toml else yaml.safe_load(body)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        loaded = {}
        for line in body.splitlines():
            if found := _PLAIN_PAIR.fullmatch(line.rstrip()):
                loaded.setdefault(found[1], found[2].strip("\"'"))
    if not isinstance(loaded, dict):
        return {}
    return {str(name).strip().lower(): text for name, value in loaded.items() if (text := _text(value))}


def _text(value: object) -> str:
    if isinstance(value, (str, int, float, datetime, date)) and not isinstance(value, bool):
        return str(value).strip()[:1000]
    if isinstance(value, list) and len(value) <= 50:
        return ", ".join(text for each in value if isinstance(each, str) and (text := each.strip()[:200]))
    return ""
