"""Going through a text, sentence by sentence."""

import re
from collections import defaultdict
from typing import NamedTuple

from postmortems.language.phrases import Phrase, stems
from postmortems.language.prose import prose, sentences
from postmortems.language.rules import RULES, Rule

_ALL = [(rule, phrase) for rule in RULES for phrase in rule.phrases]
_BY_STEM: dict[str, list[int]] = defaultdict(list)
for _place, (_rule, _phrase) in enumerate(_ALL):
    for _stem in _phrase.stems:
        _BY_STEM[_stem].append(_place)


class Finding(NamedTuple):
    """Where (code points of the text), which rule, why it matters, and a question that leads further."""

    start: int
    end: int
    rule: str
    why: str
    ask: str


def check(text: str) -> list[Finding]:
    """What the rules find in Markdown ``text``, in its order; no two findings overlap."""
    plain = prose(text)
    found: list[Finding] = []
    for start, end in sentences(plain):
        if end - start > 3:
            found += _of_sentence(plain[start:end], start)
    return found


def _of_sentence(written: str, offset: int) -> list[Finding]:
    found: list[Finding] = []
    sentence = re.sub(r"\s", " ", written)
    for rule, phrase in candidates(sentence):
        for match in phrase.regex.finditer(sentence):
            start, end = _trimmed(match)
            if _is_free(found, start + offset, end + offset) and phrase.holds(sentence, match):
                found.append(Finding(start + offset, end + offset, rule.key, str(rule.why), str(rule.ask)))
    return sorted(found)


def candidates(sentence: str) -> list[tuple[Rule, Phrase]]:
    """The phrases of which a cue stands in ``sentence``, in the order of the rules."""
    places = {place for stem in stems(sentence) & _BY_STEM.keys() for place in _BY_STEM[stem]}
    return [_ALL[place] for place in sorted(places)]


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    text = match[0]
    return match.start() + len(text) - len(text.lstrip(" ,;:.-*!(")), match.end() - len(text) + len(
        text.rstrip(" .,;:)")
    )


def _is_free(found: list[Finding], start: int, end: int) -> bool:
    return all(end <= one.start or one.end <= start for one in found)
