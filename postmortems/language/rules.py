"""The rules, in the order in which they are asked. What an earlier one found, a later one leaves alone.

In a phrase a space stands for any number of spaces; the rest is Python's ``re``. The sources are told in docs/language.md.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postmortems.language.hindsight import MODAL, looks_back, on_condition
from postmortems.language.phrases import OWN, SOMEBODY, WHO, Phrase, humanly
from postmortems.language.subject import ANY_OF_US, HUMANS, NO_THING, PEOPLE, Subject
from postmortems.language.words import CARE_DONE, HUMAN_VERBS

ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
DID_NOT = r"(?:do(?:es)?(?:n't| not)|did(?:n't| not)|never(?: even)?|(?:has|have|had)(?:n't| not| never))"
WRONG = r"(?:wrong|incorrect|broken|bad|faulty|buggy|untested|unreviewed)(?![-\w])"
CHANGED = r"(?:the|a|an|this|that|it|these) (?:[\w-]+ ){0,3}"
TEAM_NAME = r"(?:engineering|infrastructure|management|network|operations|platform|qa|security|support)"
NO_ERROR = (
    r"\b(?:not|never|no|without|beyond|rather than|instead of|prone to|avoid\w*|reduc\w*|prevent\w*|eliminat\w*|risk of"
    r"|chance of|room for|against|possibility of|remov\w*|minimi[sz]\w*|protect\w*)\b[^.;]{0,30}"
    r"\b(?:human|operator|manual|user)[-\s](?:error|mistake|failure)"
)


@dataclass(frozen=True)
class Rule:
    key: str
    title: StrOrPromise
    why: StrOrPromise
    ask: StrOrPromise
    source: str
    phrases: tuple[Phrase, ...]


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
                r"|double-checked|remembered|reviewed|asked|read)\b",
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
        ),
    ),
    Rule(
        "human-error",
        _("Human error"),
        _("“Human error” is where a search starts, not what it finds. It names a person and leaves the work as it is."),
        _("What about the task, the tools or the surroundings made this easy to do?"),
        "Dekker 2014; Google SRE 2016; Woods et al. 2010",
        (
            Phrase(
                "error failure mistake fault oversight slip",
                r"\b(?:human|operator|user|pilot|engineer|engineering|developer|admin|administrator|manual|personnel|staff"
                r"|employee)(?: |-)(?:error|failure|mistake|fault|oversight|slip)"
                r"(?:s? (?:was|were|is|when|while|during|in|on|by|of|made|led|caused|that)\b|s?[^\w\s]*$|s?[,.;:)]"
                r"|(?! (?:rates?|messages?|pages?|logs?|codes?|reports?|budget|screens?|responses?|handling|counts?)\b) )",
                unless=NO_ERROR,
            ),
            Phrase("fat fatfingered fat-finger pebkac", r"\bfat(?: |-)?finger(?:ed|ing)?\b|\bpebkac\b"),
            Phrase(
                "made make making committed",
                r"\b(?:made|makes?|making|committed) (?:a|an|the|this|that|several|some|two|another) (?:[\w-]+ ){0,2}"
                r"(?:mistake|error|blunder)s?\b",
                of=NO_THING,
            ),
            Phrase(
                "mistake error oversight slip omission fault",
                r"\b(?:mistakes?|errors?|oversights?|slips?|omissions?|fault) (?:was |were )?(?:made |committed )?"
                rf"(?:by|from|of|on the part of|on) (?:our part|{SOMEBODY})",
            ),
            Phrase(
                "mistake fault oversight negligence carelessness blunder incompetence misjudgement",
                rf"\b{OWN} (?:own )?(?:[\w-]+ )?(?:mistakes?|fault|oversight|negligence|carelessness|blunder|incompetence"
                r"|misjudge?ment)\b",
            ),
            Phrase("oversight", r"\b(?:an|simple|through|to|by) oversight\b|\boversight (?:on|by)\b"),
        ),
    ),
    Rule(
        "careless",
        _("Careless"),
        _("The word judges a person's character. Nobody comes to work to be careless."),
        _("What else was asking for attention? How did the work look from where they stood?"),
        "Dekker 2016; Allspaw 2012",
        (
            Phrase(
                "careless sloppy sloppily negligent reckless incompetent irresponsible unprofessional stupid idiot foolish "
                "clumsy thoughtless complacent complacency inattention shoddy half amateurish inexcusable unforgivable "
                "disgrace laziness hasty hastily ignorant inept",
                r"\b(?:careless(?:ly|ness)?|slopp(?:y|ily|iness)|negligen(?:t|tly|ce)|reckless(?:ly|ness)?"
                r"|incompeten(?:t|tly|ce)|irresponsib(?:le|ly)|unprofessional(?:ly)?|stupid(?:ly|ity)?|idio(?:t|ts|tic|cy)"
                r"|foolish(?:ly)?|clums(?:y|ily|iness)|thoughtless(?:ly)?|complacen(?:t|cy)|inattenti(?:on|ve)|shoddy"
                r"|half-assed|amateurish|inexcusable|unforgivable|disgrace(?:ful)?|laziness|hasty|hastily|ignorant|inept)\b",
                unless=r"\bnot (?:because of )?(?:careless|negligen)",
            ),
            Phrase(
                "lazy",
                r"\b(?:too|was|were|is|are|being) lazy\b(?! load)|\blazy (?:engineer|developer|admin|operator|team|attitude)",
            ),
            Phrase(
                "lack lacked lacking",
                r"\black(?:ed|ing|s)? (?:(?:of|in|the|any|due|proper|sufficient) ){0,3}(?:care|attention|diligence|discipline"
                r"|professionalism|common sense|competence|rigou?r|thoroughness|foresight|thought|responsibility|judge?ment)\b",
            ),
            Phrase(
                "insufficient inadequate not too without",
                r"\b(?:insufficient|inadequate|not enough|too little"
                r"|without (?:due|proper|enough|any|much|sufficient|adequate)) (?:due )?"
                r"(?:care|attention|diligence|thought|caution|consideration|judge?ment)\b",
            ),
        ),
    ),
    Rule(
        "person-as-cause",
        _("A person as the cause"),
        _("Naming a person or a role as the cause stops at who. The same conditions will meet the next one."),
        _("What made this possible for anybody in that place? What would have stopped it?"),
        "Google SRE 2016; Allspaw 2012; Cook 1998",
        (
            Phrase(
                "caused triggered broken brought taken provoked",
                r"(?:\b(?:was|were|is|been|be|being)|^[-*\s]*|[,;:(]) ?(?:\w+ly )?(?:caused|triggered|broken|brought down|taken down|provoked) by "
                rf"(?:the (?:actions?|fault|inaction) of )?{SOMEBODY}",
            ),
            Phrase("cause causes", rf"\bcauses?(?: of (?:the|this) \w+)?(?: was| is|:| were) {SOMEBODY}"),
            Phrase(
                "deleted dropped removed broke killed wiped overwrote unplugged forgot misconfigured pushed crashed "
                "destroyed",
                rf"\b(?:because|as) {SOMEBODY} {ADV}(?:deleted|dropped|removed|broke|killed"
                r"|wiped|overwrote|unplugged|forgot|misconfigured|pushed|crashed|destroyed)\b",
            ),
            Phrase(
                "blame fault culprit",
                r"\b(?:is|are|was|were|be) (?:\w+ly )?(?P<verb>to blame|at fault|the culprits?)\b",
                of=ANY_OF_US,
            ),
            Phrase(
                "responsible",
                r"\b(?:is|are|was|were) (?:\w+ly )?(?P<verb>responsible) for (?:the|this|that) (?:\w+ )?(?:outage|incident"
                r"|failure|mistake|error|bug|problem|issue|downtime|disruption|deletion)\b",
                of=PEOPLE,
            ),
            Phrase("responsible", rf"\bresponsible for (?:the|this) (?:outage|incident|failure): {SOMEBODY}"),
            Phrase(
                "fault blame responsibility culprit",
                rf"\b(?:fault|blame|responsibility) (?:lies|lay|rests|is) (?:\w+ly )?with (?:the infrastructure|{SOMEBODY})"
                rf"|\b(?:fault|blame) (?:of|goes to|for this goes to) {SOMEBODY}|\bculprit (?:was|is) {SOMEBODY}",
            ),
            Phrase(
                "accidentally mistakenly erroneously wrongly incorrectly inadvertently unwittingly carelessly blindly",
                r"\b(?P<verb>(?:accidentally|mistakenly|erroneously|wrongly|incorrectly|inadvertently|unwittingly|carelessly"
                r"|blindly) \w+|\w+ed, wrongly)",
                of=PEOPLE,
            ),
            Phrase(
                "misjudged mishandled miscalculated misdiagnosed mismanaged botched panicked miscommunicated",
                r"\b(?:misjudged|mishandled|miscalculated|misdiagnosed|mismanaged|botched|panicked|miscommunicated)\b",
                of=NO_THING,
            ),
            Phrase(
                "misread misunderstood misinterpreted misconfigured mistyped underestimated overestimated broke breaks "
                "caused crashed took brought rushed gave assumed let",
                r"\b(?:misread|misunderstood|misinterpreted|misconfigured|mistyped|underestimated|overestimated|broke|breaks"
                r"|caused|crashed|took down|brought down|rushed|gave up|assumed wrongly|let (?:us|everyone) down)\b",
                of=PEOPLE,
            ),
            Phrase(
                "wrong incorrect broken bad faulty buggy untested unreviewed",
                r"\b(?P<verb>typed|ran|entered|deleted|unplugged|dropped|rebooted|restarted|selected|picked|chose|pasted"
                r"|edited|removed|terminated|killed|executed|used|updated|deployed|pushed|merged|changed|applied|committed"
                rf"|set|rolled out) (?:\w+ )?(?:the |a |an )?{WRONG}\b",
                of=PEOPLE,
            ),
            Phrase(
                "deemed considered judged declared believed thought assumed dismissed ignored missed overlooked",
                r"\b(?:deemed|considered|judged|declared|believed|thought|assumed|dismissed|ignored|missed|overlooked)\b"
                rf"[^.;]{{0,60}}\bby (?:the|an|a|our|one) (?:[\w-]+ ){{0,2}}?(?:{WHO})\b",
            ),
            Phrase(
                "lack lacked lacks",
                r"\black(?:ed|s)? (?:(?:the|any|sufficient|enough) )?(?:knowledge|skills?|experience|competence|understanding"
                r"|training|awareness|expertise)\b",
                of=PEOPLE,
            ),
            Phrase("left inexperienced", r"\bleft us with a mess\b|\binexperienced\b"),
        ),
    ),
    Rule(
        "judgement",
        _("A judgement"),
        _("This says how good it was, seen from now. It tells the reader what to think, not what happened."),
        _("What did people know, want and weigh when they decided? What happened next?"),
        "Dekker 2014; Etsy 2016",
        (
            Phrase(
                "bad wrong terrible poor questionable unwise horrible dumb awful dubious",
                r"\b(?:bad|wrong|terrible|poor|questionable|unwise|horrible|dumb|awful|dubious) (?:decision(?! (?:branch|tree|table|log))|idea"
                r"|judge?ment|choice|planning|communication|discipline|attitude|leadership|coordination)s?\b"
                r"|\b(?:bad|wrong|terrible) (?:call|move)\b(?! to)|\b(?:did|done|do|doing) a (?:bad|poor|terrible|lousy) job\b",
            ),
            Phrase(
                "decision choice idea communication coordination judgement judgment",
                r"\b(?:decision|choice|idea|communication|coordination|judge?ment)\b[^.;,]{0,40} "
                r"(?:was|is|were) (?:\w+ly )?(?:wrong|bad|poor|a mistake|unwise|terrible|questionable|unacceptable"
                r"|inadequate|lacking)\b",
            ),
            Phrase(
                "badly poorly",
                r"\b(?:handled|managed|communicated|coordinated|organi[sz]ed|executed|planned) "
                r"(?:very |so |rather )?(?:badly|poorly)\b"
                r"|\b(?:badly|poorly) (?:handled|managed|communicated|coordinated|executed|planned)\b",
                unless=r"\b(?:errors?|exceptions?|requests?|timeouts?|retries|failures?|cases?)\b[^.]{0,20} (?:badly|poorly)\b",
            ),
            Phrase(
                "mistake",
                r"\b(?:was|is) (?:a|our|clearly a) (?:\w+ )?mistake\b(?! in)",
            ),
            Phrase(
                "unacceptable excuse common should unqualified qualified underqualified",
                r"\b(?:unacceptable|no excuse|common sense|should(?:'ve| have)? know(?:n)? better|unqualified"
                r"|not qualified|underqualified)\b",
                unless=r"\bunacceptable (?:latency|level|delay|amount|rate|risk)",
            ),
            Phrase("enough", r"\b(?:is|are|was|were)(?:n't| not) \w+ enough\b", of=PEOPLE),
            Phrase("disorganised disorganized", r"\bdisorgani[sz]ed\b"),
            Phrase("useless", r"\buseless\b", of=ANY_OF_US | {Subject.UNKNOWN}),
            Phrase(
                "dropped messed screwed mess asleep care",
                r"\b(?:dropped the ball|messed up|screwed up|mess up|asleep at the|did(?:n't| not) care"
                r"|do(?:es)?(?:n't| not) care)\b",
                unless=r"\bdo(?:es)?(?:n't| not) care (?:about the order|which|whether)",
            ),
            Phrase(
                "obvious obviously",
                r"\bobviously[,)]? (?:not|no|nobody|wrong|should|did|was not|wasn't|a mistake)\b"
                r"|\b(?:was|were|is) obvious (?:that|to)\b[^.;]{0,50}\b(?:would|should|not|never|wrong|risk\w*|could)\b"
                r"|\bmissed the obvious\b|\bobvious (?:mistake|error|oversight)s?\b",
            ),
            Phrase(
                "all simply just only",
                rf"\ball (?:he|she|they|you|{SOMEBODY}) had to do\b"
                rf"|\b(?:they|he|she|{WHO}) (?:simply|just|only) (?:had|needed) to\b",
            ),
            Phrase(
                "own take documents document prioritise listen bothered learn respect cooperate keep keeping monitoring "
                "testing following communicating paying taking coordinating maintaining looking",
                r"\b(?P<verb>(?:do(?:es)?|did)(?:n't| not)|never|refus(?:es|ed) to|(?:was|were|is|are)(?:n't| not)) "
                r"(?:\w+ly |even )?(?:take (?:ownership|responsibility|care)|own|documents?|prioriti[sz]e\w*|listen"
                r"|bother\w*|learns?|respect|cooperate|keep \w+ing|keeping|prioriti[sz]ing|monitoring|documenting"
                r"|testing|following|communicating|paying|taking|coordinating|maintaining|listening|looking after)\b",
                of=PEOPLE,
            ),
            Phrase(
                TEAM_NAME,
                rf"\b{TEAM_NAME}(?: team| people)? (?:are (?:not|never) \w+ing|do(?:n't| not) (?:\w+ly )?(?:understand|know"
                r"|care|own|document|test|listen|monitor|follow|take|communicate|prioriti[sz]e))\b",
            ),
            Phrase(
                "understand know",
                r"\b(?:do(?:es)?(?:n't| not)) (?:\w+ly )?(?:understand|know (?:how|what))\b",
                of=frozenset({Subject.TEAM}),
            ),
        ),
    ),
    Rule(
        "be-more-careful",
        _("Be more careful"),
        _("A resolution to be careful changes nothing about the work: nobody keeps up attention by wanting to."),
        _("What could change in the tools, the defaults or the time at hand, so that less rests on care?"),
        "Google SRE 2016; Dekker 2014",
        (
            Phrase(
                "more extra very super",
                r"\b(?:be|being|been|are|is|were) (?:a (?:bit|lot|little) |much |even |far )?(?:more|extra|very|super) "
                r"(?:careful|diligent|vigilant|attentive|thorough|mindful|disciplined|cautious|rigorous|conscientious|aware"
                r"|proactive)\b",
                unless=r"\bbeing more careful is not\b",
            ),
            Phrase(
                "careful cautious mindful vigilant caution",
                r"(?:^|[.:;!] ?|\b(?:please|must|should|to) )[-*\s]*be (?:careful|cautious|mindful|vigilant)\b"
                r"|\bexercise (?:\w+ )?caution\b",
            ),
            Phrase(
                "care attention caution diligence vigilance discipline",
                r"\b(?:more|greater|extra|better|closer|extreme|additional) "
                r"(?:care|attention|caution|diligence|vigilance|discipline)\b",
            ),
            Phrase(
                "more closer",
                r"\b(?:review|check|test|read|look|plan|monitor|watch|check|inspect|verif|proofread)\w*\b[^.;]{0,40} more "
                r"(?:carefully|thoroughly|closely|diligently|attentively)\b|\bcloser eye on\b",
            ),
            Phrase("better", r"\b(?:need|have|must|should|can|will|to) (?:to )?do (?:a )?(?:much )?better(?: job)?\b"),
            Phrase("double", r"(?:^|[:;] )[-*\s]*(?:always |please )?double-?\s?check\b"),
            Phrase(
                "harder retrain re-train discipline reprimand sanction",
                r"\b(?:try|work) (?:much )?harder\b"
                rf"|\b(?:re-?train|discipline|reprimand|sanction) (?:the|this|that|all|our) (?:[\w-]+ ){{0,2}}?(?:{WHO})\b",
            ),
            Phrase("remind reminded reminding", rf"\bremind(?:ed|ing)? (?:all |every )?{SOMEBODY} (?:\w+ ){{0,2}}to\b"),
            Phrase(
                "double check remember verify test follow read attention",
                r"\b(?:engineers|developers|operators|people|everyone|everybody|reviewers|we) (?:must|should|need to|have to) "
                r"(?:always |remember to |make sure to )+(?:double-?check|check|remember|verify|test|follow|read)\b"
                r"|\b(?:must|should|need to|have to) pay (?:more |close |closer )?attention\b",
            ),
        ),
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
