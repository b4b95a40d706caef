"""What people did not do, measured against what is known now."""

from django.utils.translation import gettext_lazy as _

from postmortems.language.hindsight import MODAL, looks_back, on_condition
from postmortems.language.phrases import OWN, SOMEBODY, Phrase, humanly
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import HUMANS, NO_THING, PEOPLE, Subject
from postmortems.language.words import CARE_DONE, HUMAN_VERBS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
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
            Phrase("only", r"\bif only\b", unless=r"\bif only (?:one|two|a|some|the)\b (?:\w+ )?(?:of|is|are)\b"),
            Phrase(
                "if",
                rf"\bif (?:we|i|you|they|he|she|{SOMEBODY})(?: (?:had(?:n't| not)?|would(?:n't| not)? have)|'d) \w+",
                test=on_condition,
            ),
            Phrase("if", rf"\bif {CHANGED}had(?:n't| not)? been (?:\w+ly )?(?:{CARE_DONE})\b", test=on_condition),
            Phrase(
                "had", rf"(?:^|[,;:] )[-*\s]*had (?:we|i|you|they|he|she|{SOMEBODY}) (?:\w+ )?\w+", test=on_condition
            ),
            Phrase("had", rf"(?:^|[,;:] )[-*\s]*had {CHANGED}been (?:\w+ly )?(?:{CARE_DONE})\b", test=on_condition),
            Phrase("wish wished", r"\b(?:we|i|they) wish(?:ed)? (?:we|i|they) had\b"),
            Phrase("supposed", r"\b(?:was|were) (?P<verb>supposed) to\b", of=PEOPLE),
            Phrase(
                "avoidable preventable",
                r"\b(?:avoidable|preventable) (?:outage|incident|mistake|error|downtime)\b"
                r"|\b(?:was|were) (?:entirely |completely |easily |totally )?(?:avoidable|preventable)\b",
            ),
        ),
    ),
    Rule(
        "failed-to",
        _("Failed to"),
        _("Said of people, “failed to” judges them by what is known afterwards and says nothing of what they saw."),
        _("What did they see and expect at that moment? What would have shown them otherwise?"),
        "Dekker 2014; Cook 1998",
        (
            Phrase(
                "fail failed fails failing neglected omitted",
                r"\b(?:fail(?:ed|s)?|failing|neglect(?:ed|s)?|omit(?:ted|s)?) to ",
                test=humanly,
            ),
            Phrase("failure", rf"\bfailures? (?:(?:of|by) {SOMEBODY} )?to (?:\w+ly )?(?:{HUMAN_VERBS})\b"),
            Phrase("failure", rf"\bfailures? (?:of|by) {SOMEBODY} to\b"),
            Phrase("failure inability", rf"\b{OWN} (?:[\w-]+ )?(?:failures?|inability|unwillingness) to\b"),
        ),
    ),
    Rule(
        "forgot",
        _("Forgot, ignored, did not check"),
        _("Attention always goes somewhere. To say that somebody forgot ends the search where it could begin."),
        _("What reminded people of this step before, and what held their attention this time?"),
        "Dekker 2014; Etsy 2016",
        (
            Phrase(
                "forgot forgets neglected overlooked",
                r"\b(?:forgot|forgets|(?:had|have|has) forgotten|(?<!\ba\s)(?<!\ban\s)(?<!the\s)(?<!ly\s)(?:neglect(?:ed|s)|overlook(?:ed|s)?))\b",
                of=NO_THING,
            ),
            Phrase(
                "forgotten neglected overlooked",
                r"\b(?:was|were|been|got) (?:\w+ly )?(?:forgotten|neglected|overlooked)\b",
            ),
            Phrase(
                "bother bothered bothering",
                r"\b(?:did(?:n't| not)|do(?:es)?(?:n't| not)|never|nobody|no one|without) (?:even )?bother(?:ed|ing)?\b"
                r"|\bcould(?:n't| not) be bothered\b",
            ),
            Phrase(
                "nobody no",
                r"\b(?:nobody|no one|no-one) (?:ever |even )?(?:checked|tested|bothered|thought|cared|questioned"
                r"|double-checked|remembered|reviewed|asked|read)\b"
                r"|\b(?:because|since|as) (?:nobody|no one|no-one) was (?:watching|looking|paying attention|monitoring)\b",
            ),
            Phrase(
                "check test verify validate follow read review think consider pay care document monitor double look "
                "bothered communicate escalate request adhere consult remember thought",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:bother|check|test|verify|validate|follow|read|review|think"
                r"|consider|pay|care|document|monitor|double-check|look|looked|checked|tested|verified|followed"
                r"|reviewed|considered|documented|bothered|thought|communicate|communicated|escalate|escalated|request"
                r"|adhere|consult|remember)\b",
                of=HUMANS,
            ),
            Phrase(
                "ignored disregarded dismissed skipped bypassed missed violated",
                r"\b(?P<verb>ignored|disregarded|dismissed|skipped|bypassed|missed|violated) (?!the (?:meeting|call)\b)",
                of=PEOPLE,
            ),
            Phrase("ignored disregarded", rf"\bwe {ADV}(?:ignored|disregarded)\b"),
            Phrase(
                "ignoring skipping neglecting bypassing dismissing",
                r"\b(?P<verb>has|have|had|was|were|is|are) (?:\w+ )?(?:been |known for )?"
                r"(?:ignoring|skipping|neglecting|bypassing|dismissing)\b",
                of=PEOPLE,
            ),
            Phrase(
                "nothing ignore skip bypass other",
                r"\b(?P<verb>chose|decided|preferred|opted) to (?:simply |just )?(?:do nothing|ignore|skip|bypass|look the other way)\b",
                of=PEOPLE | {Subject.WE, Subject.THEY},
            ),
            Phrase("rubber rubber-stamp rubberstamped", r"\brubber(?: |-)?stamp(?:ed|ing)?\b"),
            Phrase(
                "left",
                r"\b(?P<verb>left) (?:[\w-]+ ){1,5}(?:on|open|running|unlocked|exposed|undocumented|unattended|enabled"
                r"|disabled|unpatched)\b(?! (?:purpose|call|leave|duty))",
                of=PEOPLE,
            ),
        ),
    ),
)
