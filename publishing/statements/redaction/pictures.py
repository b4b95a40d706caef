"""Pictures: a screenshot shows more than one sees, so the public pages have none."""

import re
from collections.abc import Iterator

from publishing.statements.redaction.finding import Surroundings

PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in PICTURE.finditer(text):
        yield match.span()
