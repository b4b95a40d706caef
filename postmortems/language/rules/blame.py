"""A person, or a person's character, given as the cause."""

from django.utils.translation import gettext_lazy as _

from postmortems.language.phrases import DEED, ONES, OWN, SOMEBODY, WHO, Phrase
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANY_OF_US, HUMANS, NO_THING, PEOPLE, PERSONS, Subject
from postmortems.language.words import PRODUCTS

_PRODUCTS = "|".join(sorted(name.title() for name in PRODUCTS))
ADV = r"(?:(?:also|then|simply|just|had|has|have|again|even|never|\w+ly) ){0,2}"
WRONG = r"(?:wrong|incorrect|broken|bad|faulty|buggy|untested|unreviewed)(?![-\w])"
NO_ERROR = (
    r"\b(?:not|never|no|without|beyond|rather than|instead of|prone to|avoid\w*|reduc\w*|prevent\w*|eliminat\w*|risk of"
    r"|chance of|room for|against|possibility of|remov\w*|minimi[sz]\w*|protect\w*)\b[^.;]{0,30}"
    r"\b(?:human|operator|manual|user)[-\s](?:error|mistake|failure)"
)

RULES: tuple[Rule, ...] = (
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
                "mistake error oversight slip omission fault typo blunder lapse misclick misstep misconfiguration",
                r"\b(?:mistakes?|errors?|oversights?|slips?|omissions?|fault|typos?|blunders?|lapses?|misclicks?"
                r"|missteps?|misconfigurations?)"
                r" (?:was |were )?(?:made |committed )?"
                rf"(?:by|from|of|on the part of|on) (?:our part|{SOMEBODY})",
            ),
            Phrase(
                "mistake fault oversight negligence carelessness blunder incompetence misjudgement",
                rf"\b{OWN} (?:own )?(?:[\w-]+ )?(?:mistakes?|fault|oversight|negligence|carelessness|blunder|incompetence"
                r"|misjudge?ment)\b",
            ),
            Phrase(  # of whomever: things make errors, but no mistakes
                "mistake negligence carelessness blunder oversight incompetence",
                r"(?-i:\b[A-Z][a-zà-ÿ]+)'s (?:own )?(?:mistakes?|negligence|carelessness|blunders?|oversight"
                r"|incompetence)\b",
            ),
            Phrase(
                "fault",
                r"(?:\w's|s'|\b(?:our|their|his|her|my)) (?:own )?fault\b",
                unless=r"\bnot (?:\w+ )?[\w']+ fault\b",
            ),
            Phrase("oversight", r"\b(?:an|simple|through|to|by) oversight\b|\boversight (?:on|by)\b"),
            Phrase(
                "mistake blunder misstep",
                r"\b(?:the|our|his|her|their|your) (?:(?:main|real|first|biggest|fatal|key|only) )?(?:mistake"
                r"|blunder|misstep)"
                r" (?:was|is|lay|here was|began)\b",
            ),
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
                r"\b(?:too|was|were|is|are|being) lazy\b(?! load)"
                r"|\blazy (?:engineer|developer|admin|operator|team|attitude|way|shortcut|habit)",
            ),
            Phrase(
                "indecision inexperience overconfidence arrogance laziness stubbornness ineptitude",
                r"\b(?:indecision|inexperience|overconfidence|arrogance|stubbornness|ineptitude)\b",
            ),
            Phrase(
                "distracted overconfident indecisive inexperienced unprepared untrained asleep lax naive stubborn arrogant",
                r"\b(?P<verb>is|are|was|were|being|been) (?:[\w-]+ ){0,2}(?:distracted|overconfident|indecisive"
                r"|inexperienced"
                r"|unprepared|untrained|asleep|lax|naive|stubborn|arrogant)\b",
                of=PERSONS,
            ),
            Phrase(
                "careful attentive cautious diligent thorough vigilant mindful alert responsible competent",
                r"\b(?P<verb>(?:was|were|is|are|being|been)(?:n't| not)) (?:being )?(?:\w+ly |very |that "
                r"|at all )?(?:careful|attentive"
                r"|cautious|diligent|thorough|vigilant|mindful|conscientious|professional|competent)\b",
                of=NO_THING,
            ),
            Phrase(
                "hurry rush impatient tired sloppy distracted lazy",
                rf"\b(?:because|since|as) {SOMEBODY} (?:was|were) (?:\w+ )?(?:in a (?:hurry|rush)"
                rf"|in too much of a (?:hurry|rush)|impatient"
                r"|sloppy|lazy|half asleep|daydreaming|not looking|not thinking|not listening)\b",
            ),
            Phrase(
                "idea clue",
                r"\b(?P<verb>had|has|have) (?:absolutely |really )?(?:no|not the slightest) (?:idea|clue)\b",
                of=PERSONS,
            ),
            Phrase(
                "lack lacked lacking",
                r"\black(?:ed|ing|s)? (?:(?:of|in|the|any|due|proper|sufficient) ){0,3}(?:care|attention|diligence"
                r"|discipline"
                r"|professionalism|common sense|competence|rigou?r|thoroughness|foresight|thought|responsibility"
                r"|ownership|accountability|commitment|initiative|judge?ment)\b",
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
                r"(?:\b(?:was|were|is|been|be|being)|^[-*\s]*|[,;:(]) ?(?:\w+ly )?(?:caused|triggered|broken"
                r"|brought down|taken down|provoked) by "
                rf"(?:the (?:actions?|fault|inaction) of )?{SOMEBODY}",
            ),
            # "By Miro, who …", "because Miro ran …": a name that no list has is told by what follows it.
            Phrase(
                "caused triggered broken brought taken",
                r"\b(?:caused|triggered|broken|brought about|brought down|taken down"
                r"|introduced) by (?-i:[A-Z][a-zà-ÿ]+),? who\b",
            ),
            Phrase(
                "caused triggered broken brought taken",
                rf"\b(?:caused|triggered|broken|brought about|brought down|taken down) by (?:{SOMEBODY}"
                rf"|(?-i:(?!(?:{_PRODUCTS})\b)[A-Z][a-zà-ÿ]+)) (?:\w+ly )?\w+ing\b",
            ),
            Phrase(
                "because when",
                r"\b(?:happened|occurred|failed|broke|crashed|went down|caused|started|began|outage|incident|cause"
                r"|reason)\b[^.;]{0,40}?"
                rf"\b(?:because|when|is that|was that) {SOMEBODY} {ADV}(?:ran|typed|pressed|clicked|executed|edited"
                rf"|rebooted|restarted"
                r"|pushed|merged|applied|entered|pasted|renamed|closed|switched|disabled|deleted|dropped|removed"
                r"|pulled|unplugged"
                r"|misread|mixed up|confused|used the wrong|chose the wrong)\b",
            ),
            Phrase(
                "who",
                r"\bit was (?:(?:the|our|an?) (?:[\w-]+ ){0,2})?[\w-]+ who (?!(?:\w+ly )?(?:found|noticed|saw"
                r"|spotted|fixed|helped|told|called|asked|first"
                r"|raised|reported|discovered|suggested|recogni[sz]ed|remembered|is|was|has)\b)\w+",
            ),
            Phrase(
                "because due owing thanks result caused traced down attributable attributed came fault consequence",
                r"\b(?:because of|due (?:\w+ )?to|owing to|thanks to|(?:as )?a (?:direct )?(?:result|consequence) of"
                r"|caused by|triggered by|traced (?:back )?to"
                rf"|comes? down to|came down to|was down to|attribut\w+ to) {ONES} (?!(?:request|report|question"
                rf"|help|quick|outage|maintenance|network|api|service|infrastructure|data|status|servers?|rate"
                rf"|limits?|policy|support|systems?)\b)\w+",
                unless=r"\bthanks to [^.;]{0,60}\b(?:quick|fast|help|work|report|effort|recover|restor|noticed)",
            ),
            Phrase(
                "broke made left meant rendered redirected exposed removed caused took brought crashed triggered destroyed deleted wiped led resulted cost",
                rf"\b{ONES} (?:[\w-]+ ){{0,2}}?{DEED}\b[^.;,:]{{0,60}}? (?:\w+ly )?(?:broke|made|left|meant|rendered"
                rf"|redirected|exposed|removed|caused|took (?:(?:[\w-]+ ){{0,4}}?(?:down|offline)|out)|brought"
                rf"|crashed|triggered|destroyed|deleted|wiped|led to|resulted in|cost)\b",
            ),
            Phrase(
                "traced root cause reason problem source",
                rf"\btraced (?:back )?to (?:{SOMEBODY}|(?-i:(?!(?:{_PRODUCTS})\b)[A-Z][a-zà-ÿ]+),? who\b)",
            ),
            Phrase(
                "root source core heart crux cause reason problem",
                r"\b(?:root|source|core|heart|crux|cause|reason|problem)(?: [^.;:]{0,50}?)?(?: is| was|:) (?:simply "
                r"|really |clearly )?(?:that )?[^.;,]{1,40}?"
                r" (?P<verb>had|did|was|were|has|have|\w+ed|ran|made|put|set|took|left|sent|wrote|forgot)\b",
                of=PERSONS,
            ),
            Phrase(
                "introduced made wrote deployed merged pushed approved committed",
                r"\b(?P<verb>introduced (?:a|an|the|this) (?:[\w-]+ ){0,2}(?:bugs?|regression|error|typo|defect|flaw"
                r"|vulnerability|problem|issue|mistake)"
                r"|(?:made|wrote|deployed|merged|pushed|approved|committed|started|ran) the (?:\w+ ){1,3}(?:that"
                r"|which) (?:later |then )?(?:broke|caused|led|triggered|took|brought|crashed))\b",
                of=PEOPLE | {Subject.NAMED, Subject.THEY},
            ),
            Phrase(
                "committed checked pushed published posted uploaded pasted",
                r"\b(?P<verb>committed|checked|pushed|published|posted|uploaded|pasted) [^.;]{0,30}\b(?:secrets?"
                r"|passwords?|credentials?|keys?|tokens?)\b[^.;]{0,30}"
                r"\b(?:public\w*|repository|repo|gist|channel|plain ?text|open|git)\b",
                of=PERSONS,
            ),
            Phrase(
                "that",
                rf"\bit was {SOMEBODY} that (?!(?:found|noticed|saw|spotted|fixed|helped|told|called|asked|raised"
                rf"|reported|discovered|suggested|first)\b)\w+",
            ),
            Phrase(
                "error mistake blunder slip lapse",
                rf"\b(?:was|is|were|be|by|to|of) {ONES} (?:own )?(?:errors?|mistakes?|blunders?|slips?|lapses?)\b"
                rf"|\b{ONES} (?:own )?errors? (?:was|were|led|caused|went|in|during|when|meant|cost)\b",
            ),
            Phrase(
                "part",
                r"\b(?:errors?|mistakes?|failures?|fault|negligence|oversights?|lapses?|slips?|inattention"
                r"|omissions?) on the part of\b",
            ),
            Phrase(
                "because since",
                r"\b(?:happened|occurred|came about|went wrong|went down|outage|incident|downtime|cause|reason"
                r"|problem|failure)\b[^.;]{0,30}?\b(?:because|since) [^.;,]{1,50}?"
                r"(?P<verb>\b(?:\w+ed|ran|did|made|put|set|took|left|thought|chose|sent|wrote|cut|forgot"
                r"|overwrote)\b)",
                of=PERSONS,
            ),
            Phrase(
                "wrong incorrect",
                r"\b(?P<verb>(?!noticed|found|saw|fixed|reverted|replaced|corrected|reported|discovered|spotted"
                r"|detected|identified|explained|suspected|observed|caught|asked|realised|realized|confirmed|received)"
                r"(?:[a-z]+ed|ran|hit|cut|set|put|took|chose|sent|shut|wrote|gave|went|made|used"
                r"|built)) (?:[\w-]+ ){0,3}?(?:the|a|an|into|in|on|at|to) (?:the )?(?:wrong|incorrect)(?![-\w])",
                of=PERSONS,
            ),
            Phrase(
                "mistyped misspelled misspelt misheard misplaced mislabelled mislabeled misrouted misapplied mistook misplugged miscounted misused",
                r"\b(?P<verb>mis(?:typed|spelled|spelt|heard|placed|labell?ed|routed|applied|took|counted|used"
                r"|calibrated|copied|directed|set|informed|led))\b",
                of=PEOPLE | {Subject.NAMED, Subject.WE},
            ),
            Phrase(
                "unfamiliar clueless oblivious lost overwhelmed confused careless",
                r"\b(?:is|are|was|were|being) (?:\w+ )?(?P<verb>unfamiliar|not familiar|clueless|oblivious"
                r"|out of (?:his|her|their) depth|ill-equipped|incapable|unwilling)\b",
                of=PERSONS,
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
                of=PERSONS,
            ),
            Phrase("responsible", rf"\bresponsible for (?:the|this) (?:outage|incident|failure): {SOMEBODY}"),
            Phrase(
                "fault blame responsibility culprit",
                rf"\b(?:fault|blame|responsibility)(?: for [^.;,]{{1,40}}?)? (?:lies|lay|rests|rested|is|falls|fell)"
                rf" (?:\w+ly )?(?:with|on|to) (?:the infrastructure|{SOMEBODY})"
                rf"|\b(?:fault|blame) (?:of|goes to|for this goes to) {SOMEBODY}|\bculprit (?:was|is) {SOMEBODY}",
            ),
            Phrase(
                "accidentally mistakenly erroneously wrongly incorrectly inadvertently unwittingly carelessly blindly "
                "unknowingly unintentionally prematurely foolishly needlessly",
                r"\b(?P<verb>(?:accidentally|mistakenly|erroneously|wrongly|incorrectly|inadvertently|unwittingly|carelessly"
                r"|blindly|unknowingly|unintentionally|prematurely|foolishly|needlessly) \w+|(?:\w+ed"
                r"|thought),? (?:wrongly|incorrectly|mistakenly|falsely))",
                of=PERSONS,
            ),
            Phrase(
                "misjudged mishandled miscalculated misdiagnosed mismanaged botched panicked miscommunicated overreacted dithered",
                r"\b(?:misjudged|mishandled|miscalculated|misdiagnosed|mismanaged|botched|panicked|miscommunicated"
                r"|overreacted"
                r"|underreacted|dithered|bungled|muddled)\b",
                of=NO_THING,
            ),
            Phrase(
                "jumped jumping cut cutting turned dragged sat passed shortcut",
                r"\b(?:jump(?:ed|ing)? to (?:a )?(?:\w+ )?conclusions?|jump(?:ed|ing)? the gun|cut(?:ting)? corners"
                r"|turn(?:ed|ing)? a blind eye|look(?:ed|ing)? the other way|drag(?:ged|ging) (?:his|her|their|our) feet"
                r"|pass(?:ed|ing)? the buck|had no business|(?:not|n't) do(?:ing)? (?:his|her|their|our) (?:job|homework)"
                r"|out of (?:his|her|their) depth|took the easy way)\b",
            ),
            Phrase(
                "nothing click clicked carried waved stood sat",
                r"\b(?P<verb>(?:still |then |yet |simply |just |again )*(?:did nothing|clicked through|waved (?:it"
                r"|them|this|that) through"
                r"|carried on regardless|stood by|sat on (?:it|this|that|(?:the|a|an|this|our) (?:\w+ )?(?:reports?"
                r"|tickets?|requests?|alerts?|emails?|warnings?|patch|fix|change))))\b",
                of=HUMANS | {Subject.NAMED},
            ),
            Phrase(
                "despite ignoring",
                rf"\bdespite (?:[\w-]+ ){{0,3}}(?:warnings?|advice|reminders?|objections?), (?:he|she|they|we|{SOMEBODY})\b",
            ),
            Phrase(
                "broke break",
                r"\b(?:broke|breaks) (?:production|prod|the build|the site|everything|main|master)\b",
                of=HUMANS,
            ),
            Phrase("guessed", r"\b(?P<verb>(?:just|simply|merely) (?:guessed|assumed|hoped))\b", of=ANY_OF_US | HUMANS),
            Phrase(
                "misread misunderstood misinterpreted misconfigured mistyped underestimated overestimated broke breaks "
                "caused crashed took brought rushed gave assumed let flooded overloaded leaked exposed knocked severed corrupted wiped overwrote destroyed confused mixed panicked gambled procrastinated dawdled",
                r"\b(?:misread|misunderstood|misinterpreted|misconfigured|mistyped|underestimated|overestimated|broke|breaks"
                r"|caused|crashed|took down|brought down|rushed|gave up|assumed wrongly|let (?:us|everyone) down"
                r"|flooded|overloaded|leaked|exposed|knocked (?:out|over|offline)|severed|corrupted|wiped|overwrote"
                r"|destroyed|confused (?:the|a|an|both|one|it|them|two)|mixed up|panicked|gambled|procrastinated|dawdled)\b",
                of=PERSONS,
            ),
            Phrase(
                "wasted wasting lost",
                r"\b(?:wast(?:ed|ing) (?:[\w-]+ ){0,4}(?:time|minutes?|hours?|days?|afternoon|morning)"
                r"|lost (?:control|track|focus|sight|patience|valuable time))\b",
                of=PERSONS,
            ),
            Phrase(
                "mistake accident",
                r"\b(?P<verb>\w+ed|ran|sent|cut|shut|took|set|put|made|chose) [^.;,]{0,60}\bby (?:mistake|accident)\b",
                of=PERSONS,
            ),
            Phrase("slip slipped slipping", r"\b(?P<verb>let|lets|allowed) (?:[\w-]+ ){1,5}(?:to )?slip\b", of=PEOPLE),
            Phrase(
                "wrong incorrect broken bad faulty buggy untested unreviewed",
                r"\b(?P<verb>typed|ran|entered|deleted|unplugged|dropped|rebooted|restarted|selected|picked|chose|pasted"
                r"|edited|removed|terminated|killed|executed|used|updated|deployed|pushed|merged|changed|applied|committed"
                rf"|set|rolled out) (?:\w+ )?(?:the |a |an )?{WRONG}\b",
                of=PERSONS,
            ),
            Phrase(
                "deemed considered judged declared believed thought assumed dismissed ignored missed overlooked",
                r"\b(?:deemed|considered|judged|declared|believed|thought|assumed|dismissed|ignored|missed|overlooked)\b"
                rf"[^.;]{{0,60}}\bby (?:the|an|a|our|one) (?:[\w-]+ ){{0,2}}?(?:{WHO})\b",
            ),
            Phrase(
                "lack lacked lacks",
                r"\black(?:ed|s)? (?:[\w-]+ ){0,3}?(?:knowledge|skills?|experience|competence|understanding"
                r"|training|awareness|expertise)\b",
                of=PERSONS,
            ),
            Phrase("left inexperienced", r"\bleft us with a mess\b|\binexperienced\b"),
        ),
    ),
)
