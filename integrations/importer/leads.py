"""Which blocks of a document begin with a time, and which end with one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from core.when import Lead, Written, lead, plain, trusts_loose
from integrations.importer.dating import read_stamp
from integrations.importer.inline import plain_text
from integrations.importer.outline import Node

_WRAPPED = re.compile(
    r"(?:\b(?:at|by|from|until|till|to|and|around|between|since|before|after|about|approximately|on"
    r"|the|of|a)|[,(–—-])\s*$",
    re.I,
)
_TRAILING_CLOCK = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ,]{1,2})?[0-9]{1,2}:[0-9]{2}[^:\n]{0,25}$"
    r"|[A-Z][a-z]{2,8} [0-9]{1,2},? .{0,20}[0-9]{1,2}:[0-9]{2}[^:\n]{0,15}$"
)
_POSTED = re.compile(r"(?:[*_(]{0,2}(?:posted|updated|sent)?(?: (?:at|on))?:? ?)", re.IGNORECASE)
_STATUS_HEADING = re.compile(
    r"resolved|monitoring|identified|investigating|update|completed|in progress|scheduled|verifying|postmortem",
    re.IGNORECASE,
)
FEW = 3


def lead_text(text: str) -> str:
    """What follows the time that a text begins with."""
    found = lead(" ".join(text.split()))
    return found.text if found else text


def lead_of_item(item: Node, *, trusted: bool) -> Lead | None:
    found = lead(item.line) if item.text else None
    return found if found and (found.sure or found.prose or trusted) and not _is_duration(found) else None


def lead_of_line(lines: list[str], place: int, *, trusted: bool) -> Lead | None:
    """The time that a line of a paragraph begins with, unless the line is only the wrapped end of a sentence."""
    found = lead(lines[place])
    if not found or not (found.sure or (trusted and not found.prose)) or _is_duration(found):
        return None
    if place and not lines[place - 1].endswith("  ") and (_WRAPPED.search(lines[place - 1]) or not found.set_off):
        previous = lead(lines[place - 1])
        if _WRAPPED.search(lines[place - 1]) or not previous:
            return None
    return found


def _is_duration(found: Lead) -> bool:
    return found.written.since_start is not None and not found.text


def trusts(nodes: Iterable[Node]) -> bool:
    leads = [lead(each.line) for each in flat(nodes) if each.kind in ("item", "heading", "paragraph")]
    led = [each for each in leads if each]
    return bool(led) and trusts_loose(led)


def flat(nodes: Iterable[Node]) -> list[Node]:
    return [each for node in nodes for each in (node.children if node.kind == "list" else [node])]


def is_led(nodes: Sequence[Node], *, few: int = FEW) -> bool:
    """Whether most of these blocks begin with a time."""
    led = [each for each in nodes if each.text and (found := lead(each.line)) and found.sure and found.text]
    return len(led) >= few and len(led) * 2 > len(nodes)


def led_lists(node: Node) -> Iterator[Node]:
    """The lists in here, at any depth, that show as a timeline."""
    if is_led(node.children):
        yield node
        return
    for item in node.children:
        for child in item.children:
            if child.kind == "list":
                yield from led_lists(child)


def posted_at(lines: list[str]) -> Written | None:
    """The time that the last line of a status message consists of ("Posted Nov 3, 2026 - 14:05 UTC")."""
    line = plain_text(lines[-1])
    found = _POSTED.match(line)
    at = found.end() if found else 0
    stamp = read_stamp(line, at=at)
    return stamp if stamp and stamp.has_time and not line[stamp.stop :].strip(" .)*_") else None


def trailing_time(line: str) -> tuple[Written, str, str] | None:
    text = plain(plain_text(line)).rstrip(" .)")
    found = _TRAILING_CLOCK.search(text, max(len(text) - 60, 0))
    if not found:
        return None
    stamp = read_stamp(text, at=found.start())
    if not stamp or not stamp.has_time or stamp.stop < len(text):
        return None
    before = text[: found.start()].rstrip(" -:(@,")
    for word in (" at", " on", " um"):
        before = before.removesuffix(word)
    return (stamp, before.rstrip(" -:(,"), text[found.start() :]) if before else None
