"""What people did not do, measured against what is known now."""

import re

from django.utils.translation import gettext_lazy as _

from postmortems.language.hindsight import MODAL, looks_back, on_condition
from postmortems.language.phrases import FAILING, ONES, OWN, SOMEBODY, Phrase, acted, humanly
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANYBODY, HUMANS, NO_THING, PEOPLE, Subject
from postmortems.language.words import CARE_DONE, HUMAN_VERBS, OMITTED, SET_UP, THINGS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
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
            Phrase("only", r"\bif only\b", unless=r"\bif only (?:one|two|a|some|the)\b (?:\w+ ){0,3}?(?:is|are|was|were)\b"),
            Phrase(
                "if",
                rf"\bif (?:we|i|you|they|he|she|{SOMEBODY})(?: (?:had(?:n't| not)?|would(?:n't| not)? have)|'d) \w+",
                test=on_condition,
            ),
            Phrase("if", rf"\bif {CHANGED}(?:had(?:n't| not)?|were|was) (?:been )?(?:\w+ly )?(?:{CARE_DONE}|{SET_UP})\b[^.;]*\b(?:would|could|might)\b"
                rf"|\b(?:would|could|might)\b[^.;]*\bif {CHANGED}had(?:n't| not)? been (?:\w+ly )?(?:{CARE_DONE}|{SET_UP})\b|\bif {CHANGED}had(?:n't| not)? been (?:\w+ly )?(?:{CARE_DONE})\b", test=on_condition),
            Phrase(
                "had", rf"(?:^|[,;:] )[-*\s]*had (?:we|i|you|they|he|she|{SOMEBODY}) (?:\w+ )?\w+", test=on_condition
            ),
            Phrase("had", rf"(?:^|[,;:] |\b(?:occurred|happened|have|been|\w+ed) )[-*\s]*had {CHANGED}been (?:\w+ly )?(?:{CARE_DONE}|{SET_UP})\b", test=on_condition),
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
            Phrase("supposed", r"\b(?:was|were) (?P<verb>supposed|meant) to\b", of=PEOPLE | {Subject.NAMED}),
            Phrase(
                "supposed meant expected",
                rf"\b(?:was|were) (?:supposed|meant|expected) to (?:be|have been) \w+ by {SOMEBODY}",
            ),
            Phrase(
                "chance opportunity time warning weeks days months",
                r"\bhad (?:the |every |ample |plenty of |enough |a |[\w-]+ ){1,3}(?:chances?|opportunit(?:y|ies)|time|warnings?|weeks?|days|months?)(?: of \w+)? to [^.;]{1,60}"
                r"(?:did not|didn't|did nothing|never|chose not|passed|failed|let it|n't)",
            ),
            Phrase("way", r"\b(?:the way|as) (?:he|she|it|they|we|one) (?:is|are|was|were) (?:supposed|meant|expected) to\b", of=NO_THING),
            Phrase(
                "needed had",
                r"\b(?P<verb>needed|had) to (?:\w+ ){1,8}?(?:(?:much |far |a lot )?(?:sooner|earlier|faster|quicker)|more (?:carefully|thoroughly|closely|quickly))\b",
                of=ANYBODY,
            ),
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
            Phrase("failure refusal reluctance inability unwillingness lack carelessness haste hesitation impatience inexperience ignorance "
                "forgetfulness neglect slip negligence indifference disregard", rf"\b{ONES} (?:\w+ ){{0,2}}?{FAILING}\b"),
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
                "bypassed disregarded dismissed flouted ignored missed misses omitted overlooked skipped violated breached discounted "
                "brushed shrugged glossed waved slept lost left paid took gave turned let",
                rf"\b(?P<verb>{OMITTED})\b(?! (?:the|a|this|that) (?:meeting|call|deadline)\b)",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase(
                "rushed overlooked neglected slept lost glossed brushed shrugged waved took let missed skipped",
                r"\b(?P<verb>(?:rushed|overlooked|slept through|lost (?:sight|track) of|glossed over|brushed (?:aside|off)|shrugged off"
                r"|waved (?:through|away)|took (?:[\w-]+ ){1,4}for granted|let (?:[\w-]+ ){1,5}(?:lapse|expire|slide|rot|run out|go stale|drift)"
                r"|(?:missed|skipped) (?:the|this|that|these|those|several|all|an?) (?:\w+ ){0,2}(?:alerts?|alarms?|warnings?|signs?|emails?|review"
                r"|tests?|checks?|steps?|notices?|tickets?|reports?|messages?|problem|issue|bug|error|mistake)))\b",
                of=frozenset({Subject.WE, Subject.THEY}),
            ),
            Phrase(
                "nobody no none neither",
                r"\b(?:nobody|no one|no-one|none of (?:us|them|the \w+)|neither \w+(?: \w+)?|not one \w+) (?:(?:in|on|at|from|of) (?:[\w-]+ ){1,3}?)?"
                r"(?:ever |even |else |actually |really )?(?:had |has )?(?:took the (?:trouble|time)|taken the (?:trouble|time)|made (?:the effort|sure)|followed up"
                r"|acted|looked|verified|validated|warned|told|informed|escalated|responded|reacted|wanted to|felt responsible|cleaned up|picked (?:it|this|that) up"
                r"|raised|documented|stopped to|paid|gave|dared|spoke up|understood|(?:seems?|seemed|appears?|appeared|bothers?|wants?|cares?) (?:to|about|enough))\b",
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
                of=HUMANS | {Subject.NAMED},
            ),
            Phrase(
                "tell told raise mention share coordinate heed react respond act question look listen understand realise realize "
                "anticipate foresee appreciate take keep make complete finish update renew rotate ensure catch spot notice wait stop",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:tell|told|raised?|mention(?:ed)?|shared?|coordinated?|heed(?:ed)?|react(?:ed)?"
                r"|respond(?:ed)?|act(?:ed)?(?! as)|question(?:ed)?|look(?:ed)?|listen(?:ed)?|understand|understood|reali[sz]ed?|anticipated?|foresee"
                r"|foreseen|appreciated?|take|took|taken|keep|kept|make sure|made sure|complete|completed|finish(?:ed)?|updated?|renew(?:ed)?"
                r"|rotated?|ensured?|catch|caught|spot(?:ted)?|notice|noticed|wait|waited|stop to|acknowledged?|follow(?:ed)?|clean(?:ed)?)\b",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase(
                "pay paid bother give take double think stop make care heed",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:pay (?:any |enough |much )?(?:attention|heed)|bother|give (?:it|this|that|enough|much|any) (?:\w+ )?thought"
                r"|take (?:the time|the trouble|enough care|care|any precautions?)|double-?check|think (?:of|about|through|to)|stop to think|care|heed)\b",
                of=ANYBODY,
            ),
            Phrase(  # of people by name or role any "did not" measures; what they could not see or get does not
                "not never did didn hadn hasn haven",
                rf"\b(?P<verb>{DID_NOT}|never) (?:\w+ly |even |been )*(?!(?:yet|able|allowed|know|known|see|seen|have|had|receive|received|get|gotten|got(?! (?:a)?round)|need|needed|find|found"
                r"|hear|heard|want|wanted|agree|agreed|expect|expected|experience|experienced|appear|lose|lost|hesitate|mind|blame|panic|give up|believe|feel|change|cause|affect|involve"
                r"|been|be|to|it|the|a|an|in|at|on|only|paged|told|informed|notified|shown|given|asked|trained|add|access|require|report|use|intend|mean|observe|recall|say|think|before|until|after|when|while|again|then|with|for|from|by)\b)[a-z]+\b",
                of=PEOPLE - {Subject.TEAM},
            ),
            Phrase(
                "without",
                r"\bwithout (?:even |ever |first |so much as )?(?:telling|informing|consulting|bothering|thinking|discussing)\b",
            ),
            Phrase(
                "attention heed",
                r"(?:\bnot|n't|\bnever|\bwithout|\bstopped|\bnobody was|\bno one was) (?:\w+ ){0,3}pay(?:ing)? (?:\w+ )?(?:attention|heed)\b",
            ),
            Phrase(
                "although though despite spite regardless against even knowing",
                r"\b(?P<verb>\w+ed|went|ran|shipped|kept|chose|took|made|began|let|left|gave) [^.;,]{0,60}?,? (?:although|even though|despite|in spite of|regardless of|against the (?:\w+ )?(?:advice|rules|policy|recommendation))"
                r"(?: \w+){0,4} (?:red|failing|failed|warn\w*|objections?|advice|advised|told|asked|rules?|polic\w+|freeze|alerts?|clear\w*|knew|know|documented|runbook|instructions?|concerns?|said|forbids?|forbidden|not)\b",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase(
                "pressed pushed ploughed plowed insisted carried went did took refused",
                r"\b(?P<verb>pressed (?:on|ahead)|pushed (?:on|ahead)|plou?ghed (?:on|ahead)|insisted on|carried on (?:regardless|anyway)|went ahead (?:anyway|regardless|and \w+|without)"
                r"|went (?:back )?to (?:sleep|bed|lunch)|did (?:it|so|this) anyway|did nothing|took (?:his|her|their) time|refused)\b",
                of=PEOPLE | {Subject.NAMED, Subject.THEY},
            ),
            Phrase(
                "not never",
                r"\b(?:was|were|had|has|have)(?:n't| not| never| simply not| also not) (?:been |even )?(?:\w+ly )?(?:\w+ed|done|given|kept|made|read|seen|sent|set"
                rf"|taken|told|understood|written) (?:[\w-]+ ){{0,2}}?by {SOMEBODY}",
            ),
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:first |even |ever |so much as |properly |actually |anyone |anybody |once )*(?:asking|telling|thinking|consulting|informing"
                r"|listening|considering|discussing|double-checking|bothering|reading|looking|warning|announcing)\b",
                of=NO_THING,
            ),
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:first |even |ever |so much as |properly |actually |once )*(?:waiting|checking|testing|verifying|following|reviewing"
                r"|understanding|announcing|coordinating|opening|stopping|trying|making|taking|seeking|involving|notifying|having|(?:a |any |proper |prior )*(?:approval|permission|thought|review|backup|notice|warning|consultation|coordination))\b",
                of=PEOPLE | {Subject.NAMED},
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
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:even |ever |first |so much as |really |actually |properly |anyone |anybody )*(?!(?:affecting|causing|changing|losing|interrupting|restarting|impacting|breaking|being|needing|using"
                r"|knowing|seeing|finding|success|a|any)\b)\w+ing\b",
                of=PEOPLE | {Subject.NAMED},
                test=acted,
            ),
            Phrase(
                "worse wrong regardless anyway spite despite unilaterally handedly needlessly unnecessarily prematurely blindly hastily poorly badly incorrectly wrongly "
                "back single",
                r"\b(?P<verb>(?:made|making) (?:[\w-]+ ){1,3}worse|\w+ (?:it|them|this|on|ahead) (?:regardless|anyway)|(?:in spite of|despite) (?:the |a |an |all |our |repeated |several |clear )*(?:[\w']+ ){0,3}(?:warnings?|advice|objections?|reminders?|alerts?|concerns?|instructions?|rules?|polic(?:y|ies)|evidence)"
                r"|(?:gave|entered|used|provided|sent|supplied|copied|wrote|typed|pasted) (?:[\w-]+ ){0,3}(?:wrong|incorrect) \w+|unilaterally|single-handedly|needlessly|unnecessarily|prematurely|blindly|hastily|poorly|badly|incorrectly|wrongly|behind (?:our|the team's|everyone's) back)\b",
                of=PEOPLE | {Subject.NAMED},
                test=acted,
            ),
            Phrase(
                "instead rather",
                r"\b(?P<verb>\w+ed|ran|took|made|went|put|set|kept|chose) [^.;,]{1,60}? (?:instead of|rather than) \w+ing\b",
                of=PEOPLE | {Subject.NAMED},
                test=lambda sentence, found: acted(sentence[: found.end()] + " ", found) and not _CHOSE.match(found["verb"]),
            ),
            Phrase(
                "warned told asked advised informed instructed reminded trained",
                r"\b(?P<verb>was|were|had been|has been|have been) (?:\w+ly |clearly |twice |already )?(?:warned|told|asked|advised|informed|instructed|reminded|trained)\b[^.;]{0,80}?"
                r"\b(?:but|yet|and still|and nevertheless|nevertheless|regardless|anyway)\b",
                of=PEOPLE | {Subject.NAMED},
                unless=r"\bbut (?:the|it|there|no|could not|had no)\b",
            ),
            Phrase(
                "skills knowledge experience discipline sense courage patience competence",
                rf"\b(?P<verb>{DID_NOT}|lack(?:ed|s)?) (?:have |had |show |possess )?(?:the |any |enough |sufficient |a |necessary |required )*(?:\w+ )?(?:skills?|knowledge|experience|discipline|sense|courage|patience|competence|expertise|foresight|decency|initiative)\b",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase(
                "too",
                r"\b(?P<verb>was|were|is|are|had been) (?:\w+ )?too \w+ (?:to|and|with|for)\b",
                of=PEOPLE | {Subject.NAMED, Subject.WE},
            ),
            Phrase(
                "let allowed",
                r"\b(?P<verb>let|lets|allowed|allows) (?:[\w-]+ ){1,5}?(?:to )?(?:pile up|build up|accumulate|fester|linger|rot|grow (?:un\w+|for)|lapse|languish|go (?:unnoticed|unanswered|stale))\b",
                of=ANYBODY,
            ),
            Phrase(
                "outside bypassing contrary violation against unauthorised unauthorized",
                r"\b(?P<verb>\w+ed|ran|made|took|put|did|went|began|set)\b [^.;,]{0,60}?(?:\boutside (?:of )?(?:the|a|any|its) (?:\w+ )?(?:window|hours|process|procedure)"
                r"|\bcontrary to\b|\bin (?:violation|breach|disregard) of\b|\bagainst (?:the |our |all |company )?(?:\w+ )?(?:rules?|polic(?:y|ies)|advice|guidelines?|procedures?|instructions?|better judge?ment)\b)",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase(
                "not",
                r"\b(?P<verb>(?:was|were|is|are)(?:n't| not)) (?:even |really |properly |fully |at all )?(?:authori[sz]ed|entitled|qualified|trained|prepared|familiar|concentrating|thinking|looking"
                r"|listening|watching|following|monitoring|supposed|meant|interested|ready for)\b",
                of=PEOPLE | {Subject.NAMED},
            ),
            Phrase("rubber rubber-stamp rubberstamped", r"\brubber(?: |-)?stamp(?:ed|ing)?\b"),
            Phrase(
                "left",
                r"\b(?P<verb>left) (?:(?:a |an |the |some |his |her |their )?(?:debug\w*|test|temporary|hard-?coded|stale|breakpoint|secret"
                r"|password|credentials?|key|backdoor|console) [^.;]{1,40}|(?:[\w-]+ ){1,5}(?:on|open|running|unlocked|exposed|undocumented|unattended"
                r"|enabled|disabled|unpatched)\b(?! (?:purpose|call|leave|duty)))",
                of=PEOPLE | {Subject.NAMED},
            ),
        ),
    ),
)
