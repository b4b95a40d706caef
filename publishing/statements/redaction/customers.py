"""Customers by name, from the admin's list."""

from collections.abc import Iterator

from publishing.statements.redaction.finding import Surroundings
from publishing.statements.redaction.people import names_in


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in names_in(text, around.customers, fold=True):
        yield match.span()
