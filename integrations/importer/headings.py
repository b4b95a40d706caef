"""What a heading announces. The words are those of the published templates and of common usage, not of one house."""

import re
from enum import Enum

from integrations.importer.inline import heading_text, unnumbered


class Role(Enum):
    """What stands under a heading, as far as the importer treats it differently."""

    TIMELINE = "timeline"
    ACTIONS = "actions"
    MAYBE_ACTIONS = "maybe actions"
    TALK = "talk"
    KNOWN = "known"
    ASIDE = "aside"  # known, and not a kind of action or a phase even below such a heading
    OTHER = "other"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-zäöü])(?:{'|'.join(alternatives)})(?![a-zäöü])")


_TIMELINE = _words(
    "time ?-?lines?",
    "chronolog[a-z]*",
    "sequence of events",
    "course of events",
    "order of events",
    "events? logs?",
    "log of (?:the )?(?:events|incident)",
    "incident (?:log|history|updates)",
    "key (?:events|times|moments|timestamps|dates)",
    "milestones",
    "event history",
    "^(?:status |progress |incident )?updates$",
    "response log",
    "^(?:activity |master |running )?log$",
    "^what happened when$",
    "ereignisse",
    "hergang",
    "déroulé(?: .{0,20})?",
    "chronologie .{0,20}",
    "running notes",
    "(?:play|blow|minute)-?by-?(?:play|blow|minute)",
    "what happened,? (?:and )?when",
    "history of (?:the )?(?:incident|events)",
    "zeitleiste",
    "zeitverlauf",
    "zeitlicher (?:ab|ver)lauf",
    "chronologie",
    "ablauf",
    "cronolog[ií]a",
    "^events$",
)
_MILESTONES = _words("key (?:events|times|moments|timestamps|dates)", "milestones")
_ACTIONS = _words(
    "action ?-?items?",
    "actionables?",
    "actions?(?: plan| list| points?)?",
    "follow ?-?ups?(?: actions| items| work| tasks)?",
    "to ?-?dos?",
    "todo list",
    "next steps?",
    "action register",
    "repair items",
    "(?:owners? and|owned) (?:tasks|work)",
    "counter ?-?measures",
    "mesures",
    "acciones",
    "plan d['’]action",
    "aufgaben",
    "nacharbeiten",
    "remediation (?:items?|actions?|tasks?|plan)",
    "corrective (?:and preventi?ve )?(?:actions?|measures?)",
    "preventi?(?:ve|tive|tative) actions?",
    "^(?:related |open )?tasks?$",
    "maßnahmen",
    "massnahmen",
    "tracked work",
    "work items",
)
_NOT_ACTIONS = _words(
    "(?:considered|discussed|rejected|declined|discarded|dismissed|not to do)",
    "actions? (?:for|required (?:from|by)) (?:you|users|customers|operators|admin[a-z]*)",
    "(?:what )?(?:you|users|customers) (?:can|should|need|must)",
    "(?:done|taken|completed) during",
    "during the incident",
    "actions? (?:we |already )?(?:taken|performed)",
    "(?:immediate|initial|emergency|response|recovery|mitigating|mitigation|corrective) actions? taken",
    "user actions?",
    "customer actions?",
    "(?:required|recommended) customer",
    "github actions?",
    "steps taken",
    "actions? by",
    "call to action",
    "events? (?:bus|stream|queue)",
)
_IMMEDIATE = _words("^immediate (?:corrective )?(?:actions?|steps|measures)")  # during the response, or right after it
_MAYBE = _words(
    "prevent[a-z]* (?:measures?|steps|plan)",
    "prevent(?:ion|ing|ative|ive)?[a-z ]*",
    "how (?:do|can|will|could) we (?:prevent|avoid|stop)[a-z ]*",
    "remediations?",
    "improvements?(?: plan)?",
    "improv(?:ing|e) [a-z ]{3,40}",
    "recommendations?",
    "future (?:work|prevention|improvements?|plans?|mitigations?)",
    "what (?:are )?we(?:'re|’re|'ll|’ll)? (?:will |are |have |plan to |intend to )?(?:now )?(?:do|doing|change"
    "|changed|changing|going to (?:do|change)|improve|improving|fix|fixing)[a-z ]*",
    "how we(?:'re|’re|'ll|’ll| are| will)? (?:prevent|fix|make|improv|avoid|keep|stop)[a-z ]*",
    "(?:making|keeping|ensuring) .{0,20}(?:again|future|better|safer)",
    "(?:so|that) (?:this|it) (?:does not|doesn't|won't|doesn’t) happen again",
    "never again",
    "safeguards",
    "hardening",
    "changes (?:we|planned|to come|being made).{0,20}",
    "the plan",
    "verbesserungen",
    "nächste schritte",
    "what(?:'s|’s| is| happens| comes)? next",
    "where do we go from here",
    "commitments",
    "tickets",
    "proposed (?:changes|solutions?|fixes|work)",
    "planned (?:work|changes|improvements)",
    "going forward",
    "moving forward",
    "opportunities(?: for improvement)?",
    "long[- ]term (?:fix(?:es)?|solutions?)",
    "permanent fix(?:es)?",
)
_ANOTHER = _words(  # not of this incident, or not of any
    "for comparison",
    "(?:previous|earlier|older|last|prior|other|past|similar) (?:incident|outage|failure|event)s?",
    "(?:example|sample|template)",
)
_TALK = _words(
    "chat(?: ?logs?| transcript| history)?",
    "transcripts?",
    "irc(?: logs?)?",
    "slack(?: .{0,30})?",
    "conversations?",
    "raw logs?",
    "logs?(?: excerpts?| output| snippets?)?",
    "discord(?: .{0,30})?",
    "appendi(?:x|ces)(?: .{0,40})?",
    "console output",
    "verbatim",
)
_ASIDE = _words(
    "(?:considered|considerations?)\\b.{0,12}(?:rejected|declined|discarded|not .{0,20})",
    "(?:rejected|declined|discarded|dismissed|deferred)(?: (?:ideas|actions?|options|proposals|alternatives|items))?",
    "[a-z ]{0,30}(?:considered|discussed|rejected|not (?:agreed|planned|doing|taken|pursued))",
    "(?:not|won't|won’t) (?:doing|planned|agreed|do|fix|pursued|pursuing).{0,20}",
    "(?:ideas?|parking lot|brainstorm[a-z]*)(?: .{0,20})?",
    "out of scope",
    "(?:decided|voted) against|.{0,30}not to do",
    "(?:ruled out|not adopted|no action)(?: .{0,20})?",
    "alternatives",
    "open questions",
    "(?:actions?|steps|advice|instructions|guidance|recommendations) (?:for|required (?:from|by|of))"
    " (?:you|customers?|users?|operators?|admin[a-z]*|self-hosters)",
    "what (?:you|users|customers) (?:can|should|need to|have to|must) do.{0,20}",
    "(?:do|must) (?:you|i) need to .{0,20}",
    "(?:your|customer|user) actions?",
    "what went (?:well|wrong|poorly|badly|right|ok)",
    "went (?:well|wrong|poorly|badly)",
    "where we got lucky",
    "(?:got )?lucky",
    "luck",
    "lessons(?: learn(?:ed|t))?",
    "glossary",
    "references?",
    "(?:related )?(?:links|documents|incidents|reading)",
    "further reading",
    "supporting (?:information|material|documents)",
    "(?:(?:five|5) ?-?)?whys",
    "root causes?(?: analysis)?",
    "summary",
    "impact",
    "attendees",
    "participants",
    "what (?:didn't|did not|could have) .{0,20}",
    "things that went .{0,20}",
    "contributing factors?",
    "background",
    "conclusions?",
    "takeaways?",
    "learnings?",
    "thanks",
    "acknowledge?ments?",
)
_KNOWN = _words(
    "detection",
    "response",
    "resolution",
    "recovery",
    "trigger",
    "mitigation",
    "overview",
    "abstract",
    "introduction",
    "analysis",
    "cause",
    "causes",
    "how .{0,40}",
    "why .{0,40}",
    "what happened",
    "problem",
    "symptoms?",
    "diagnosis",
    "communications?",
    "metadata",
    "details",
    "status",
    "authors?",
)

