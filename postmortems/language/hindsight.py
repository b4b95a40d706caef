"""Counterfactuals: when "should have" measures people by what is known now, and when it tells what a machine was set to do."""

import re

from postmortems.language.compiling import compiled
from postmortems.language.subject import ANY_OF_US, Subject, subject
from postmortems.language.words import BAD, BETTER_DONE, BETTER_HOW, CARE_DONE, WORSE

_ADVERB = r"(?:(?:also|always|at least|easily|have|maybe|never|only|perhaps|still|surely|then|well|\w+ly) )"
MODAL = (
    r"\b(?:(?P<should>should|ought to|needed to)|(?P<could>could|would|'d)|(?P<may>might|may))(?P<no>n't| not| never)?"
    rf"(?: {_ADVERB}{{0,2}}|(?='ve))(?:have|'ve|of) (?P<adverb>{_ADVERB}{{0,2}})(?P<been>been )?{_ADVERB}{{0,2}}(?P<done>[\w-]+)"
)
_CARE = compiled(rf"(?:{CARE_DONE})\b")
_GOOD = compiled(rf"(?:{BETTER_DONE}|{BETTER_HOW})\b")
_HOW = compiled(rf"\b(?:{BETTER_HOW})\b|\bless\b|\bmore\b.{{0,20}}\b(?:time|notice|warning)\b")
_BAD = compiled(rf"(?:{BAD})\b")
_BROKE = compiled(r"(?:broken|crashed|died|expired|failed|fallen|filled|run out|stopped|timed out)\b")
_WORSE = compiled(rf"\b(?:{WORSE})\b")
_OPENED = re.compile(
    r"\b(?:ideally|in hindsight|with hindsight|in retrospect|looking back|in an ideal world)\b", re.IGNORECASE
)
_NOTHING = re.compile(
    r"\b(?:no(?:thing|body| one| \w+(?: \w+){0,4})|not (?:any|sure)|no evidence|whether|unclear)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^[\s\-*+•#>\d.]*(?:what|how|where|why|which)\b|\b(?:what|how|whether)\s(?:we\s|\w+\s)?$", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:that|which)\s*$", re.IGNORECASE)
_PARTICIPLE = compiled(
    r"\w+ed|become|begun|bought|broken|brought|built|caught|chosen|come|cut|done|drawn|driven|fallen|felt|fought|found|given|gone"
    r"|got|gotten|grown|had|heard|held|hit|kept|known|laid|led|left|let|lost|made|meant|met|paid|put|read|run|said|seen|sent|set"
    r"|shown|shut|sped|spent|split|spoken|stood|sold|taken|taught|thought|thrown|told|understood|undone|woken|won|written"
)
# "Should have automated tests" asks for tests; "should have tested backups" looks back.
_WANTED = compiled(
    r"(?:automated|centrali[sz]ed|dedicated|defined|detailed|distributed|improved|increased|isolated|limited|shared) "
    r"(?!the|a|an|this|that|these|our|it|them|by|in|at|on|before|after|when)\w"
)
TAIL = 70  # characters after the verb that tell whether it would have been for the better
_CLAUSE_END = re.compile(r"[;:]|,? (?:but|because|since|although)\b")


def looks_back(sentence: str, found: re.Match[str]) -> bool:
    """Whether the modal ``found`` (of ``MODAL``) says what people were to do, or what would have been better."""
    before = sentence[: found.start()]
    if not found["been"] and (not _PARTICIPLE.fullmatch(found["done"]) or _WANTED.match(sentence, found.start("done"))):
        return False  # "should have a test"
    if _ASKS.search(before) or _ASKS.match(sentence):
        return False
    if _OPENED.search(before):
        return True
    tail = sentence[found.start("done") : found.end() + TAIL]
    ends = _CLAUSE_END.search(tail)
    tail = tail[: ends.start()] if ends else tail
    if found["should"]:
        return _ought(sentence, found)
    if _NOTHING.search(before):
        return False
    if found["no"]:
        return bool(_BAD.match(tail)) and not found["may"] and not _WORSE.search(before)
    return _better(sentence, found, tail)


def _ought(sentence: str, found: re.Match[str]) -> bool:
    """ "Should have": of people always, of a change or a test where people were to do it; not of a machine's own doing."""
    who = subject(sentence, found.start())
    cares = bool(_CARE.match(found["done"]))
    if who in ANY_OF_US or (who is Subject.THEY and cares):
        return True
    if not sentence[: found.start()].strip(" -*+•#"):
        return True  # a note without a subject: "Should have tested it."
    if found["been"]:
        return cares and not (_RELATIVE.search(sentence[: found.start()]) and who is Subject.THING)
    if found["no"]:
        return bool(re.match(r"happened|occurred|gone|needed", found["done"]))
    return bool(
        re.match(
            r"alerted|caught(?! up)|covered|detected|flagged|included|prevented|warned|required",
            sentence[found.start("done") :],
        )
    )


def _better(sentence: str, found: re.Match[str], tail: str) -> bool:
    good = bool(_GOOD.match(tail))
    if _WORSE.search(sentence[: found.start()]) and not good:
        return False
    if re.search(r"\b(?:attackers?|adversary|hackers?|malicious)\b", sentence[: found.start()], re.IGNORECASE):
        return False
    if good:
        return True
    if _WORSE.search(tail) or _BROKE.match(tail):
        return False
    if _HOW.search(tail) or _HOW.search(found["adverb"]):
        return True
    return found["could"] in ("could", "Could") and subject(sentence, found.start()) in ANY_OF_US


def on_condition(sentence: str, found: re.Match[str]) -> bool:
    """ "If we had …", "Had the team …": unless it tells how much worse it would have been."""
    rest = sentence[found.end() :]
    return not _WORSE.search(rest) and not _ASKS.match(sentence)
