"""Wording that judges people, by the rules that postmortems are looked at with."""

from collections.abc import Iterator

from postmortems.language import check
from publishing.statements.redaction.finding import Surroundings


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for finding in check(text):
        yield finding.start, finding.end
