"""How well the importer reads documents whose truth is known."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from integrations.importer.errors import CannotImport
from integrations.importer.inline import plain_text
from integrations.importer.parse import parse_file
from integrations.importer.parsed import PostmortemJson

_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one file, or of many added up. Owners are counted on the actions that were found."""

    titles: int = 0
    files: int = 0
    entries_right: int = 0
    entries_true: int = 0
    entries_found: int = 0
    actions_right: int = 0
    actions_true: int = 0
    actions_found: int = 0
    owners_right: int = 0
    owners_true: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))


def score_file(truth: dict[str, Any], found: PostmortemJson) -> Score:
    """Compare one document. An entry is right if it has the same instant to the minute and a similar text.

    Entries marked ``"kind": "key_event"`` are milestones: finding them is neither asked nor a fault.
    """
    asked = [entry for entry in truth["timeline"] if entry.get("kind") != "key_event"]
    extra = [entry for entry in truth["timeline"] if entry.get("kind") == "key_event"]
    pairs = _pairs(asked, found["timeline"], _same_entry)
    left = [entry for entry in found["timeline"] if not any(entry is right for _, right in pairs)]
    forgiven = len(_pairs(extra, left, _same_entry))
    done = _pairs(truth["action_items"], found["action_items"], lambda a, b: alike(a["text"], b["text"]))
    owned = [(a, b) for a, b in done if a.get("owner")]
    return Score(
        titles=int(_norm(truth["title"]) == _norm(found["title"])),
        files=1,
        entries_right=len(pairs),
        entries_true=len(asked),
        entries_found=len(found["timeline"]) - forgiven,
        actions_right=len(done),
        actions_true=len(truth["action_items"]),
        actions_found=len(found["action_items"]),
        owners_right=sum(_norm(a["owner"]) == _norm(b["owner"] or "") for a, b in owned),
        owners_true=len(owned),
    )


def evaluate(truth_file: Path) -> list[tuple[str, Score]]:
    """Score every document of a truth file; the documents lie beside it. Raises OSError, ValueError for a bad file."""
    truths = json.loads(truth_file.read_text(encoding="utf-8"))
    return [(truth["file"], score_document(truth, truth_file.parent / truth["file"])) for truth in truths]


def score_document(truth: dict[str, Any], path: Path) -> Score:
    """Score one document. One that cannot be imported has found nothing."""
    try:
        found = parse_file(path.read_bytes(), path.name).as_json(path.name)
    except CannotImport:
        found = {"file": path.name, "title": "", "date": None, "timeline": [], "action_items": [], "sections": []}
    return score_file(truth, found)


def table(scores: Sequence[tuple[str, Score]]) -> str:
    """The figures as lines of text: one per file, and the total."""
    total = sum((score for _, score in scores), Score())
    head = f"{'file':<44} title  timeline r/p (n)        actions r/p (n)         owners"
    return "\n".join([head, *(_line(name, score) for name, score in scores), _line("total", total)])


def _line(name: str, score: Score) -> str:
    entries = _rates(score.entries_right, score.entries_true, score.entries_found)
    done = _rates(score.actions_right, score.actions_true, score.actions_found)
    owners = f"{score.owners_right}/{score.owners_true}" if score.owners_true else "–"
    return f"{name[:44]:<44} {score.titles}/{score.files:<4} {entries:<23} {done:<23} {owners}"


def _rates(right: int, true: int, found: int) -> str:
    recall = f"{right / true:.2f}" if true else "–"
    precision = f"{right / found:.2f}" if found else "–"
    return f"{recall}/{precision} ({right}/{true}/{found})"


def alike(a: str, b: str) -> bool:
    """Whether two texts say the same: mostly the same letters in order, or one begins the other."""
    a, b = _norm(a), _norm(b)
    if not a or not b:
        return a == b
    short, long = sorted((a, b), key=len)
    if len(short) >= 15 and long.startswith(short):
        return True
    return SequenceMatcher(None, a[:400], b[:400], autojunk=False).ratio() >= _ALIKE


def _pairs(truths: Iterable[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> list[tuple[Any, Any]]:
    free = list(found)
    pairs = []
    for truth in truths:
        match = next((each for each in free if same(truth, each)), None)
        if match is not None:
            free = [each for each in free if each is not match]
            pairs.append((truth, match))
    return pairs


def _same_entry(truth: Any, found: Any) -> bool:
    instants = {truth.get("iso"), truth.get("iso_alt") or truth.get("iso")}
    instants |= set() if truth.get("iso") else {truth.get("iso_date")}
    same = any(_instant(each) == _instant(found["iso"]) for each in instants)
    return same and alike(truth["text"], found["text"])


def _instant(iso: str | None) -> str | None:
    """To the minute, in UTC; without an offset, or without a time, as it is."""
    if iso is None or len(iso) <= 10:
        return iso
    at = datetime.fromisoformat(iso)
    return f"{at.astimezone(UTC) if at.tzinfo else at:%Y-%m-%d %H:%M}"


def _norm(text: str) -> str:
    return re.sub(r"[\W_]+", " ", plain_text(text).lower()).strip()
