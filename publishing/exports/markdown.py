"""A postmortem as one Markdown file that people like to read and ``read`` takes in again without loss.

On top a header in YAML; below it one part after the other, each behind a comment that no renderer shows:
``<!-- pm1f3a section impact -->``. The word in it occurs in none of the texts, so whatever people write stays text.
Events, factors, ratings and action items are list items: what a program needs in the first line, the words below it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import yaml
from pydantic import TypeAdapter

from publishing.exports.blocks import Block, blocks, plain_ends, written
from publishing.exports.document import About, Dimension, Document, Event, Factor, Item, Part

FORMAT = "postmortems/1"
_MARK = re.compile(r"<!-- (?P<mark>pm[0-9a-f]+) (?P<part>[a-z]+)(?: (?P<key>[\w-]+))? -->")
_FACTS = " · "


@dataclass(frozen=True)
class _Outline:
    key: str
    guidance: str = ""
    required: bool = False


@dataclass(frozen=True)
class _Header:
    format: str
    mark: str
    key: str
    title: str
    owner: str = ""
    state: str = "draft"
    published: date | None = None
    incidents: list[About] = field(default_factory=list)
    sections: list[_Outline] = field(default_factory=list)


_HEADER = TypeAdapter(_Header)


# -- writing -----------------------------------------------------------------------------------


def write(document: Document) -> str:
    """The file. The same document always gives the same text."""
    mark = _mark_for(document)
    header = _Header(
        format=FORMAT,
        mark=mark,
        key=document.key,
        title=document.title,
        owner=document.owner,
        state=document.state,
        published=document.published,
        incidents=document.incidents,
        sections=[_Outline(part.key, part.guidance, part.required) for part in document.sections],
    )
    data = _HEADER.dump_python(header, mode="json", exclude_defaults=True)
    top = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    parts = [f"---\n{top}---", f"# {document.title}", *_parts(document, mark)]
    return "\n\n".join(parts) + "\n"


def _mark_for(document: Document) -> str:
    """The shortest word of its kind that occurs in none of the document's texts."""
    everything = repr(document)
    full = hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()
    return next(mark for size in range(4, 65) if (mark := f"pm{full[:size]}") not in everything)


def _parts(document: Document, mark: str) -> Iterator[str]:
    for part in document.sections:
        yield f"<!-- {mark} section {part.key} -->\n\n## {part.heading}"
        if text := plain_ends(part.markdown):
            yield text
    lists: tuple[tuple[str, str, Iterable[Block]], ...] = (
        ("timeline", "Timeline", (_event_block(event, document) for event in document.events)),
        ("factors", "Contributing factors", map(_factor_block, document.factors)),
        ("response", "How the response went", (b for row in document.response for b in _dimension_blocks(row))),
        ("actions", "Action items", map(_item_block, document.actions)),
    )
    for name, heading, rows in lists:
        if text := written(rows):
            yield f"<!-- {mark} {name} -->\n\n## {heading}\n\n{text}"


def _event_block(event: Event, document: Document) -> Block:
    about = document.incidents[event.incident - 1] if event.incident <= len(document.incidents) else None
    zone = ZoneInfo(about.time_zone if about else "UTC")
    facts = [f"**{_local(event.at, zone)}**", event.kind]
    facts += [event.precision] if event.precision != "exact" else []
    facts += [f"until {_local(event.until, zone)}"] if event.until else []
    facts += [about.key] if about and event.incident > 1 else []
    return Block(_FACTS.join(facts), event.text)


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ")


def _factor_block(factor: Factor) -> Block:
    facts = [f"**{factor.kind}**"]
    facts += [f"shown by {', '.join(map(str, factor.evidence))}"] if factor.evidence else []
    facts += [factor.category] if factor.category else []
    return Block(_FACTS.join(facts), factor.statement)


def _dimension_blocks(row: Dimension) -> Iterator[Block]:
    yield Block(f"**{row.dimension}**" + (f"{_FACTS}{row.rating} of 5" if row.rating else ""))
    if row.helped:
        yield Block(f"**{row.dimension}**{_FACTS}what helped", row.helped)
    if row.hindered:
        yield Block(f"**{row.dimension}**{_FACTS}what got in the way", row.hindered)


def _item_block(item: Item) -> Block:
    box = "[x]" if item.state in {"done", "verified"} else "[ ]"
    facts = [f"{box} **{item.priority}**", item.kind, item.state]
    facts += [f"due {item.due.isoformat()}"] if item.due else []
    facts += [f"answers factor {item.factor}"] if item.factor else []
    facts += [f"ticket {item.tracker}"] if item.tracker else []
    facts += [item.key] if item.key else []
    facts += [f"for {item.owner}"] if item.owner else []  # last, for a name may hold anything
    return Block(_FACTS.join(facts), f"{item.title}\n\n{item.done_when}".strip("\n"))


