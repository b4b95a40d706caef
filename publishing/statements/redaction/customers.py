"""Customers by name, from the admin's list."""

from collections.abc import Iterator

from publishing.statements.redaction.finding import Surroundings
from publishing.statements.redaction.people import one_of


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    if pattern := one_of(around.customers, fold=True):
        for match in pattern.finditer(text):
            yield match.span()
