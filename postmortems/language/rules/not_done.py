"""What people did not do, measured against what is known now."""

from django.utils.translation import gettext_lazy as _

from postmortems.language.hindsight import MODAL, looks_back, on_condition
from postmortems.language.phrases import OWN, SOMEBODY, Phrase, humanly
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import HUMANS, NO_THING, PEOPLE, Subject
from postmortems.language.words import CARE_DONE, HUMAN_VERBS, THINGS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
_THINGS = "|".join(sorted(THINGS))
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
            # Whoever it is: only people ask, read and wait.
            Phrase(
                "if had",
                r"\b(?:if (?-i:[A-Z][a-zà-ÿ]+) had|had (?-i:[A-Z][a-zà-ÿ]+)) (?:\w+ly |only |just )?(?:asked|told|called|checked|read|looked|waited|known|said"
                r"|listened|thought|noticed|remembered|spoken|escalated|reviewed)\b",
                test=on_condition,
            ),
            Phrase(
                "could would",
                r"\b(?P<verb>could|would) (?:at least|easily|simply|just|surely|well) (?:\w+ )?have \w+",
                of=NO_THING - {Subject.UNKNOWN},
            ),
            Phrase(
                "would enough sufficient easy",
                r"\bwould have been (?:enough|sufficient|easy|simple|trivial|no trouble|wise|wiser|prudent|sensible) to \w+",
            ),
            Phrase("supposed", r"\b(?:was|were) (?P<verb>supposed) to\b", of=PEOPLE),
            Phrase("supposed expected", r"\byou (?:are|were) (?:supposed|expected|meant) to\b"),
            Phrase(
                "meant expected required obliged told instructed asked trained paid",
                r"\b(?:is|are|was|were|had been) (?:\w+ly )?(?P<verb>meant|expected|required|obliged|told|instructed|trained|paid) to\b"
                r"[^.;]{0,80}?(?:, |\b(?:and|but|yet|though|however) )[^.;]{0,30}?"
                r"(?:\b(?:did not|never|failed|instead|took|ignored|skipped|waved|went|left|forgot|neglected|simply|just)\b|n't\b)",
                of=PEOPLE,
            ),
            Phrase(
                "hindsight retrospect looking",
                r"\b(?:in|with) (?:hindsight|retrospect),? [^.;]{0,40}\b(?:obvious|clear|plain|evident|foreseeable|predictable|avoidable)\b"
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
                "neglected neglecting", r"\bneglect(?:ed|ing) (?:his|her|their) (?:dut(?:y|ies)|jobs?|work|tasks?)\b"
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
                "bothered communicate escalate request adhere consult remember thought ask warn announce prepare notify inform",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:bother|check|test|verify|validate|follow|read|review|think"
                r"|consider|pay|care|document|monitor|double-check|look|looked|checked|tested|verified|followed"
                r"|reviewed|considered|documented|bothered|thought|communicate|communicated|escalate|escalated|request"
                r"|adhere|consult|remember|double check|ask|warn|announce|prepare|notify|inform)\b",
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
            Phrase(
                "procedure process policy guideline checklist protocol runbook rule step practice instruction warning check standard",
                r"\b(?:procedures?|process(?:es)?|polic(?:y|ies)|guidelines?|checklists?|protocols?|runbooks?|rules|practices?|instructions"
                r"|warnings|standards?|playbooks?) (?:was|were|had) (?:simply |just |clearly )?(?:not|never) (?:been |being )?(?:\w+ly )?"
                r"(?:followed|adhered to|observed|respected|heeded|complied with|honou?red|obeyed)\b",
            ),
            Phrase(
                "not",
                r"\b(?:was|were) (?:simply |just )?(?:not|never) (?:\w+ly )?(?:carried out|done|performed|executed|prepared|planned|tested"
                r"|reviewed|checked|handled)(?: \w+)? (?:as (?:it|they) should|properly|correctly|with (?:due |proper |enough )?care)\b",
            ),
            Phrase(
                "alert alarm warning ticket page report mail email concern complaint advice recommendation sign",
                r"\b(?:alerts?|alarms?|warnings?(?: signs?)?|tickets?|pages?|reports?|e-?mails?|concerns?|complaints?|advice|recommendations?"
                r"|red flags?) (?:[\w-]+ ){0,3}?(?:was|were|had been|has been|have been|went|got) (?:\w+ly |all )?(?:ignored|disregarded|dismissed"
                r"|unheeded|brushed aside|waved away|swept aside|shrugged off|not taken seriously)\b",
                unless=rf"\bby (?:the|a|an|its|our) (?:[\w-]+ ){{0,2}}?(?:{_THINGS})\b|\b(?:ignored|dismissed) (?:automatically|until|while|if|when)\b",
            ),
            Phrase(
                "instead rather",
                r"\b(?:instead of|rather than) (?:first |just |simply )?(?:asking|checking|reading|testing|waiting|escalating|calling|following|consulting"
                rf"|verifying|looking|thinking|listening|telling|reporting)\b[^.;,]{{0,40}}, (?:he|she|they|we|{SOMEBODY}) \w+",
            ),
            Phrase(
                "instead rather",
                rf"\b(?:he|she|they|we|i|{SOMEBODY}) (?:[\w-]+ ){{1,8}}?(?:instead of|rather than) (?:first |just |simply )?"
                r"(?:asking|checking|reading|testing|escalating|following|consulting|verifying|looking|thinking|listening)\b",
            ),
            Phrase(
                "without",
                rf"\b(?:he|she|they|we|i|{SOMEBODY}) (?:[\w-]+ ){{1,8}}?without (?:first |even |ever |so much as |properly |actually )?"
                r"(?:checking|asking|testing|reading|verifying|looking|thinking|telling|consulting|informing|reviewing|validating"
                r"|considering|double-checking|listening|warning|announcing)\b",
            ),
            Phrase(
                "had has have hadn hasn haven",
                r"\b(?P<verb>(?:had|has|have)(?:n't| not| never)) (?:\w+ly |even )?(?:understood|grasped|thought|considered|bothered|read|checked"
                r"|tested|verified|informed|followed|prepared|asked|listened|paid attention)\b",
                of=PEOPLE,
            ),
            Phrase(
                "do did",
                r"\b(?:did(?:n't| not)|never did) (?:\w+ly )?(?:do )?(?:what|as) (?:the (?:runbook|procedure|checklist|process|plan|policy|instructions?)"
                r"|(?:he|she|they|we) (?:was|were) (?:told|asked|supposed|meant))\b",
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
