"""Which blocks of a document begin with a time, and which end with one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.when import Lead, Written, header_day, lead, plain, trusts_loose
from integrations.importer.dating import read_stamp
from integrations.importer.inline import balanced, one_line, plain_text
from integrations.importer.outline import Node

_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_WRAPPED = re.compile(
    r"(?:\b(?:at|by|from|until|till|to|and|around|between|since|before|after|about|approximately|on"
    r"|the|of|a)|[,(–—-])\s*$",
    re.I,
)
_TRAILING_CLOCK = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ,]{1,2})?[0-9]{1,2}(?::[0-9]{2}|h[0-9]{2}| ?[ap]\.?m)[^:\n]{0,25}$"
    r"|[A-Z][a-z]{2,8} [0-9]{1,2},? .{0,20}[0-9]{1,2}:[0-9]{2}[^:\n]{0,15}$"
)
_PARTED = re.compile(r"(?P<text>.{3,}?)\s*\((?P<when>[^()]{3,40})\)", re.DOTALL)
_UNKNOWN = re.compile(
    r"[-*+ ]{0,4}(?:\*\*|`|\[|\()?(?P<day>20[0-9]{2}-[0-9]{2}-[0-9]{2} )?(?:(?:X{1,4}|\?{1,5}|TBD|TBC"
    r"|unknown|n/a|-{2,3}:-{2,3})(?:\*\*|`|\]|\))?\s?[:–—|-]+|\[\?+\])\s+",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:\*\*|__|\*|_|`)?\(?(?P<when>[^:–—|*\n]{3,45}?)\)?(?P<end>\s?(?:\*\*|__|\*|_|`)?\s?(?::|–|—|\s-|\|)(?:\*\*|__)?\s+)"
)
_VAGUE_WORDS = re.compile(
    r"(?:early|mid|late|later|morning|afternoon|evening|night|noon|midnight|midday|overnight|daytime|shortly|soon|next"
    r"|same|following|previous|earlier|before|after|afterwards?|around|about|approximately|circa|unknown|unclear|exact|time"
    r"|times?|sometime|some|several|few|couple|weeks?|days?|months?|hours?|minutes?|years?|ongoing|throughout|meanwhile"
    r"|that|this|the|a|an|of|in|on|at|to|from|since|until|by|prior|lost|not|recorded|known|end|start|beginning|first|last"
    r"|half|quarter|q[1-4]|spring|summer|autumn|winter|weekend|today|yesterday|then|now|tbd|tbc|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|one|two|three|four|five|six|ten|[0-9]{1,4}(?:st|nd|rd|th)?|[~?,./-]+"
    r"|und|am|im|nach|vor|später|morgens|abends|nachts|mittags|unbekannt|gegen|anfang|mitte|ende)",
    re.IGNORECASE,
)
_TOLD_TIME = re.compile(
    r"early|mid|late|morning|afternoon|evening|night|noon|soon|shortly|before|after|earlier|unknown|unclear|lost|time|week"
    r"|day|month|hour|minute|year|ongoing|throughout|meanwhile|january|february|march|april|june|july|august|september"
    r"|october|november|december|spring|summer|autumn|winter|recorded|tb[cd]|später|morgens|abends|nachts|unbekannt"
    r"|anfang|mitte|ende|\?|yesterday|20[0-9]{2}",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?:[*_(]{0,2}(?:posted|updated|sent)?(?: (?:at|on))?:? ?)", re.IGNORECASE)
_ANY_DAY = date(2000, 1, 1)  # only whether it is a day is asked
FEW = 3


def lead_text(text: str) -> str:
    """What follows the time that a text begins with."""
    found = lead(" ".join(text.split()))
    return found.text if found else text


def lead_of_item(item: Node, *, trusted: bool) -> Lead | None:
    found = lead(item.line) if item.text else None
    return found if found and (found.sure or found.prose or trusted) and not _is_duration(found) else None


_TELLS_ZERO = re.compile(r"(?:is|was|marks|means)\b")


def lead_of_line(lines: list[str], place: int, *, trusted: bool) -> Lead | None:
    """The time that a line of a paragraph begins with, unless the line is only the wrapped end of a sentence."""
    found = lead(lines[place])
    if not found or not (found.sure or (trusted and not found.prose)) or _is_duration(found):
        return None
    if place and not lines[place - 1].endswith("  ") and (_WRAPPED.search(lines[place - 1]) or not found.set_off):
        previous = lead(lines[place - 1]) or header_day(lines[place - 1], near=_ANY_DAY)
        if _WRAPPED.search(lines[place - 1]) or not previous:
            return None
    return found


def _is_duration(found: Lead) -> bool:
    """ "T+5m" with nothing behind it, or "T0 is the minute in which …", which says from when the others count."""
    return found.written.since_start is not None and (not found.text or bool(_TELLS_ZERO.match(found.text)))


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


def is_told(nodes: Iterable[Node], *, few: int) -> bool:
    """Whether this is told in paragraphs that begin with their time ("At 14:05 we …"), ``few`` of them or more."""
    leads = (lead(node.text.split("\n")[0]) for node in nodes if node.kind == "paragraph")
    return sum(found is not None and found.prose for found in leads) >= few


def is_trailing(node: Node, *, few: int = 2) -> bool:
    """Whether most items of a list end with a time."""
    ended = sum(trailing_time(item.line) is not None for item in node.children)
    return ended >= few and ended * 2 > len(node.children)


def ends_with_times(nodes: Sequence[Node]) -> bool:
    """Whether most paragraphs here end with a time, as messages of a status page do."""
    paragraphs = [node for node in nodes if node.kind == "paragraph"]
    ended = sum(trailing_time(node.line) is not None for node in paragraphs)
    return ended >= 2 and ended * 2 > len(paragraphs)


def broken(node: Node) -> list[tuple[int, str]]:
    """The lines of a paragraph with their numbers, those cut too that hold line breaks in HTML."""
    return [
        (node.start + number, piece)
        for number, line in enumerate(node.text.split("\n"))
        for piece in (_BREAK.sub("  \n", line).split("\n") if "<" in line else [line])
        if piece.strip()
    ]


def vague_lead(text: str) -> tuple[Written | None, str, str] | None:
    """An entry whose time is not known to the minute: ("??:??: …", "Late October – …"). Day if any, text, time."""
    if doubt := _UNKNOWN.match(text):
        stamp = read_stamp(doubt["day"] or "") if doubt["day"] else None
        return stamp, balanced(one_line(text[doubt.end() :])), plain_text(doubt[0]).strip(" :-|")
    found = _VAGUE.match(text)
    if not found or not _TOLD_TIME.search(found["when"]):
        return None
    words = re.split(r"[\s-]+", found["when"].strip())
    if all(_VAGUE_WORDS.fullmatch(word.rstrip(".,")) for word in words if word):
        return None, balanced(one_line(text[found.end() :])), found["when"]
    return None


def trailing_doubt(line: str) -> tuple[Written | None, str, str] | None:
    """ "The campaign was deleted (time lost)", in a list whose items end with their times."""
    found = _PARTED.fullmatch(plain_text(line).rstrip(" ."))
    return (None, found["text"], found["when"]) if found and _TOLD_TIME.search(found["when"]) else None


def led_lists(node: Node) -> Iterator[Node]:
    """The lists in here, at any depth, that show as a timeline."""
    if is_led(node.children) or is_trailing(node, few=FEW):
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


def trailing_time(line: str) -> tuple[Written | None, str, str] | None:
    """The time that a text ends with, the text before it, and the time as written."""
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