# Concepts that the templates know too; the first that fits names the section.
_KEYS = (
    ("timeline", _TIMELINE),
    ("actions", _ACTIONS),
    (
        "went_well",
        _words("(?:what|things that) went (?:well|right|ok)", "went well", "what worked", "positives", "what helped"),
    ),
    (
        "went_poorly",
        _words(
            "(?:what|things that) went (?:wrong|poorly|badly)",
            "went (?:wrong|poorly|badly)",
            "what (?:didn't|did not|didn’t) (?:go well|work)",
            "could have gone better",
            "what got in the way",
            "what was (?:hard|difficult)",
        ),
    ),
    ("lucky", _words("where we got lucky", "(?:got )?lucky", "luck")),
    (
        "contributing_factors",
        _words(
            "root causes?(?: analysis)?",
            "contributing factors?",
            "causes?",
            "rca",
            "trigger",
            "why (?:did )?(?:it|this) happen(?:ed)?",
            "(?:five|5) ?-?whys",
            "ursachen?",
            "underlying .{0,20}",
        ),
    ),
    (
        "detection",
        _words(
            "detection",
            "detected",
            "how (?:did )?we (?:find|found|notice|noticed|detect|detected).{0,20}",
            "monitoring",
            "alerting",
            "entdeckung",
        ),
    ),
    (
        "impact",
        _words(
            "(?:[a-z]+ )?impacts?",
            "who was affected",
            "affected .{0,30}",
            "consequences",
            "auswirkung(?:en)?",
            "blast radius",
            "damage",
        ),
    ),
    (
        "response",
        _words(
            "response",
            "incident response",
            "how we responded",
            "coordination",
            "mobilisation",
            "mobilization",
            "escalation",
            "communications?",
        ),
    ),
    (
        "resolution",
        _words(
            "resolution",
            "recovery",
            "mitigation",
            "fix",
            "how (?:was it|it was|we) (?:fixed|resolved|recovered).{0,20}",
            "remediation",
            "repair",
            "lösung",
            "behebung",
        ),
    ),
    (
        "lessons",
        _words(
            "lessons?(?: learn(?:ed|t))?", "takeaways?", "learnings?", "what (?:did )?we learn(?:ed|t)?", "reflections?"
        ),
    ),
    (
        "summary",
        _words(
            "(?:executive |incident )?summary",
            "overview",
            "abstract",
            "tl;?dr",
            "synopsis",
            "zusammenfassung",
            "introduction",
            "what happened",
            "description",
            "the incident",
        ),
    ),
    ("background", _words("background", "context", "lead[- ]?up", "prelude", "hintergrund")),
    ("prevention", _MAYBE),
    (
        "supporting",
        _words(
            "supporting .{0,30}",
            "appendi(?:x|ces).{0,30}",
            "references?",
            "links",
            "related .{0,30}",
            "glossary",
            "graphs",
            "evidence",
        ),
    ),
)


