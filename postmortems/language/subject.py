"""Who a clause is about: somebody, "we", or a thing. A small reading of what stands before the verb, no grammar."""

import re
from enum import Enum

from postmortems.language.prose import THING
from postmortems.language.words import (
    ADVERBS,
    DETERMINERS,
    MATTERS,
    NAMES,
    PREPOSITIONS,
    PRODUCTS,
    PRONOUNS,
    QUANTIFIERS,
    ROLES,
    TEAMS,
    THINGS,
)


class Subject(Enum):
    PERSON = "somebody by name or role"
    TEAM = "a team"
    WE = "we"
    THEY = "they: people, or pods"
    NAMED = "a capital letter: probably somebody whose name no list has"
    THING = "a thing"
    UNKNOWN = "nobody we know"


PEOPLE = frozenset({Subject.PERSON, Subject.TEAM})
ANY_OF_US = PEOPLE | {Subject.WE}
PERSONS = PEOPLE | {Subject.NAMED}
HUMANS = PEOPLE | {Subject.THEY}
ANYBODY = ANY_OF_US | HUMANS | {Subject.NAMED}  # for verbs that only people do
NO_THING = ANYBODY | {Subject.UNKNOWN}
REACH = 160  # characters before the verb that may hold its subject

_BREAK = re.compile(
    r"[,;:()|–—]|\s-\s|\b(?:but|and|or|because|so|that|which|when|while|whether|if|since|although|though|where|until"
    r"|once|then)\b"
    r"|^\s*(?:[-*+•#]|\d+[.)])+\s",
    re.IGNORECASE,
)
_WORD = re.compile(rf"@?\w[\w/-]*(?:'\w*)?|{THING}+")
_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?")
_NO_NAME = re.compile(r"(?:ing|tion|sion|ment|ness|ity|ance|ence|age|ure|ware|ers|ses|ies|ts|ds|ns|ks|ls|ly)$")
_LOWER = ROLES | TEAMS | MATTERS | DETERMINERS | PREPOSITIONS | QUANTIFIERS | ADVERBS | PRONOUNS
_WHO = re.compile(rf"(?P<of>\w*),? ?\b(?:who|whoever) (?:(?:{'|'.join(sorted(ADVERBS))}|\w+ly) )*$", re.IGNORECASE)
_OUTSIDERS = frozenset(
    ["customers", "customer", "users", "user", "clients", "visitors", "those", "subscribers", "readers"]
)
_GOES_ON = frozenset(["and", "but", "or", "then"])
_SUBORDINATE = frozenset(["that", "which", "because", "whether", "if", "when", "where", "while"])
_PRONOUN = {"we": Subject.WE, "i": Subject.PERSON, "they": Subject.THEY}
_OF_PEOPLE = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "night",
        "shift",
        "duty",
        "on-call",
        "human",
        "second",
        "careless",
        "whole",
        "entire",
        "their",
        "his",
        "her",
        "my",
    ]
)
_LEADING = _OF_PEOPLE | frozenset(
    [
        "account",
        "change",
        "delivery",
        "duty",
        "engineering",
        "incident",
        "it",
        "line",
        "product",
        "program",
        "project",
        "release",
        "team",
    ]
)
_WORKS_ON = frozenset(
    ["network", "platform", "storage", "database", "infrastructure", "ops", "support", "frontend", "backend", "data"]
)
_UNIT = _OF_PEOPLE | frozenset(["customer", "database", "it", "network", "platform", "site", "system"])
# People, or software of that name, told by what stands right before it: "the operator", but "etcd operator".
_ALSO_THINGS = {
    **dict.fromkeys(("operator", "operators"), _UNIT | {"grid"}),
    **dict.fromkeys(("manager", "managers", "director", "management", "lead"), _LEADING | {"tech"}),
    **dict.fromkeys(
        ("group", "groups", "side", "agents", "folks", "guys"), _WORKS_ON | {"engineering", "operations", "hosting"}
    ),
    **dict.fromkeys(
        ("operations", "security", "support", "engineering", "provider"), _UNIT | {"cloud", "hosting", "dns"}
    ),
}


