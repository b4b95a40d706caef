"""List items that carry any text unharmed: a first line, and below it the words, two columns in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Block:
    """``line``: the number of its first line in a file that was read, from 1."""

    head: str
    body: str = ""
    line: int = 0


def plain_ends(text: str) -> str:
    """The text with ordinary line ends and without empty lines around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def written(rows: Iterable[Block]) -> str:
    """The rows as a Markdown list."""
    return "\n\n".join(_written(row) for row in rows)


def _written(block: Block) -> str:
    body = plain_ends(block.body)
    below = "\n".join(_INDENT + line if line else "" for line in body.split("\n"))
    return f"- {block.head}\n\n{below}" if body else f"- {block.head}"


def blocks(lines: Iterable[str], first: int) -> Iterator[Block]:
    """The rows that ``written`` made these lines of; ``first`` is the number of the first line."""
    head, start, body = "", 0, list[str]()
    for number, line in enumerate(lines, first):
        if line.startswith("- "):
            if start:
                yield _block(head, start, body)
            head, start, body = line.removeprefix("- "), number, []
        elif start:
            body.append(line.removeprefix(_INDENT))
    if start:
        yield _block(head, start, body)


def _block(head: str, start: int, body: list[str]) -> Block:
    return Block(head, "\n".join(body).strip("\n"), start)
