"""Whether a text is a postmortem at all."""

import re
from collections.abc import Sequence

from integrations.importer.errors import CannotImport
from integrations.importer.headings import Role
from integrations.importer.parts import Part

_TITLE = re.compile(
    r"post-?mortem|incident|outage|root cause|\brca\b|downtime|\bretro(?:spective)?\b|degrad(?:ed|ation)|disruption"
    r"|after[- ]action|vulnerability|breach|advisory|data loss|unavailab|\bdown\b|fail(?:ure|ed|ing)|errors?\b|latency"
    r"|slow|elevated|unreachable|wrong|crash|offline|delayed|missing|stuck|broken|leak|störung|ausfall",
    re.IGNORECASE,
)
_SECTIONS = re.compile(
    r"time ?line|root causes?|contributing factors|action items|lessons?|next steps|learn(?:ed|ings)|impact|detection"
    r"|resolution|mitigation|what went (?:well|wrong|poorly|badly)"
    r"|where we got lucky|follow-?ups|remediation|corrective|prevent|recovery|trigger|what happened"
    r"|five whys|key events|why (?:did )?(?:it|this)"
    r"|why it happened|what (?:are )?we (?:are )?(?:doing|going to do|will do)"
    r"|how (?:did )?(?:it|this) happen|actions|improvements"
    r"|what we are doing|auswirkung|ursache|maßnahmen|zeitverlauf|summary",
    re.IGNORECASE,
)
_VOCABULARY = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bincident",
        r"\boutage|downtime|\bunavailab",
        r"post-?mortem|retrospective",
        r"root cause",
        r"\bimpact",
        r"\bmitigat",
        r"\bresolved|\brestored|recovered",
        r"\balert(?:s|ed|ing)?\b|\bpaged?\b",
        r"\brolled back|rollback|revert",
        r"\bon-?call",
        r"\bdegrad|failing|failed|errors?\b",
        r"\bdetected|noticed|reported",
        r"\bleak|exposed|breach|vulnerab|affected|corrupt|\blost\b|duplicat",
        r"unreachable|could not|stuck|\bslow|delayed|broken|crash|time(?:d)? ?outs?",
        r"störung|ausfall",
    )
)
_FOREIGN = re.compile(
    r"install(?:ation|ing)?|usage|licen[sc]e|contributing|getting started|quick ?start|api(?: reference)?|ingredients"
    r"|method|directions|changelog|requirements|features|table of contents|prerequisites|development|configuration"
    r"|examples?|documentation|faq|zutaten|zubereitung",
    re.IGNORECASE,
)
_ENOUGH = 6
_PLENTY = 9  # whatever words it uses


def judge(*, title: str, parts: Sequence[Part], text: str, entries: int, actions: int) -> None:
    """Raise CannotImport (``not_a_postmortem``) unless enough speaks for an account of an incident.

    Counted: what the title says, sections that postmortems have, entries with times (more if a heading announced
    them), and the vocabulary of outages, against sections that manuals and recipes have.
    """
    names = [part.name.strip() for part in parts]
    announced = any(part.role is Role.TIMELINE for part in parts)
    sample = text[:200_000]
    vocabulary = sum(bool(words.search(sample)) for words in _VOCABULARY)
    score = min(vocabulary, 5)
    score += 3 * bool(_TITLE.search(title))
    score += min(2 * sum(bool(_SECTIONS.search(name)) for name in names), 6)
    score += (4 if announced else 2) * (entries >= 2) + (actions >= 1)
    score -= min(3 * sum(bool(_FOREIGN.fullmatch(name)) for name in names), 9)
    if score < _ENOUGH or (vocabulary < 2 and score < _PLENTY):
        raise CannotImport(
            "not_a_postmortem",
            "This does not read like a postmortem: it says too little of what happened, when, why and what follows.",
        )
