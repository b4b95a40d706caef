"""How well the rules do on labelled sentences."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from postmortems.language.checking import check

BLAMEFUL = "blameful"


class NotLabelled(Exception):
    """The file is no list of sentences with labels."""


@dataclass
class Score:
    """Counts by category, and the sentences that were told apart wrongly."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def found(self) -> int:
        return sum(count for (label, _category), count in self.right.items() if label == BLAMEFUL)

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong)) if self.found + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed)) if self.found + len(self.missed) else 1.0


def evaluate(examples: list[dict[str, Any]]) -> Score:
    """``examples``: each with ``sentence``, ``label`` ("blameful" or another) and ``category``."""
    score = Score()
    for example in examples:
        sentence, is_blameful = example["sentence"], example["label"] == BLAMEFUL
        place = (example["label"], example.get("category", ""))
        findings = check(sentence)
        score.total[place] += 1
        score.right[place] += bool(findings) == is_blameful
        if is_blameful and not findings:
            score.missed.append(sentence)
        if findings and not is_blameful:
            score.wrong.append((findings[0].rule, sentence))
    return score


def labelled(text: str) -> list[dict[str, Any]]:
    """The examples in JSON ``text``. Raises ``NotLabelled``."""
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise NotLabelled(str(error)) from error
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and {"sentence", "label"} <= row.keys() for row in rows
    ):
        raise NotLabelled('expected a list of {"sentence": …, "label": "blameful" or "neutral", "category": …}')
    return rows


def table(score: Score) -> str:
    """The figures in lines: of all, of each category, and what was told apart wrongly."""
    lines = [
        f"precision {score.precision:.3f}   recall {score.recall:.3f}   ({sum(score.total.values())} sentences)",
        "",
        *(
            f"{label:9} {category or '–':26} {score.right[label, category]:4} of {total:4}"
            for (label, category), total in sorted(score.total.items())
        ),
    ]
    if score.missed or score.wrong:
        lines.append("")
    lines += [f"missed: {sentence}" for sentence in score.missed]
    lines += [f"wrongly found ({rule}): {sentence}" for rule, sentence in score.wrong]
    return "\n".join(lines)
