"""Counterfactuals: when "should have" measures people by what is known now, and when it tells what a machine was set to do."""

import re

from postmortems.language.compiling import compiled
from postmortems.language.subject import ANY_OF_US, Subject, subject
from postmortems.language.words import BAD, BETTER_DONE, BETTER_HOW, CARE_DOING, CARE_DONE, CARE_NOUN, THINGS, WORSE

_ADVERB = r"(?:(?:almost|also|always|at least|easily|nearly|even|have|just|maybe|never|of course|only|quite|really|simply|perhaps|still|surely|then|very|well|\w+ly) )"
MODAL = (
    r"\b(?:(?P<should>should|ought to|needed to)|(?P<could>could|would|'d)|(?P<may>might|may))(?P<no>n't| not| never)?"
    rf"(?: {_ADVERB}{{0,2}}|(?='ve))(?:have|'ve"
    rf"|of) (?P<adverb>{_ADVERB}{{0,2}})(?P<been>been )?{_ADVERB}{{0,2}}(?P<done>[\w-]+)"
)
_CARE = compiled(rf"(?:{CARE_DONE})\b")
_GOOD = compiled(rf"(?:{BETTER_DONE}|{BETTER_HOW})\b")
_HOW = compiled(rf"(?<!as\s)\b(?:{BETTER_HOW})\b|\bless\b|\bmore\b.{{0,20}}\b(?:time|notice|warning)\b")
_BAD = compiled(rf"(?:{BAD})\b")
_BROKE = compiled(r"(?:broken|crashed|died|expired|failed|fallen|filled|run out|stopped|timed out)\b")
_WORSE = compiled(rf"\b(?:{WORSE})\b")
_SPARED = compiled(r"(?:had|needed|been forced|struggled|spent|wasted)\b")
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
# "Reading the notes …", "a second look …", "more time for tests …": what people might have done, as the subject.
_COST = compiled(
    r"(?:required|needed|taken|meant|involved|caused|broken|failed|led|lost)\b|been (?:an? )?(?:possible|slow|hard"
    r"|difficult|risky)"
)
_GIVEN = r"(?:^|[,;:.] )[-*\s]*(?:with|had there been|given) (?:a|an|more|better|proper|earlier|some) [^;:]*$"
_DOING = compiled(
    rf"(?:^|[,;:.] |\b(?:and|but|that|then) )[-*\s]*(?:simply |just |even |perhaps |maybe "
    rf"|actually )?(?:not )?(?:{CARE_DOING})\b[^;:]*$"
    rf"|(?:^|[,;:.] |\b(?:and|but|that|then) )[-*\s]*(?:a|an|any|one|even a|just a|another|more|better|earlier"
    rf"|closer|proper|additional"
    rf"|some|having|the use of) (?:[\w-]+ ){{0,3}}(?:{CARE_NOUN})s?\b[^;:]*$"
    rf"|\b(?:the|a|an) (?:only )?(?:correct|right|better|best|proper|sensible|safe|safer|obvious|responsible"
    rf"|professional|prudent|wiser|smart|smarter)"
    rf" (?:course|thing|way|choice|approach|reaction|response|decision|action|move|step|order|call|solution"
    rf"|procedure)\b[^;:]*$"
    rf"|{_GIVEN}"
)
_WITH = compiled(_GIVEN)
_PARTICIPLE = compiled(
    r"[\w-]+ed|become|begun|bought|broken|brought|built|caught|chosen|come|cut|done|drawn|driven|fallen|felt|fought"
    r"|found|given|gone"
    r"|got|gotten|grown|had|heard|held|hit|kept|known|laid|led|left|let|lost|made|meant|met|paid|put|read|run|said"
    r"|seen|sent|set"
    r"|shown|shut|sped|frozen|hidden|forgotten|forbidden|woken|dealt|dug|hung|lent|slept|swept|stuck|struck|bound"
    r"|bent|fed|flown|learnt|foreseen|withdrawn|sought|rung|risen|overridden|overwritten|rewritten|rebuilt|redone"
    r"|reset|reread|withheld|upheld|spent|split|spoken|stood|sold|taken|taught|thought|thrown|told|understood|undone"
    r"|woken|won|written"
)
# "Should have automated tests" asks for tests; "should have tested backups" looks back.
_WANTED = compiled(
    r"(?:automated|centrali[sz]ed|dedicated|defined|detailed|distributed|improved|increased|isolated|limited|shared) "
    r"(?!the|a|an|this|that|these|our|it|them|by|in|at|on|before|after|when)\w"
)
_NEVER = compiled(r"\bnever ?$|\bnever \w* ?$")
_MACHINE = compiled(r"been (?:possible|able)|possible|reach\w*|return\w*|exceed\w*|receiv\w*|match\w*")
_LET = compiled(
    r"allowed|approved|dismissed|done|ignored|left|merged|missed|overlooked|relied|skipped|shipped|attempted|taken"
    r"|trusted|released|silenced|closed|given"
)
_OUTSIDE = compiled(r"\b(?:users?|customers?|clients?|visitors?|readers?) $")
_ANY = compiled(
    r"\b(?:somebody|someone|anybody|anyone|one|people|users?|customers?|they)(?: (?:with|who|that|from|in|on|outside"
    r"|inside)\b[^.;,]*)? $"
)
_WORSENED = compiled(rf"\b(?:would|could|might)(?: not)? (?:also )?have (?:been )?(?:\w+ ){{0,2}}(?:{WORSE})\b")
_FIRST = compiled(
    r"(?:gone (?:through|to)|in place|the (?:first|last|default|obvious|next)|obvious|clear|standard|part of|common"
    r"|enough|a (?:red flag|warning|sign|signal))\b"
)
_KNOWN = compiled(r"(?:known|understood|thought|listened|reali[sz]ed|remembered|learnt|learned|seen|spoken)\b")
_SET = compiled(
    r"(?:used|given|kept|made|set|taken|closed|told|informed|handled|done|deployed|included|performed|merged"
    r"|followed|treated|tried)\b"
)
_MACHINES = compiled(r"(?:used|given|kept|made|set|closed|handled|treated)\b")
_AVERTED = compiled(r"\b(?:would|could|might)(?:n't| not| never)(?: have)?\b[^.;,]*")
_BY_THING = compiled(rf"[^.;,]{{0,20}} by (?:the|an?|our|its) (?:[\w-]+ ){{0,2}}?(?:{'|'.join(sorted(THINGS))})\b")
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
        avoids = _BAD.match(tail) or (_SPARED.match(tail) and _DOING.search(before))
        return bool(avoids) and not found["may"] and not _WORSE.search(before)
    return _better(sentence, found, tail)


