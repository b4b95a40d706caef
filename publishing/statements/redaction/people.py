"""Names and handles of people: those who took part by any part of their name, all others by the whole of it."""

import re
from collections.abc import Iterable, Iterator

from publishing.statements.redaction.finding import Surroundings

WORD = re.compile(r"[^\W_]+")
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
    everybody = around.people + around.participants
    for match in handles_in(text, everybody, around.participants):
        yield match.span()
    for match in names_in(text, (name for name, _handle in everybody if " " in name), fold=True):
        yield match.span()
    for match in names_in(text, (part for name, _handle in around.participants for part in _parts(name))):
        if match[0].lower() not in ORDINARY or not SENTENCE_END.search(text[: match.start()]):
            yield match.span()


def names_in(text: str, names: Iterable[str], *, fold: bool = False) -> Iterator[re.Match[str]]:
    """Where one of ``names`` stands, as whole words, with any white space between them; the longest at each place."""
    before, after = NOT_WORD
    if choices := _any(name for name in names if _may_be_in(name, _words(text))):
        yield from re.finditer(f"{before}(?:{choices}){after}", text, re.IGNORECASE if fold else 0)


def handles_in(
    text: str, everybody: Iterable[tuple[str, str]], took_part: Iterable[tuple[str, str]]
) -> Iterator[re.Match[str]]:
    """``@handle`` of anybody; of those who took part also without the sign, where it is no ordinary word."""
    words = _words(text)
    anybody = _any(handle for _name, handle in everybody if handle and _may_be_in(handle, words))
    bare = _any(handle for _name, handle in took_part if _is_telling(handle) and _may_be_in(handle, words))
    choices = [pattern for pattern in (f"@(?:{anybody})" if anybody else "", bare) if pattern]
    if choices:
        yield from re.finditer(rf"(?<![\w@.-])(?:{'|'.join(choices)})(?![\w-])", text)


def _is_telling(handle: str) -> bool:
    return (len(handle) > SHORTEST and handle not in ORDINARY) or bool(re.search(r"[\d-]", handle))


def _parts(name: str) -> Iterator[str]:
    for part in re.split(r"[\s.,()-]+", name):
        if len(part) >= SHORTEST and part[0].isupper():
            yield part
            yield part.upper()


def _words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def _may_be_in(name: str, words: set[str]) -> bool:
    """Cheap: of thousands of names a few are worth a look."""
    first = WORD.search(name)
    return first is not None and first[0].casefold() in words


def _any(names: Iterable[str]) -> str:
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
