"""What a rule looks for: ways to say something, and whom it must be said of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from postmortems.language.compiling import compiled
from postmortems.language.subject import ANY_OF_US, Subject, subject
from postmortems.language.words import HUMAN_VERB, NAMES, PRODUCTS, ROLES, TEAMS, THINGS

Test = Callable[[str, re.Match[str]], bool]
STEM = 4  # letters of a word by which a sentence is first looked at

_things = "|".join(sorted(THINGS))
# Words that stand for software or for anybody as often are left to ``subject``, which looks around.
_UNSURE = frozenset(
    [
        "company",
        "department",
        "director",
        "lead",
        "manager",
        "managers",
        "operator",
        "operators",
        "organisation",
        "organization",
        "people",
        "provider",
        "he",
        "she",
        "staff",
        "student",
        "vendor",
        "vendors",
        "supplier",
        "security",
        "support",
        "operations",
        "engineering",
        "management",
    ]
)
_LED = r"(?:release|project|product|incident|engineering|change|delivery|duty|shift) managers?"
_RUN = r"(?<=the\s)operators?|(?<=an\s)operators?|(?:human|night|duty|careless|system) operators?"
WHO = "|".join([*sorted((ROLES | TEAMS) - _UNSURE), _LED, _RUN])
_names = "|".join(name.title() for name in sorted(NAMES))
# Somebody, by role or by name, and not "the developer portal".
SOMEBODY = (
    r"(?:(?:(?:a|an|the|our|one of (?:the|our)|some|another|this|that) )?(?:[\w-]+ ){0,2}?"
    rf"(?:{WHO})\b(?!'s)(?! (?:{_things}|error)\b)|@[\w-]+|(?-i:\b(?:{_names})\b)(?!'s))"
)
OWN = rf"(?:(?:my|our|his|her|their|your)|(?:{WHO})(?:'s|')|(?-i:(?:{_names})'s?))"

_ONE = "|".join(sorted((ROLES - _UNSURE - frozenset(["people", "none", "nobody"])) | {"operator", "manager", "lead"}))
_brands = "|".join(sorted(name.title() for name in PRODUCTS))
# "Daniel's", "the author's", "his": of one person, and not "our" or "the provider's".
ONES = rf"(?:(?:his|her)|(?:{_ONE})(?:'s|')|(?-i:(?!(?:{_brands}|It|That|There|What|Here|Let|Who|He|She|One)'s)[A-Z][a-zà-ÿ]+'s))"
DEED = (
    r"(?:action|approach|attempt|change|choice|cleanup|click|code|command|commit|config\w*|decision|deploy"
    r"|deployment|edit|experiment|fix"
    r"|handling|inaction|intervention|merge|migration|misunderstanding|patch|push|query|restart|rollback|script|test"
    r"|typo|mistake|error|update|upgrade|work)s?"
)

FAILING = (
    r"(?:failure|refusal|reluctance|inability|unwillingness|lack|carelessness|haste|hesitation|impatience"
    r"|inexperience|ignorance"
    r"|forgetfulness|neglect|slip|negligence|indifference|disregard)"
)
_LOOKS_ON = compiled(
    r"\b(?:notic|report|f(?:ou|i)nd|see|saw|determin|confirm|explain|suspect|ask|fix|revert|replac|correct|discover"
    r"|spot|detect|identif|investigat|observ|say|said|mention"
    r"|point|realis|realiz|note|wonder|rais|show|describ|learn|hear|debug|trac|rul|decid|chose|agree|opt|prefer|help"
    r"|compar|expect|warn|roll(?:ed|s)? back|remov|clean|restor|mitigat|resolv|conclud)"
)


def acted(sentence: str, found: re.Match[str]) -> bool:
    """Whether what is found tells how somebody acted, and not what they noticed or mended."""
    before = sentence[: found.start()]
    clause = re.split(r"[,;:]|\b(?:because|when|that|which)\b", before)[-1]
    return not _LOOKS_ON.search(clause)


def stems(words: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in re.findall(r"[a-z']+", words.lower()))


@dataclass(frozen=True)
class Phrase:
    """A way to say it.

    ``cues``: words (their first four letters count) without one of which no sentence is looked at closely.
    ``of``: whom its group ``verb``, or the whole of it, must be said of. ``unless``: not in a sentence that has this.
    """

    cues: str
    pattern: str
    of: frozenset[Subject] | None = None
    test: Test | None = None
    unless: str = ""

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems(self.cues)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return compiled(self.pattern)

    @cached_property
    def exempt(self) -> re.Pattern[str] | None:
        return compiled(self.unless) if self.unless else None

    def holds(self, sentence: str, found: re.Match[str]) -> bool:
        if self.exempt and self.exempt.search(sentence):
            return False
        verb = "verb" if "verb" in self.regex.groupindex else 0
        if self.of is not None and subject(sentence, found.start(verb)) not in self.of:
            return False
        return self.test is None or self.test(sentence, found)


def humanly(sentence: str, found: re.Match[str]) -> bool:
    """Whether it is said of people, or of nobody in particular and of what only people do."""
    who = subject(sentence, found.start())
    return who in ANY_OF_US or (
        who in (Subject.UNKNOWN, Subject.THEY, Subject.NAMED) and bool(HUMAN_VERB.match(sentence, found.end()))
    )
