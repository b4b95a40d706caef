"""Facts that a document states by label: "**Severity:** SEV2", "| Detected | 14:05 |", "## Authors" with a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from integrations.importer.headings import Role
from integrations.importer.inline import plain_text, unnumbered
from integrations.importer.outline import Node
from integrations.importer.parts import Part

_LABEL = re.compile(
    r"(?:[-*+] )?(?:(?:\*\*|__|\*)(?P<bold>[^*_:\n|]{1,50}?)\s?(?::\s?(?:\*\*|__|\*)|(?:\*\*|__"
    r"|\*)\s?[:–—-])|(?P<plain>[A-Z][A-Za-z/() -]{1,40}?)\s?:)"
    r"(?:\s+|(?<=[:*_])(?=\S)|$)(?P<value>.{0,2000})",
    re.DOTALL,
)
_SEVERITY = re.compile(
    r"\b(?:sev(?:erity)?[ -]?[0-5]|s[0-5]|p(?:riority)?[ -]?[0-5]|critical|major|high|medium|moderate|minor|low)\b",
    re.I,
)
_SEVERITY_NAMES = (
    "severity", "sev", "severity level", "incident severity", "priority", "incident priority", "impact level",
    "level", "schweregrad",
)  # fmt: skip
_SERVICE_NAMES = (
    "services affected", "affected services", "affected service", "service", "services", "impacted services",
    "service(s)", "affected systems", "systems affected", "affected system", "components", "component",
    "affected components", "services impacted", "product", "system", "impacted service(s)",
    "affected service(s)", "betroffene dienste",
)  # fmt: skip
_PEOPLE = re.compile(
    r"(?:post-?mortem |incident |report |document )?(?:authors?(?:\(s\))?|owners?|commanders?"
    r"|lead(?:er)?|ic|scribe|comm(?:unication)?s(?: lead)?"
    r"|responders?|participants?|reviewers?|facilitator|drafted by|written by|created by|prepared by"
    r"|reported by|on-?call(?: engineer)?|manager"
    r"|tech(?:nical)? lead|operations lead|subject expert|attendees|people involved|team members"
    r"|contributors|autor(?:en)?)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?\((?!s\))[^()]{0,40}\)$")
_NAME_BREAK = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b|\n|•|\|)\s*")
_NAME = re.compile(r"@?[\w][\w.'’-]{0,30}(?: [\w.'’()-]{1,30}){0,3}")
_ADDRESS = re.compile(r"\s*[<(\[]?\s*(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,60}\.[\w.]{2,40}\s*[>)\]]?")


@dataclass(frozen=True, slots=True)
class Label:
    """``name`` in lower case without marks, ``value`` as Markdown; ``line`` counts from 0; ``role``: its part's."""

    name: str
    value: str
    line: int
    role: Role


def labels_in(parts: Iterable[Part], header: dict[str, str]) -> list[Label]:
    """Every label with a value: of the header, of lines, list items and two-column tables, and of short sections."""
    found = [Label(name.replace("_", " "), value, -1, Role.OTHER) for name, value in header.items()]
    for part in parts:
        if (label := _heading_label(part)) is not None:
            found.append(label)
        for node in part.nodes:
            found.extend(_labels(node, part.role, depth=0))
    return found


def first(labels: Iterable[Label], names: Iterable[str]) -> Label | None:
    """The first label with one of these names that has a value."""
    return next((label for label in labels if named(label, names)), None)


def named(label: Label, names: Iterable[str]) -> bool:
    """Whether the label has one of these names, be it with "(UTC)" behind it, and a value."""
    return bool(label.value.strip()) and _ASIDE.sub("", label.name).strip(" :?") in set(names)


def severity(labels: list[Label]) -> str | None:
    """The severity as written ("SEV2", "P1", "high"), where a label states one."""
    for label in labels:
        if label.name in _SEVERITY_NAMES and (found := _SEVERITY.search(plain_text(label.value)[:80])):
            return found[0]
    return None


def services(labels: list[Label]) -> list[str]:
    """The services that a label lists."""
    label = first(labels, _SERVICE_NAMES)
    if label is None or len(label.value) > 300:
        return []
    names = re.split(r"\s*[,;\n]\s*|\s+and\s+", plain_text(label.value.replace("\n", ", ")))
    return [name.strip(" .-*") for name in names if 1 < len(name.strip(" .-*")) <= 60]


def people(labels: list[Label]) -> list[tuple[str, str]]:
    """(role, name) of everybody whom a label names, in order, each once per role."""
    found: dict[tuple[str, str], None] = {}
    for label in labels:
        if label.role is not Role.ACTIONS and _PEOPLE.fullmatch(label.name) and len(label.value) < 600:
            for name in names_in(label.value):
                found.setdefault((label.name, name))
    return list(found)


def names_in(text: str) -> list[str]:
    """The names of a list of people, without addresses."""
    plain = plain_text(_ADDRESS.sub("", text.replace("\n", ", ")))
    names = [each.strip(" .-*()[]:") for each in _NAME_BREAK.split(plain)]
    return [name for name in names if _NAME.fullmatch(name) and name.lower() not in ("tbd", "none", "n/a", "unknown")]


def label_of(text: str) -> tuple[str, str] | None:
    """The name (lower case, plain) and value of a line such as "**Owner:** Ada"; None if it is no such line."""
    found = _LABEL.match(text)
    if not found:
        return None
    name = unnumbered(plain_text(found["bold"] or found["plain"])).strip().lower()
    return (name, found["value"].strip()) if name and len(name.split()) <= 6 else None


def _labels(node: Node, role: Role, *, depth: int) -> Iterator[Label]:
    if node.kind == "paragraph" or (node.kind == "item" and node.text):
        for number, line in enumerate(_joined(node.text)):
            if found := label_of(line):
                yield Label(*found, node.start + number, role)
    if node.kind == "item" and (own := label_of(node.text)) and not own[1]:
        values = [child.line for each in node.children if each.kind == "list" for child in each.children]
        yield Label(own[0], "\n".join(values), node.start, role)
    if node.kind == "table":
        yield from _table_labels(node, role)
    if depth < 6:
        for child in node.children:
            yield from _labels(child, role, depth=depth + 1)


def _joined(text: str) -> list[str]:
    """Lines, a line that starts no label joined to the one before (it is that one's wrapped end)."""
    joined: list[str] = []
    for line in text.split("\n"):
        if joined and not _LABEL.match(line) and _LABEL.match(joined[-1]) and len(joined[-1]) < 2000:
            joined[-1] += " " + line.strip()
            joined.append("")
        else:
            joined.append(line)
    return joined


def _table_labels(table: Node, role: Role) -> Iterator[Label]:
    for row in table.children:
        if len(row.cells) == 2:
            name = plain_text(row.cells[0]).strip(" :").lower()
            if name and len(name.split()) <= 6:
                yield Label(name, row.cells[1], row.start, role)


def _heading_label(part: Part) -> Label | None:
    """ "## Severity" with one line or list below it."""
    if part.heading is None or not part.nodes or len(part.nodes) > 2 or len(part.name) > 40:
        return None
    node = part.nodes[0]
    values = [node.text] if node.kind == "paragraph" else [item.line for item in node.children if node.kind == "list"]
    text = "\n".join(values)
    return Label(part.name.strip(" :").lower(), text, node.start, part.role) if 0 < len(text) < 600 else None
