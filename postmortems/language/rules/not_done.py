"""What people did not do, measured against what is known now."""

import re

from django.utils.translation import gettext_lazy as _

from postmortems.language.phrases import FAILING, ONES, OWN, SOMEBODY, Phrase, acted, humanly
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANYBODY, HUMANS, NO_THING, PEOPLE, PERSONS, Subject
from postmortems.language.words import HUMAN_VERBS, OMITTED, PRODUCTS, THINGS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
_PRODUCTS = "|".join(sorted(name.title() for name in PRODUCTS))
_THINGS = "|".join(sorted(THINGS))
_CHOSE = re.compile(r"decided|chose|agreed|opted|preferred|switched|moved|rolled", re.IGNORECASE)
CHANGED = r"(?:the|a|an|this|that|it|these) (?:[\w-]+ ){0,3}"

RULES: tuple[Rule, ...] = (
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
            Phrase(
                "failure refusal reluctance inability unwillingness lack carelessness haste hesitation impatience inexperience ignorance "
                "forgetfulness neglect slip negligence indifference disregard",
                rf"\b{ONES} (?:\w+ ){{0,2}}?{FAILING}\b",
            ),
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
                r"\b(?:forgot|forgets|(?:had|have|has) forgotten"
                r"|(?<!\ba\s)(?<!\ban\s)(?<!the\s)(?<!ly\s)(?:neglect(?:ed|s)|overlook(?:ed|s)?))\b",
                of=NO_THING,
            ),
            Phrase(
                "bypassed disregarded dismissed flouted ignored missed misses omitted overlooked skipped violated breached discounted "
                "brushed shrugged glossed waved slept lost left paid took gave turned let",
                rf"\b(?P<verb>{OMITTED})\b(?! (?:the|a|this|that) (?:meeting|call|deadline)\b)",
                of=PERSONS,
            ),
            Phrase(
                "rushed overlooked neglected slept lost glossed brushed shrugged waved took let missed skipped",
                r"\b(?P<verb>(?:rushed|overlooked|slept through|lost (?:sight|track) of|glossed over"
                r"|brushed (?:aside|off)|shrugged off"
                r"|waved (?:through|away)|took (?:[\w-]+ ){1,4}for granted|let (?:[\w-]+ ){1,5}(?:lapse|expire|slide"
                r"|rot|run out|go stale|drift)"
                r"|(?:missed|skipped) (?:the|this|that|these|those|several|all|an?) (?:\w+ ){0,2}(?:alerts?|alarms?"
                r"|warnings?|signs?|emails?|review"
                r"|tests?|checks?|steps?|notices?|tickets?|reports?|messages?|problem|issue|bug|error|mistake)))\b",
                of=frozenset({Subject.WE, Subject.THEY}),
            ),
            Phrase(
                "nobody no none neither",
                r"\b(?:nobody|no one|no-one|none of (?:us|them|the \w+)|neither \w+(?: \w+)?|not one \w+) (?:(?:in"
                r"|on|at|from|of) (?:[\w-]+ ){1,3}?)?"
                r"(?:ever |even |else |actually |really )?(?:had |has )?(?:took the (?:trouble|time)"
                r"|taken the (?:trouble|time)|made (?:the effort|sure)|followed up"
                r"|acted|looked|verified|validated|warned|told|informed|escalated|responded|reacted|wanted to"
                r"|felt responsible|cleaned up|picked (?:it|this|that) up"
                r"|raised|documented|stopped to|paid|gave|dared|spoke up|understood|(?:seems?|seemed|appears?"
                r"|appeared|bothers?|wants?|cares?) (?:to|about|enough))\b",
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
                rf"\b(?<!\bi\s)(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:bother|check|test|verify|validate|follow|read"
                rf"|review|think"
                r"|consider|pay|care|document|monitor|double-check|look|looked|checked|tested|verified|followed"
                r"|reviewed|considered|documented|bothered|thought|communicate|communicated|escalate|escalated|request"
                r"|adhere|consult|remember|double check|ask|warn|announce|prepare|notify|inform)\b",
                of=HUMANS | {Subject.NAMED},
            ),
            Phrase(
                "tell told raise mention share coordinate heed react respond act question look listen understand realise realize "
                "anticipate foresee appreciate take keep make complete finish update renew rotate ensure catch spot notice wait stop",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:tell|told|raised?|mention(?:ed)?|shared?|coordinated?"
                rf"|heed(?:ed)?|react(?:ed)?"
                r"|respond(?:ed)?|act(?:ed)?(?! as)|question(?:ed)?|look(?:ed)?|listen(?:ed)?|understand|understood"
                r"|reali[sz]ed?|anticipated?|foresee"
                r"|foreseen|appreciated?|take|took|taken|keep|kept|make sure|made sure|complete|completed"
                r"|finish(?:ed)?|updated?|renew(?:ed)?"
                r"|rotated?|ensured?|catch|caught|spot(?:ted)?|notice|noticed|wait|waited|stop to|acknowledged?"
                r"|follow(?:ed)?|clean(?:ed)?)\b",
                of=PERSONS,
            ),
            Phrase(
                "pay paid bother give take double think stop make care heed",
                rf"\b(?P<verb>{DID_NOT}) (?:\w+ly |even )?(?:pay (?:any |enough |much )?(?:attention|heed)|bother"
                rf"|give (?:it|this|that|enough|much|any) (?:\w+ )?thought"
                r"|take (?:the time|the trouble|enough care|care|any precautions?)|double[- ]?check|think (?:of|about"
                r"|through|to)|stop to think|care|heed)\b",
                of=ANYBODY,
            ),
            Phrase(  # of people by name or role any "did not" measures; what they could not see or get does not
                "not never did didn hadn hasn haven",
                r"\b(?P<verb>did(?:n't| not)|never|(?:has|have|had)(?:n't| not)) (?:\w+ly |even |been )*(?!(?:yet"
                r"|able|allowed|know|known|see|seen"
                r"|have|had|receive|received|get|gotten|got(?! (?:a)?round)|need|needed|find|found"
                r"|hear|heard|want|wanted|agree|agreed|expect|expected|experience|experienced|appear|lose|lost"
                r"|hesitate|mind|blame|panic|give up|believe|feel|change|cause|affect|involve"
                r"|been|be|to|it|the|a|an|in|at|on|only|paged|told|informed|notified|shown|given|asked|trained|add"
                r"|access|require|report|use|intend|mean|observe|recall|say|think|before|until|after|when|while"
                r"|again|then|with|for|from|by)\b)[a-z]+\b",
                of=PEOPLE - {Subject.TEAM},
            ),
            Phrase(
                "without",
                r"\bwithout (?:even |ever |first |so much as )?(?:telling|informing|consulting|bothering|thinking"
                r"|discussing)\b",
            ),
            Phrase(
                "attention heed",
                r"(?:\bnot|n't|\bnever|\bwithout|\bstopped|\bnobody was"
                r"|\bno one was) (?:\w+ ){0,3}pay(?:ing)? (?:\w+ )?(?:attention|heed)\b",
            ),
            Phrase(
                "although though despite spite regardless against even knowing",
                r"\b(?P<verb>\w+ed|went|ran|shipped|kept|chose|took|made|began|let|left"
                r"|gave) [^.;,]{0,60}?,? (?:although|even though|despite|in spite of|regardless of"
                r"|against the (?:\w+ )?(?:advice|rules|policy|recommendation))"
                r"(?: \w+){0,4} (?:red|failing|failed|warn\w*|objections?|advice|advised|told|asked|rules?|polic\w+"
                r"|freeze|alerts?|clear\w*|knew|know|documented|runbook|instructions?|concerns?|said|forbids?"
                r"|forbidden|not)\b",
                of=PERSONS,
            ),
            Phrase(
                "pressed pushed ploughed plowed insisted carried went did took refused",
                r"\b(?P<verb>pressed (?:on|ahead)|pushed (?:on|ahead)|plou?ghed (?:on|ahead)|insisted on"
                r"|carried on (?:regardless|anyway)|went ahead (?:anyway|regardless|and \w+|without)"
                r"|went (?:back )?to (?:sleep|bed|lunch)|did (?:it|so|this) anyway|did nothing|took (?:his|her"
                r"|their) time|refused)\b",
                of=PEOPLE | {Subject.NAMED, Subject.THEY},
            ),
            Phrase(
                "not never",
                r"\b(?:was|were|had|has|have)(?:n't| not| never| simply not| also not) (?:been "
                r"|even )?(?:\w+ly )?(?:\w+ed|done|given|kept|made|read|seen|sent|set"
                rf"|taken|told|understood|written) (?:[\w-]+ ){{0,2}}?by {SOMEBODY}",
            ),
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:first |even |ever |so much as |properly |actually |anyone |anybody "
                r"|once )*(?:asking|telling|thinking|consulting|informing"
                r"|listening|considering|discussing|double-checking|bothering|reading|looking|warning|announcing)\b",
                of=NO_THING,
            ),
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:first |even |ever |so much as |properly |actually |once )*(?:waiting"
                r"|checking|testing|verifying|following|reviewing"
                r"|understanding|announcing|coordinating|opening|stopping|trying|making|taking|seeking|involving"
                r"|notifying|having|(?:a |any |proper |prior )*(?:approval|permission|thought|review|backup|notice"
                r"|warning|consultation|coordination))\b",
                of=PERSONS,
            ),
            Phrase("ignored disregarded", rf"\bwe {ADV}(?:ignored|disregarded)\b"),
            Phrase(
                "ignoring skipping neglecting bypassing dismissing",
                r"\b(?P<verb>has|have|had|was|were|is|are) (?:\w+ )?(?:been |known for )?"
                r"(?:ignoring|skipping|neglecting|bypassing|dismissing)\b",
                of=PERSONS,
            ),
            Phrase(
                "nothing ignore skip bypass other",
                r"\b(?P<verb>chose|decided|preferred|opted) to (?:simply |just )?(?:do nothing|ignore|skip|bypass"
                r"|look the other way)\b",
                of=PEOPLE | {Subject.WE, Subject.THEY},
            ),
            Phrase(
                "procedure process policy guideline checklist protocol runbook rule step practice instruction warning check standard",
                r"\b(?:procedures?|process(?:es)?|polic(?:y|ies)|guidelines?|checklists?|protocols?|runbooks?|rules"
                r"|practices?|instructions"
                r"|warnings|standards?|playbooks?) (?:was|were|had) (?:simply |just |clearly )?(?:not"
                r"|never) (?:been |being )?(?:\w+ly )?"
                r"(?:followed|adhered to|observed|respected|heeded|complied with|honou?red|obeyed)\b",
            ),
            Phrase(
                "not",
                r"\b(?:was|were) (?:simply |just )?(?:not|never) (?:\w+ly )?(?:carried out|done|performed|executed"
                r"|prepared|planned|tested"
                r"|reviewed|checked|handled)(?: \w+)? (?:as (?:it|they) should|properly|correctly|with (?:due "
                r"|proper |enough )?care)\b",
            ),
            Phrase(
                "alert alarm warning ticket page report mail email concern complaint advice recommendation sign",
                r"\b(?:alerts?|alarms?|warnings?(?: signs?)?|tickets?|pages?|reports?|e-?mails?|concerns?"
                r"|complaints?|advice|recommendations?"
                r"|red flags?) (?:[\w-]+ ){0,3}?(?:was|were|had been|has been|have been|went|got) (?:\w+ly "
                r"|all )?(?:ignored|disregarded|dismissed"
                r"|unheeded|brushed aside|waved away|swept aside|shrugged off|not taken seriously)\b",
                unless=rf"\bby (?:the|a|an|its|our) (?:[\w-]+ ){{0,2}}?(?:{_THINGS})\b|\b(?:ignored|dismissed) (?:automatically|until|while|if|when)\b",
            ),
            Phrase(
                "instead rather",
                r"\b(?:instead of|rather than) (?:first |just |simply )?(?:asking|checking|reading|testing|waiting"
                r"|escalating|calling|following|consulting"
                rf"|verifying|looking|thinking|listening|telling|reporting)\b[^.;,]{{0,40}}, (?:he|she|they|we"
                rf"|{SOMEBODY}) \w+",
            ),
            Phrase(
                "instead rather",
                rf"\b(?:he|she|they|we|i|{SOMEBODY}) (?:[\w-]+ ){{1,8}}?(?:instead of|rather than) (?:first |just |simply )?"
                r"(?:asking|checking|reading|testing|escalating|following|consulting|verifying|looking|thinking"
                r"|listening)\b",
            ),
            Phrase(
                "without",
                rf"\b(?:he|she|they|we|i|{SOMEBODY}) (?:[\w-]+ ){{1,8}}?without (?:first |even |ever |so much as "
                rf"|properly |actually )?"
                r"(?:checking|asking|testing|reading|verifying|looking|thinking|telling|consulting|informing"
                r"|reviewing|validating"
                r"|considering|double-checking|listening|warning|announcing)\b",
            ),
            Phrase(
                "had has have hadn hasn haven",
                r"\b(?P<verb>(?:had|has|have)(?:n't| not| never)) (?:\w+ly |even )?(?:understood|grasped|thought"
                r"|considered|bothered|read|checked"
                r"|tested|verified|informed|followed|prepared|asked|listened|paid attention)\b",
                of=PERSONS,
            ),
            Phrase(
                "do did",
                r"\b(?:did(?:n't| not)|never did) (?:\w+ly )?(?:do )?(?:what|as) (?:the (?:runbook|procedure"
                r"|checklist|process|plan|policy|instructions?)"
                r"|(?:he|she|they|we) (?:was|were) (?:told|asked|supposed|meant))\b",
            ),
            Phrase(
                "without",
                r"\b(?P<verb>without) (?:even |ever |first |so much as |really |actually |properly |anyone "
                r"|anybody )*(?!(?:affecting|causing|changing|losing|interrupting|restarting|impacting|breaking"
                r"|being|needing|using"
                r"|knowing|seeing|finding|success|a|any)\b)\w+ing\b",
                of=PERSONS,
                test=acted,
            ),
            Phrase(
                "worse wrong regardless anyway spite despite unilaterally handedly needlessly unnecessarily prematurely blindly hastily poorly badly incorrectly wrongly "
                "back single",
                r"\b(?P<verb>(?:made|making) (?:[\w-]+ ){1,3}worse|\w+ (?:it|them|this|on|ahead) (?:regardless"
                r"|anyway)|(?:in spite of|despite) (?:the |a |an |all |our |repeated |several "
                r"|clear )*(?:[\w']+ ){0,3}(?:warnings?|advice|objections?|reminders?|alerts?|concerns?"
                r"|instructions?|rules?|polic(?:y|ies)|evidence)"
                r"|(?:gave|entered|used|provided|sent|supplied|copied|wrote|typed|pasted) (?:[\w-]+ ){0,3}(?:wrong"
                r"|incorrect) \w+|unilaterally|single-handedly|needlessly|unnecessarily|prematurely|blindly|hastily"
                r"|poorly|badly|incorrectly|wrongly|behind (?:our|the team's|everyone's) back)\b",
                of=PERSONS,
                test=acted,
            ),
            Phrase(
                "instead rather",
                r"\b(?P<verb>\w+ed|ran|took|made|went|put|set|kept|chose) [^.;,]{1,60}? (?:instead of|rather than) \w+ing\b",
                of=PERSONS,
                test=lambda sentence, found: (
                    acted(sentence[: found.end()] + " ", found) and not _CHOSE.match(found["verb"])
                ),
            ),
            Phrase(
                "warned told asked advised informed instructed reminded trained",
                r"\b(?P<verb>was|were|had been|has been|have been) (?:\w+ly |clearly |twice |already )?(?:warned"
                r"|told|asked|advised|informed|instructed|reminded|trained)\b[^.;]{0,80}?"
                r"\b(?:but|yet|and still|and nevertheless|nevertheless|regardless|anyway)\b",
                of=PERSONS,
                unless=r"\bbut (?:the|it|there|no|could not|had no)\b",
            ),
            Phrase(
                "skills knowledge experience discipline sense courage patience competence",
                rf"\b(?P<verb>{DID_NOT}|lack(?:ed|s)?) (?:have |had |show |possess )?(?:the |any |enough "
                rf"|sufficient |a |necessary |required )*(?:\w+ )?(?:skills?|knowledge|experience|discipline|sense"
                rf"|courage|patience|competence|expertise|foresight|decency|initiative)\b",
                of=PERSONS,
            ),
            Phrase(
                "missed passed wasted squandered",
                r"\b(?P<verb>missed|passed up|wasted|squandered|let go of) (?:an?|the|our|every|several"
                r"|many) (?:\w+ )?(?:opportunit(?:y|ies)|chances?|occasions?)\b",
                of=ANYBODY,
            ),
            Phrase(
                "waved pressured pushed forced bullied turned switched muted",
                r"\b(?P<verb>waved (?:[\w-]+ ){1,4}(?:through|away|aside)|(?:pressured|pushed|forced|bullied|talked"
                r"|rushed) (?:\w+ ){1,3}into|(?:turned|switched) off (?:his|her|their) (?:phones?|pagers?)"
                r"|muted (?:his|her|their) (?:phones?|pagers?))\b",
                of=PERSONS,
            ),
            Phrase(
                "told", r"\btold (?:nobody|no one|no-one)\b|\bkept (?:it|this|that) to (?:him|her|them)sel(?:f|ves)\b"
            ),
            Phrase(
                "too",
                r"\b(?P<verb>was|were|is|are|had been) (?:\w+ )?too \w+ (?:to|and|with|for)\b",
                of=PEOPLE | {Subject.NAMED, Subject.WE},
            ),
            Phrase(
                "let allowed",
                r"\b(?P<verb>let|lets|allowed|allows) (?:[\w-]+ ){1,5}?(?:to )?(?:pile up|build up|accumulate|fester"
                r"|linger|rot|grow (?:un\w+|for)|lapse|languish|go (?:unnoticed|unanswered|stale))\b",
                of=ANYBODY,
            ),
            Phrase(
                "outside bypassing contrary violation against unauthorised unauthorized",
                r"\b(?P<verb>\w+ed|ran|made|took|put|did|went|began|set)\b [^.;]{0,60}?(?:\boutside (?:of )?(?:the|a"
                r"|any|its) (?:\w+ )?(?:window|hours|process|procedure)"
                r"|\bcontrary to\b|\bin (?:violation|breach|disregard) of\b|\bagainst (?:the |our |all "
                r"|company )?(?:\w+ )?(?:rules?|polic(?:y|ies)|advice|guidelines?|procedures?|instructions?"
                r"|better judge?ment)\b)",
                of=PERSONS,
            ),
            Phrase(
                "not",
                r"\b(?P<verb>(?:was|were|is|are)(?:n't| not)) (?:even |really |properly |fully "
                r"|at all )?(?:authori[sz]ed|entitled|qualified|trained|prepared|familiar|concentrating|thinking|looking"
                r"|listening|watching|following|monitoring|supposed|meant|interested|ready for)\b",
                of=PERSONS,
            ),
            Phrase("rubber rubber-stamp rubberstamped", r"\brubber(?: |-)?stamp(?:ed|ing)?\b"),
            Phrase(
                "left",
                r"\b(?P<verb>left) (?:(?:a |an |the |some |his |her |their )?(?:debug\w*|test|temporary|hard-?coded"
                r"|stale|breakpoint|secret"
                r"|(?:default )?password|credentials?|key|backdoor|console) [^.;]{1,40}|(?:[\w-]+ ){1,5}(?:on|open|running"
                r"|unlocked|exposed|undocumented|unattended"
                r"|enabled|disabled|unpatched)\b(?! (?:purpose|call|leave|duty)))",
                of=PERSONS,
            ),
        ),
    ),
)
