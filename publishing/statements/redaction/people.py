"""Names and handles of people: those who took part by any part of their name, all others by the whole of it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from publishing.statements.redaction.finding import Surroundings

NOT_WORD = r"(?<![^\W_])", r"(?![^\W_])"
SHORTEST = 3
SENTENCE_END = re.compile(r"(?:\A|[.!?:]|\n|[-*>#|])[\s*_\"“'(]*\Z")
# Names that are words as well: at the beginning of a sentence they are taken for the word.
ORDINARY = frozenset(
    [
        "angel",
        "april",
        "art",
        "august",
        "autumn",
        "bill",
        "black",
        "brown",
        "chance",
        "chase",
        "chip",
        "christian",
        "dale",
        "dawn",
        "day",
        "dean",
        "drew",
        "earnest",
        "faith",
        "fields",
        "frank",
        "grace",
        "grant",
        "gray",
        "green",
        "hope",
        "iris",
        "ivy",
        "jack",
        "jade",
        "joy",
        "june",
        "king",
        "lane",
        "light",
        "long",
        "major",
        "mark",
        "may",
        "miles",
        "nick",
        "north",
        "olive",
        "page",
        "pat",
        "pearl",
        "price",
        "ray",
        "read",
        "rich",
        "rob",
        "rose",
        "ruby",
        "rush",
        "sage",
        "short",
        "star",
        "stone",
        "storm",
        "sue",
        "summer",
        "sunny",
        "terry",
        "violet",
        "wade",
        "west",
        "white",
        "will",
        "winter",
        "wood",
        "woods",
        "young",
    ]
)


def find(text: str, around: Surroundings) -> Iterator[tuple[int, int]]:
    for match in _handles(around).finditer(text):
        yield match.span()
    if whole := one_of(tuple(name for name, _handle in around.people + around.participants if " " in name), fold=True):
        for match in whole.finditer(text):
            yield match.span()
    if parts := one_of(tuple(part for name, _handle in around.participants for part in _parts(name))):
        for match in parts.finditer(text):
            if match[0].lower() not in ORDINARY or not SENTENCE_END.search(text[: match.start()]):
                yield match.span()


def _parts(name: str) -> Iterator[str]:
    for part in re.split(r"[\s.,()-]+", name):
        if len(part) >= SHORTEST and part[0].isupper():
            yield part
            yield part.upper()


def _handles(around: Surroundings) -> re.Pattern[str]:
    """``@handle`` of anybody; of those who took part also without the sign, where it is no ordinary word."""
    anybody = {handle for _name, handle in around.people + around.participants if handle}
    bare = {
        handle
        for _name, handle in around.participants
        if (len(handle) > SHORTEST and handle not in ORDINARY) or re.search(r"[\d-]", handle)
    }
    return _handle_pattern(tuple(sorted(anybody)), tuple(sorted(bare)))


@lru_cache(maxsize=64)
def _handle_pattern(anybody: tuple[str, ...], bare: tuple[str, ...]) -> re.Pattern[str]:
    choices = [f"@(?:{_any(anybody)})"] if anybody else []
    choices += [_any(bare)] if bare else []
    return re.compile(rf"(?<![\w@.-])(?:{'|'.join(choices) or '(?!)'})(?![\w-])")


@lru_cache(maxsize=64)
def one_of(names: tuple[str, ...], *, fold: bool = False) -> re.Pattern[str] | None:
    if not names:
        return None
    before, after = NOT_WORD
    return re.compile(f"{before}(?:{_any(names)}){after}", re.IGNORECASE if fold else 0)


def _any(names: tuple[str, ...]) -> str:
    """The longest first, with any white space between words."""
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