def _ought(sentence: str, found: re.Match[str]) -> bool:
    """ "Should have": of people always, of a change or a test where people were to do it; not of a machine's own doing."""
    who = subject(sentence, found.start())
    cares = bool(_CARE.match(found["done"]))
    if who in ANY_OF_US or (who in (Subject.THEY, Subject.NAMED) and cares):
        return True
    if _NEVER.search(sentence[: found.start()] + (found["no"] or "") + " " + found["adverb"]):
        return not _MACHINE.match(sentence, found.start("done"))
    if found["no"] and found["been"] and _LET.match(found["done"]):
        return True
    if not sentence[: found.start()].strip(" -*+•#"):
        return True  # a note without a subject: "Should have tested it."
    if _FIRST.match(sentence, found.start("done")) and not _WORSE.search(sentence):
        return True
    if who is Subject.NAMED and _KNOWN.match(found["done"]):
        return True
    if found["been"]:
        return (
            cares
            and not _MACHINES.match(found["done"])
            and not _BY_THING.match(sentence, found.end())
            and not (_RELATIVE.search(sentence[: found.start()]) and who is Subject.THING)
        )
    if found["no"]:
        return bool(re.match(r"happened|occurred|gone|needed|had", found["done"]))
    return bool(
        re.match(
            r"alerted|caught(?! up)|contained|covered|described|detected|explained|flagged|included|listed|mentioned"
            r"|prevented|said|told|warned|required",
            sentence[found.start("done") :],
        )
    )


def _better(sentence: str, found: re.Match[str], tail: str) -> bool:
    good = bool(_GOOD.match(tail))
    if _WORSE.search(sentence[: found.start()]) and not good:
        return False
    if re.search(r"\b(?:attackers?|adversary|hackers?|malicious)\b", sentence[: found.start()], re.IGNORECASE):
        return False
    if _WITH.search(sentence[: found.start()]) and not _WORSE.search(tail) and not _COST.match(tail):
        return True
    if _OUTSIDE.search(sentence[: found.start()]):  # "users would have seen an error"
        return bool(_HOW.search(tail)) and not _WORSE.search(tail)
    if good or (
        not _WORSE.search(tail)
        and not _COST.match(tail)
        and not _ANY.search(sentence[: found.start()])
        and _DOING.search(sentence[: found.start()])
    ):
        return True
    if _WORSE.search(tail) or _BROKE.match(tail):
        return False
    if _HOW.search(tail) or _HOW.search(found["adverb"]):
        return True
    who = subject(sentence, found.start())
    if (
        found["been"]
        and (found["could"] or "").lower() == "could"
        and _CARE.match(found["done"])
        and not _SET.match(found["done"])
    ):
        return True
    could = found["could"] in ("could", "Could")
    if _ANY.search(sentence[: found.start()]):  # "with this token, anybody could have"
        return could and bool(_CARE.match(found["done"]))
    return could and (who in ANY_OF_US or (who in (Subject.THEY, Subject.NAMED) and bool(_CARE.match(found["done"]))))


def on_condition(sentence: str, found: re.Match[str]) -> bool:
    """ "If we had …", "Had the team …": unless it tells how much worse it would have been."""
    rest = _AVERTED.sub("", sentence[found.end() :])
    return not (_WORSE.search(rest) or _WORSENED.search(sentence) or _ASKS.match(sentence))