def normal(heading: str) -> str:
    """The heading for comparison: plain, lower case, no number, no emoji, no trailing colon."""
    text = unnumbered(heading_text(heading)).lower().strip(" :.#*_-–—")
    text = re.sub(r"^[^\w(]{1,8}", "", text)[:200]
    return re.sub(r"\s*\((?:[a-z]{2,5}(?:[+-][0-9:]{1,5})?|all times .{0,30})\)$", "", text)


def role_of(heading: str) -> Role:
    """What a heading announces."""
    text = normal(heading)
    if len(text) > 80:
        return Role.OTHER
    checks = (
        (_TIMELINE, Role.TIMELINE),
        (_IMMEDIATE, Role.MAYBE_ACTIONS),
        (_ACTIONS, Role.ACTIONS),
        (_MAYBE, Role.MAYBE_ACTIONS),
        (_ASIDE, Role.ASIDE),
        (_TALK, Role.TALK),
        (_KNOWN, Role.KNOWN),
    )
    if _ANOTHER.search(text) and (_TIMELINE.search(text) or _ACTIONS.search(text)):
        return Role.TALK
    refused = bool(_NOT_ACTIONS.search(text))
    for pattern, role in checks:
        if refused and role in (Role.ACTIONS, Role.MAYBE_ACTIONS, Role.TIMELINE):
            continue
        found = pattern.search(text)
        # "Lessons from our migration to Kubernetes" is about something else: the words must carry the heading
        if found and len(found[0]) * (4 if pattern in (_TIMELINE, _ACTIONS) else 2.5) + 8 >= len(text):
            return role
    return Role.OTHER


def key_of(heading: str) -> str | None:
    """The concept that the heading names ("impact", "went_well"), or None."""
    text = normal(heading)
    for key, pattern in _KEYS:
        if key == "actions" and _NOT_ACTIONS.search(text):
            continue
        if (found := pattern.search(text)) and len(found[0]) * 2.5 + 6 >= len(text):
            return key
    return None


def is_exactly_known(heading: str) -> bool:
    """Whether these words name a section of a postmortem and say nothing else."""
    text = normal(heading)
    return any(
        pattern.fullmatch(text) for pattern in (_TIMELINE, _ACTIONS, _MAYBE, _ASIDE, *(each for _, each in _KEYS))
    )


def names_milestones(heading: str) -> bool:
    """Whether a heading of the timeline kind announces a few key moments ("Key events") rather than the whole."""
    return bool(_MILESTONES.search(normal(heading)))