def subject(sentence: str, at: int) -> Subject:
    """What the verb at ``at`` is said of."""
    before = sentence[max(0, at - REACH) : at]
    breaks = [found.span() for found in _BREAK.finditer(before)]
    start = breaks[-1][1] if breaks else 0
    words = _WORD.findall(before[start:])
    if relative := _WHO.search(before):
        return Subject.THING if relative["of"].lower() in _OUTSIDERS else Subject.PERSON  # "a reviewer who had not"
    if breaks and before[slice(*breaks[-1])].strip().lower() == "that" and words:
        earlier = _WORD.findall(before[breaks[-2][1] if len(breaks) > 1 else 0 : breaks[-1][0]])
        if earlier and _is_somebody(earlier[-1], earlier[:-1], []) and _who(words[0], [], words[1:]) is None:
            return _first(earlier)  # "the team that owns the gateway ignored"
    if breaks and before[slice(*breaks[-1])].strip().lower() in _GOES_ON and _only_leads_on(words):
        return _before(before, breaks)
    return _first(words)


def _before(before: str, breaks: list[tuple[int, int]]) -> Subject:
    """Whom the clauses before are about: "the admin logged in and broke", "the admin saw that it was up and broke"."""
    starts = [0, *(end for _start, end in breaks)]
    for place in range(len(breaks) - 1, -1, -1):
        words = _WORD.findall(before[starts[place] : breaks[place][0]])
        if not words:
            continue
        led = before[slice(*breaks[place - 1])].strip().lower() if place else ""
        found = _first(words)
        if led not in _SUBORDINATE or found in PEOPLE:
            return found
    return Subject.UNKNOWN


def _only_leads_on(words: list[str]) -> bool:
    """Whether no subject of its own stands here, so that the one before goes on."""
    return all(word.lower() in ADVERBS for word in words)


def _first(words: list[str]) -> Subject:
    """The first noun that says who. What follows it ("the engineer on call that night") is still about them."""
    led_in = bool(words) and words[0].lower() in PREPOSITIONS
    nouns = determiners = 0
    for place, written in enumerate(words):
        word = written.lower()
        if word in DETERMINERS:
            determiners += 1
            if nouns and not led_in:
                return Subject.THING  # "the workaround the team tried"
        elif word in PREPOSITIONS:
            if nouns and not led_in and not (word == "of" and words[place - 1].lower() in QUANTIFIERS):
                return Subject.THING  # "pages to the engineer"
        elif (found := _who(written, words[:place], words[place + 1 :])) is not None:
            if not (led_in and found is Subject.THING and _begins(words[place + 1 :])):
                return found
        elif word not in ADVERBS and word not in QUANTIFIERS:
            nouns += 1
    return Subject.UNKNOWN


def _begins(words: list[str]) -> bool:
    """Whether another noun begins here: what came before only led in ("during the rollout the reviewer …")."""
    return bool(words) and (words[0].lower() in DETERMINERS or words[0].lower() in PRONOUNS)


def _who(written: str, before: list[str], after: list[str]) -> Subject | None:
    word = written.lower()
    if word in PRONOUNS:
        direct = all(other.lower() in ADVERBS or other.lower().endswith("ly") for other in after)
        if not direct:
            return Subject.THING if before else None
        return _PRONOUN.get(word, Subject.PERSON)
    if written.startswith(THING) or word in PRODUCTS or (word in THINGS and not _is_group(word, before)):
        return (
            None if after and _is_somebody(after[0], [*before, written], after[1:]) else Subject.THING
        )  # "the database team"
    if not _is_somebody(written, before, after) or _only_describes(after):
        return Subject.NAMED if not before and _may_be_named(written, after) else None
    return Subject.TEAM if word in TEAMS else Subject.PERSON


def _is_group(word: str, before: list[str]) -> bool:
    return word in ("group", "groups") and bool(before) and before[-1].lower() in _ALSO_THINGS[word]


def _is_somebody(written: str, before: list[str], after: list[str]) -> bool:
    word = written.lower()
    if word in _ALSO_THINGS:
        led = (
            after and after[0].lower() in PREPOSITIONS and after[1:2] not in (["duty"], ["call"], ["shift"], ["charge"])
        )
        return not led and (not before or before[-1].lower() in _ALSO_THINGS[word])
    if word in ROLES or word in TEAMS or written.startswith("@"):
        return True
    return word in NAMES and written[:1].isupper()


def _may_be_named(written: str, after: list[str]) -> bool:
    """Whether this looks like a name that stands right before its verb ("Leonie quickly …", "Leonie Sanz …")."""
    word = written.lower()
    if not _NAME.fullmatch(written) or _NO_NAME.search(word) or word in _LOWER:
        return False
    return all(other.lower() in ADVERBS or other.lower().endswith("ly") or _NAME.fullmatch(other) for other in after)


def _only_describes(after: list[str]) -> bool:
    """Whether a thing follows at once, as in "the developer portal" and "the team's deployment"."""
    return bool(after) and (after[0].lower() in THINGS or after[0].lower().endswith("'s"))
