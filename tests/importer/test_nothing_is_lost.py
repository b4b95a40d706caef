"""Every line of a source is somewhere, and says there what it said."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.importer.errors import CannotImport
from integrations.importer.parse import parse, parse_file

FIXTURES = sorted(path for path in (Path(__file__).parent / "fixtures").iterdir() if path.suffix != ".json")
SAMPLES = sorted((Path(__file__).parents[3] / "shared" / "samples" / "postmortems").glob("*.md"))

# Words that only say what kind of thing stands beside them (their meaning is kept as structure), months of due dates
# (kept as dates), and what people write where nobody is named yet.
STRUCTURE = re.compile(
    r"time|date|events?|description|owner|action|items?|done|status|assigned|target|when|what|happened|will|nobody"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|unassigned|unknown|open|todo|approx|frist|verantwortlich|priority|type|until|activity|deadline|responsible|assignee|note|task|state|ereignis"
)


def everything(parsed):
    """All text of a parsed document, in lower case."""
    pieces = [parsed.title, *(text for _, text in parsed.unplaced)]
    pieces += [f"{s.heading} {s.markdown}" for s in parsed.sections]
    pieces += [f"{e.when} {e.text} {e.more}" for e in parsed.timeline]
    pieces += [f"{a.text} {a.owner} {a.due} {a.priority} {a.kind} {a.more}" for a in parsed.actions]
    return " ".join(pieces).lower()


def missing_lines(source, parsed):
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [number for number, line in enumerate(lines, 1) if line.strip() and number not in parsed.places]


@pytest.mark.parametrize("path", [*FIXTURES, *SAMPLES], ids=lambda path: path.name)
def test_every_line_has_a_place(path):
    parsed = parse_file(path.read_bytes(), path.name)
    assert missing_lines(path.read_text(encoding="utf-8"), parsed) == []


@pytest.mark.parametrize("path", [*FIXTURES, *SAMPLES], ids=lambda path: path.name)
def test_every_word_is_kept(path):
    parsed = parse_file(path.read_bytes(), path.name)
    kept = everything(parsed)
    words = {
        word
        for line in path.read_text(encoding="utf-8").split("\n")
        for word in re.findall(r"[^\W\d_]{4,}", line.lower())
    }
    assert {word for word in words if word not in kept and not STRUCTURE.fullmatch(word)} == set()


BLOCKS = [
    "## Timeline",
    "## Action items",
    "## Impact",
    "### 14:05 something",
    "- 14:05 alert",
    "- 14:10 mitigated\n  - nested\n    deeper",
    "* not a time",
    "1. first\n2. second",
    "| Time | Event |\n|---|---|\n| 14:05 | a |\n| | b |",
    "| Action | Owner | Due |\n|---|---|---|\n| x | @y | 2024-01-05 |",
    "```\n14:05 log\n# no heading\n```",
    "> quoted 14:05\n> - item",
    "**Timeline**",
    "Action items:",
    "plain words\n14:05 led\nmore",
    "- [ ] do it (@me)",
    "TODO(me): it",
    "Action: it. Owner: Me. Due: 2024-01-05",
    "2024-01-05",
    "- 5 January 2024\n  - 14:05 nested",
    "<!-- a comment -->",
    "---",
    "Owner: Me",
    "14:05",
    "T+5m later",
    "**14:05**",
    "- 22:XX unknown",
    "Posted Jan 5, 2024 - 14:05 UTC",
    "    code",
    "***",
    "[a]: http://b",
    "\ttab",
    "- **Timeline**:\n  - 14:05 x",
]
BLOCK = st.one_of(st.sampled_from(BLOCKS), st.text(max_size=60))
HEAD = "# Incident: outage of everything\n\nDate: 2024-01-05\n\n"
HEAD += "The root cause of the outage had impact; it was mitigated.\n\n"
HEAD += "## Timeline\n\n- 14:00 alert\n- 14:01 resolved\n\n"


@settings(deadline=None, max_examples=150)
@given(st.lists(BLOCK, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_whatever_follows_every_line_has_a_place(blocks, joint):
    source = HEAD + joint.join(blocks)
    try:
        parsed = parse(source, name="x.md")
    except CannotImport as problem:
        assert problem.code in ("binary", "not_a_postmortem")  # noqa: PT017
        return
    assert missing_lines(source, parsed) == []
