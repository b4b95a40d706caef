"""What did not happen, told by what is known only now."""

import re

from django.utils.translation import gettext_lazy as _

from postmortems.language.hindsight import MODAL, looks_back, on_condition
from postmortems.language.phrases import SOMEBODY, Phrase
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANYBODY, NO_THING, PEOPLE, PERSONS, Subject
from postmortems.language.words import CARE_DONE, PRODUCTS, SET_UP, THINGS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
_PRODUCTS = "|".join(sorted(name.title() for name in PRODUCTS))
_THINGS = "|".join(sorted(THINGS))
_CHOSE = re.compile(r"decided|chose|agreed|opted|preferred|switched|moved|rolled", re.IGNORECASE)
CHANGED = r"(?:the|a|an|this|that|it|these) (?:[\w-]+ ){0,3}"

RULES: tuple[Rule, ...] = (
    Rule(
        "counterfactual",
        _("What was not done"),
        _("This tells of something that did not happen. It explains the outcome by what is known only now."),
        _("What did happen instead, and what made that look right at the time?"),
        "Dekker 2014; Allspaw 2012",
        (
            Phrase("should ought needed could would might may d", MODAL, test=looks_back),
            Phrase(
                "only", r"\bif only\b", unless=r"\bif only (?:one|two|a|some|the)\b (?:\w+ ){0,3}?(?:is|are|was|were)\b"
            ),
            Phrase(
                "if",
                rf"\bif (?:we|i|you|they|he|she|{SOMEBODY})(?: (?:had(?:n't| not)?|would(?:n't| not)? have)|'d) \w+",
                test=on_condition,
            ),
            Phrase(
                "if",
                rf"\bif {CHANGED}(?:had(?:n't| not)?|were|was) (?:been )?(?:\w+ly )?(?:{CARE_DONE}"
                rf"|{SET_UP})\b[^.;]*\b(?:would|could|might)\b"
                rf"|\b(?:would|could|might)\b[^.;]*\bif {CHANGED}had(?:n't| not)? been (?:\w+ly )?(?:{CARE_DONE}"
                rf"|{SET_UP})\b|\bif {CHANGED}had(?:n't| not)? been (?:\w+ly )?(?:{CARE_DONE})\b",
                test=on_condition,
            ),
            Phrase(
                "had", rf"(?:^|[,;:] )[-*\s]*had (?:we|i|you|they|he|she|{SOMEBODY}) (?:\w+ )?\w+", test=on_condition
            ),
            Phrase(
                "had",
                rf"(?:^|[,;:] |\b(?:occurred|happened|have|been"
                rf"|\w+ed) )[-*\s]*had {CHANGED}been (?:\w+ly )?(?:{CARE_DONE}|{SET_UP})\b",
                test=on_condition,
            ),
            Phrase("need needn", r"\b(?:needn't|need not|need never) have \w+"),
            Phrase("there", r"\bthere should(?:n't| not)?(?: have|'ve) been\b"),
            Phrase("wish wished", r"\b(?:we|i|they) wish(?:ed)? (?:we|i|they) had\b"),
            # Whoever it is: only people ask, read and wait.
            Phrase(
                "if had",
                r"\b(?:if (?-i:[A-Z][a-zà-ÿ]+) had|had (?-i:[A-Z][a-zà-ÿ]+)) (?:\w+ly |only |just )?(?:asked|told"
                r"|called|checked|read|looked|waited|known|said"
                r"|listened|thought|noticed|remembered|spoken|escalated|reviewed)\b"
                rf"|\bif (?-i:(?!(?:{_PRODUCTS}|The|This|That|It|There)\b)[A-Z][a-zà-ÿ]+) had(?:n't| not) \w+",
                test=on_condition,
            ),
            Phrase(
                "could would",
                r"\b(?P<verb>could|would) (?:at least|easily|simply|just|surely|well) (?:\w+ )?have \w+",
                of=NO_THING - {Subject.UNKNOWN},
            ),
            Phrase(
                "would enough sufficient easy",
                r"\b(?:would|could|might) have been (?:enough|sufficient|easy|simple|trivial|no trouble|possible"
                r"|better|best|good|nice|helpful|wise|wiser|prudent|sensible)"
                r" to (?!serve|handle|hold|store|keep|carry|absorb|run\b|bring|take|reach|exploit|read|steal)\w+",
            ),
            Phrase("supposed", r"\b(?:was|were) (?P<verb>supposed|meant) to\b", of=PEOPLE | {Subject.NAMED}),
            Phrase(
                "supposed meant expected",
                rf"\b(?:was|were) (?:supposed|meant|expected) to (?:be|have been) \w+ by {SOMEBODY}",
            ),
            Phrase(
                "chance opportunity time warning weeks days months",
                r"\bhad (?:the |every |ample |plenty of |enough |a |[\w-]+ ){1,3}(?:chances?|opportunit(?:y|ies)"
                r"|time|warnings?|weeks?|days|months?)(?: of \w+)? to [^.;]{1,60}"
                r"(?:did not|didn't|did nothing|never|chose not|passed|failed|let it|n't)",
            ),
            Phrase(
                "way",
                r"\b(?:the way|as) (?:he|she|it|they|we|one) (?:is|are|was|were) (?:supposed|meant|expected) to\b",
                of=NO_THING,
            ),
            Phrase(
                "needed had",
                r"\b(?P<verb>needed|had) to (?:\w+ ){1,8}?(?:(?:much |far |a lot )?(?:sooner|earlier|faster|quicker)"
                r"|more (?:carefully|thoroughly|closely|quickly))\b",
                of=ANYBODY,
            ),
            Phrase("supposed expected", r"\byou (?:are|were) (?:supposed|expected|meant) to\b"),
            Phrase(
                "meant expected required obliged told instructed asked trained paid",
                r"\b(?:is|are|was|were|had been) (?:\w+ly )?(?P<verb>meant|expected|required|obliged|told|instructed"
                r"|trained|paid) to\b"
                r"[^.;]{0,80}?(?:, |\b(?:and|but|yet|though|however) )[^.;]{0,30}?"
                r"(?:\b(?:did not|never|failed|instead|took|ignored|skipped|waved|went|left|forgot|neglected|simply"
                r"|just)\b|n't\b)",
                of=PERSONS,
            ),
            Phrase(
                "hindsight retrospect looking",
                r"\b(?:in|with) (?:hindsight|retrospect),? [^.;]{0,40}\b(?:obvious|clear|plain|evident|foreseeable"
                r"|predictable|avoidable)\b"
                r"|\blooking back,? [^.;]{0,40}\b(?:obvious|plain|evident|foreseeable|predictable|avoidable)\b",
            ),
            Phrase(
                "why",
                rf"\bwhy (?:did|was|were|had|has|do|does|is|are)(?:n't (?:we|you|they|he|she|{SOMEBODY})"
                rf"| (?:nobody|no one)| (?:we|you|they|he|she|{SOMEBODY}) (?:not|never))\b",
            ),
            Phrase(
                "avoidable preventable",
                r"\b(?:avoidable|preventable) (?:outage|incident|mistake|error|downtime)\b"
                r"|\b(?:was|were) (?:entirely |completely |easily |totally )?(?:avoidable|preventable)\b",
            ),
        ),
    ),
)
