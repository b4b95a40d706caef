"""E-mail addresses."""

import re
from collections.abc import Iterator

from publishing.statements.redaction.finding import Surroundings

ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w-])|(?<![\w.+-])[\w.+-]{1,64}\s?[\[(](?:at|@)[\])]\s?[\w.-]+"
)


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in ADDRESS.finditer(text):
        yield match.span()