# -- reading -----------------------------------------------------------------------------------


def read(text: str) -> Document:
    """The document that ``write`` made ``text`` of. Raises ``ValueError`` for any other text."""
    header, lines, first = _split(text)
    document = Document(
        key=header.key,
        title=header.title,
        owner=header.owner,
        state=header.state,
        published=header.published,
        incidents=header.incidents,
    )
    outline = {part.key: part for part in header.sections}
    for name, key, start, body in _cut(lines, header.mark, first):
        if name == "section":
            document.sections.append(_section(outline.get(key, _Outline(key)), body))
        elif name == "timeline":
            places = {about.key: number for number, about in enumerate(header.incidents, 1)}
            document.events.extend(_event(block, places) for block in blocks(body, start))
        elif name == "factors":
            document.factors.extend(_factor(block) for block in blocks(body, start))
        elif name == "response":
            document.response.extend(_response(blocks(body, start)))
        elif name == "actions":
            document.actions.extend(_item(block) for block in blocks(body, start))
    return document


def _split(text: str) -> tuple[_Header, list[str], int]:
    """The header, the lines of the file, and the first of them below the header."""
    lines = text.split("\n")
    if lines[:2] != ["---", f"format: {FORMAT}"]:
        raise ValueError("This is no export of ours.")
    stop = lines.index("---", 1)
    try:
        header = _HEADER.validate_python(yaml.safe_load("\n".join(lines[1:stop])))
    except (yaml.YAMLError, RecursionError) as problem:
        raise ValueError("The header cannot be read.") from problem
    return header, lines, stop + 1


def _cut(lines: list[str], mark: str, first: int) -> Iterator[tuple[str, str, int, list[str]]]:
    """Each part: its name, its key, the number of its first line (from 1), its lines without marker and heading."""
    marks = [
        (number, found["part"], found["key"] or "")
        for number, line in enumerate(lines[first:], first)
        if (found := _MARK.fullmatch(line)) and found["mark"] == mark
    ]
    stops = [*(number for number, _, _ in marks[1:]), len(lines)]
    for (start, name, key), stop in zip(marks, stops, strict=False):
        yield name, key, start + 2, lines[start + 1 : stop]


def _section(outline: _Outline, body: list[str]) -> Part:
    head = next((number for number, line in enumerate(body) if line), 0)
    if not body or not body[head].startswith("## "):
        raise ValueError(f"The section {outline.key} has no heading.")
    text = "\n".join(body[head + 1 :]).strip("\n")
    return Part(outline.key, body[head].removeprefix("## "), text, outline.guidance, outline.required)


def _event(block: Block, places: dict[str, int]) -> Event:
    at, kind, *more = block.head.split(_FACTS)
    event = Event(at=_time(at.strip("*")), text=block.body, kind=kind, line=block.line)
    for fact in more:
        if fact.startswith("until "):
            event = replace(event, until=_time(fact.removeprefix("until ")))
        elif fact in places:
            event = replace(event, incident=places[fact])
        else:
            event = replace(event, precision=fact)
    return event


def _time(iso: str) -> datetime:
    at = datetime.fromisoformat(iso)
    if at.tzinfo is None:
        raise ValueError(f"The time {iso} names no zone.")
    return at


def _factor(block: Block) -> Factor:
    kind, *more = block.head.split(_FACTS)
    evidence = [int(n) for n in re.findall(r"\d+", more.pop(0))] if more and more[0].startswith("shown by ") else []
    return Factor(block.body, kind.strip("*"), _FACTS.join(more), evidence)


def _response(found: Iterable[Block]) -> list[Dimension]:
    rows: dict[str, Dimension] = {}
    for block in found:
        name, _, fact = block.head.partition(_FACTS)
        row = rows.get(name, Dimension(name.strip("*")))
        if fact == "what helped":
            row = replace(row, helped=block.body)
        elif fact == "what got in the way":
            row = replace(row, hindered=block.body)
        elif fact:
            row = replace(row, rating=int(fact[0]) if fact[0].isdigit() else None)
        rows[name] = row
    return list(rows.values())


def _item(block: Block) -> Item:
    facts, _, owner = block.head.partition(f"{_FACTS}for ")
    box, kind, state, *more = facts.split(_FACTS)
    title, _, done_when = block.body.partition("\n\n")
    item = Item(title=title, done_when=done_when.strip("\n"), kind=kind, state=state, owner=owner, line=block.line)
    item = replace(item, priority=box.split("**")[1] if box.count("**") == 2 else item.priority)
    for fact in more:
        word, _, rest = fact.rpartition(" ")
        if word == "due":
            item = replace(item, due=date.fromisoformat(rest))
        elif word == "answers factor":
            item = replace(item, factor=int(rest))
        elif word == "ticket":
            item = replace(item, tracker=rest)
        else:
            item = replace(item, key=fact)
    return item
