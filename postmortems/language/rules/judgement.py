"""How good it was, and resolutions to be better."""

from django.utils.translation import gettext_lazy as _

from postmortems.language.phrases import SOMEBODY, WHO, Phrase
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANY_OF_US, ANYBODY, HUMANS, PEOPLE, PERSONS, Subject

TEAM_NAME = r"(?:engineering|infrastructure|management|network|operations|platform|qa|security|support)"

RULES: tuple[Rule, ...] = (
    Rule(
        "judgement",
        _("A judgement"),
        _("This says how good it was, seen from now. It tells the reader what to think, not what happened."),
        _("What did people know, want and weigh when they decided? What happened next?"),
        "Dekker 2014; Etsy 2016",
        (
            Phrase(
                "bad wrong terrible poor questionable unwise horrible dumb awful dubious",
                r"\b(?:bad|wrong|terrible|poor|questionable|unwise|horrible|dumb|awful"
                r"|dubious) (?:decision(?! (?:branch|tree|table|log))|idea"
                r"|judge?ment|choice|planning|communication|discipline|attitude|leadership|coordination|engineering"
                r"|practice|habit|workmanship|craftsmanship|management|teamwork|work ethic|housekeeping|preparation)s?\b"
                r"|\b(?:textbook|prime|classic|perfect|sad) (?:example|case) of (?:bad|poor|sloppy|how not|what not"
                r"|lazy|bad|wrong|mis\w+|negl\w+)\b"
                r"|\b(?:bad|wrong|terrible) (?:call|move)\b(?! to)|\b(?:did|done|do|doing) a (?:bad|poor|terrible"
                r"|lousy) job\b",
            ),
            Phrase(
                "decision choice idea communication coordination judgement judgment",
                r"\b(?:decision|choice|idea|communication|coordination|judge?ment)\b[^.;,]{0,40} "
                r"(?:was|is|were) (?:\w+ly )?(?:wrong|bad|poor|a mistake|unwise|terrible|questionable|unacceptable"
                r"|inadequate|lacking|a (?:very |rather )?(?:bad|poor|wrong|terrible|stupid|dumb"
                r"|questionable) (?:one|move|call))\b",
            ),
            Phrase(
                "badly poorly terribly clumsily wrong",
                r"\b(?P<verb>handled|managed|communicated|coordinated|organi[sz]ed|executed|planned|reacted"
                r"|responded|behaved|performed|wrote|tested|explained)\b [^.;]{0,50}? ?(?:badly|poorly|terribly|clumsily)\b",
                of=ANYBODY,
            ),
            Phrase("better", r"\bbetter (?:judge?ment|discipline|sense)\b"),
            Phrase(
                "naive naively lazily cavalier embarrassing pathetic appalling abysmal ridiculous absurd shameful deplorable short "
                "misguided ill slipshod haphazard haphazardly lackadaisical cursory perfunctory blithely foolhardy rash slapdash cavalier "
                "dereliction egregious blatant inexcusably unthinkable unjustifiable indefensible unwise imprudent amateur rookie "
                "nonsensical senseless disappointing unforgivable pointless carefree sluggish lax lethargic disgraceful ludicrous laughable",
                r"\b(?:naive(?:ly)?(?! (?:algorithm|implementation|approach|solution|bayes|query|loop|version|join))"
                r"|lazily(?! (?:load|init|evaluat|creat|comput|fetch))"
                r"|cavalier|embarrassing(?:ly)?|pathetic|appalling(?:ly)?|abysmal|ridiculous(?:ly)?|absurd(?:ly)?"
                r"|shameful(?:ly)?|deplorable"
                r"|short-?sighted(?:ness)?|misguided|ill-(?:advised|considered|judged|conceived|prepared"
                r"|thought-out)|slipshod|haphazard(?:ly)?|lackadaisical|cursory"
                r"|perfunctory|blithely|foolhardy|rashly?|slapdash|dereliction|egregious(?:ly)?|blatant(?:ly)?"
                r"|inexcusably|unthinkable"
                r"|unjustifiable|indefensible|unwise|imprudent|amateur|rookie|nonsensical|senseless"
                r"|disappointing(?:ly)?|carefree|lethargic|ludicrous|laughable)\b",
            ),
            Phrase(
                "testing review planning communication response handling preparation triage training documentation coordination work effort management rollout maintenance support supervision oversight",
                r"\b(?:testing|reviews?|planning|communications?|response|reaction|handling|preparation|triage"
                r"|training|coordination|work|efforts?|management|maintenance|support|supervision|leadership"
                r"|ownership|diligence)\b"
                r"[^.;,]{0,60} (?:was|were|is|are|has been|have been) (?:\w+ly |very |far |too |so |not |rather ){0,2}"
                r"(?:inadequate|insufficient|poor|bad|slow|weak|late|lacking|patchy|chaotic|subpar|substandard"
                r"|minimal|lax|terrible|dismal|good enough|up to (?:standard|scratch)|acceptable|non-existent)\b",
                unless=r"\b(?:error|exception|signal|request|data|memory|power|battery) (?:handling|management|response|support)\b",
            ),
            Phrase(
                "woefully grossly utterly shockingly inexplicable inexplicably incomprehensible baffling outrageous dismal lousy lamentable unreasonable irresponsibly",
                r"\b(?:woefully|grossly|shockingly|inexplicabl[ey]|incomprehensibl[ey]|baffling(?:ly)?"
                r"|outrageous(?:ly)?|dismal(?:ly)?|lousy|lamentabl[ey]|beggars belief|beyond belief)\b",
            ),
            Phrase(
                "hard difficult impossible wonder wonders mind goes needless thinking how beyond",
                r"\b(?:hard|difficult|impossible) to (?:understand|see|imagine|believe|fathom|explain|justify"
                r"|excuse) (?:why|how|what|that)\b|\bone (?:has to |must |can only )?wonders?\b"
                r"|\b(?:in|of) (?:their|his|her) right mind\b|\b(?:it )?goes without saying\b|\bneedless to say\b"
                r"|\bwhat (?:was|were) (?:he|she|they|we|anyone) thinking\b"
                r"|\bhow could (?:he|she|they|we|you|anyone|anybody|someone|nobody|this team) (?:not |possibly |have )",
            ),
            Phrase(
                "priority later tends habitually constantly routinely consistently continually chronically",
                r"\b(?:never|hardly|not|n't) (?:\w+ ){0,2}(?:a )?priority (?:for|of) (?:this|the|that"
                r"|our) (?:\w+ )?(?:team|group|department|squad|company|management|leadership)\b"
                r"|\bask(?:s|ed)? (?:questions )?(?:later|afterwards)\b",
            ),
            Phrase(
                "notorious infamous known unfit unresponsive uncooperative unhelpful cannot reputation habit history culture tendency record rely relies expects trusted incapable unable",
                r"\b(?P<verb>(?:is|are|was|were) (?:\w+ )?(?:notorious|infamous|known for|incapable|unfit"
                r"|unresponsive|uncooperative|unhelpful"
                r"|not to be trusted|unreliable)|has a (?:\w+ )?(?:reputation|habit|history|culture|tendency"
                r"|track record) (?:of|for|to)"
                r"|have a (?:\w+ )?(?:reputation|habit|history|culture|tendency|track record) (?:of|for|to)|(?:rely"
                r"|relies|relied|expects?|count|counts) (?:on )?(?:[\w-]+ ){1,4}to (?:find|catch|fix|do|clean|notice|spot)"
                r"|cannot be (?:trusted|bothered|relied))\b",
                of=PEOPLE,
            ),
            Phrase(
                "step serious learn wake grow start stop improve get act",
                r"\b(?P<verb>needs?|must|has|have|should|ought)(?: to)? (?:\w+ )?(?:step up|get (?:better at|serious"
                r"|its|their)|learn (?:to|how|from)|wake up|grow up|take (?:more |better |some )?(?:responsibility"
                r"|ownership)"
                r"|start (?:taking|doing|caring|testing|listening|reading)|stop (?:ignoring|cutting|skipping|blaming"
                r"|breaking|merging|assuming|pretending)|show (?:more|some|better)|improve (?:its"
                r"|their) (?:discipline|attitude|habits|behaviour|behavior|performance))\b",
                of=ANY_OF_US,
            ),
            Phrase(
                "always never constantly",
                r"\b(?P<verb>(?:is|are) (?:always|never|constantly|usually|often|forever) )(?!available|reachable"
                r"|on call|on-call|present|happy|welcome)\w+",
                of=frozenset({Subject.TEAM}),
            ),
            Phrase(
                "mess disaster shambles joke farce fiasco embarrassment debacle travesty nightmare catastrophe",
                r"\b(?:was|is|were|are|been) (?:simply |just |really |quite )?(?:a|an) (?:\w+ )?(?:mess|shambles"
                r"|joke|farce|fiasco|embarrassment|debacle|travesty)\b|\b(?:complete|total|utter) (?:mess|shambles"
                r"|joke|farce|fiasco|debacle|disaster)\b",
            ),
            Phrase("foreseeable predictable", r"\b(?:was|were) (?:\w+ly )?(?:foreseeable|predictable)\b"),
            Phrase(
                "slow quick reluctant hesitant eager late unwilling",
                r"\b(?P<verb>was|were|is|are|had been) (?:\w+ly |very |too |so |rather )?(?:slow|quick|reluctant"
                r"|hesitant|eager|late|unwilling) (?:to|in|with|at) ",
                of=PERSONS,
            ),
            Phrase(
                "terrible dreadful awful sorry shocking",
                r"\b(?:terrible|dreadful|awful|sorry|shocking) (?:state|shape|condition)\b",
            ),
            Phrase(
                "want wants wanted",
                r"\b(?P<verb>did(?:n't| not)|do(?:es)?(?:n't| not)|never) (?:\w+ly )?want(?:s|ed)? to (?:hear|know"
                r"|listen|spend|wait"
                r"|deal|understand|see|pay)\b",
                of=PERSONS,
            ),
            Phrase("ashamed embarrassed", r"\b(?:be|feel|is|are) (?:ashamed|embarrassed)\b"),
            Phrase(
                "rarely seldom hardly barely",
                r"\b(?P<verb>rarely|seldom|hardly(?: ever)?|barely(?: ever)?) (?!any\b|use)\w+",
                of=PEOPLE,
            ),
            Phrase(
                "tends habitually constantly routinely consistently continually chronically never always",
                r"\b(?P<verb>tends? to|tended to|habitually|constantly|routinely|consistently|continually"
                r"|chronically|notoriously|never) (?:\w+s|\w+ed|\w+)\b(?! (?:meet|rotat))",
                of=frozenset({Subject.TEAM}),
            ),
            Phrase(
                "poorly badly thought hastily half",
                r"\b(?:poorly|badly|not|hastily|half|never) ?-?(?:thought|planned|prepared|thought-|designed"
                r"|conceived|researched)[- ](?:out|through)\b|\b(?:poorly|badly) (?:planned|prepared|designed"
                r"|conceived|researched|written|thought|reviewed|tested|maintained|organi[sz]ed)\b",
            ),
            Phrase(
                "basic simple elementary obvious minimal trivial fundamental standard slightest least bit",
                r"\b(?:the most |even a |even the most |a |the |such a |even )(?:basic|simple|elementary|obvious"
                r"|minimal|trivial|fundamental|rudimentary|slightest|least) "
                r"(?:\w+ )?(?:checks?|precautions?|care|diligence|hygiene|mistakes?|errors?|attention|tests?|steps?"
                r"|safeguards?|review|sanity check|look|glance)\b[^.;]{0,60}"
                r"(?:\bnot\b|n't|\bnever\b|\bwould\b|\bcould\b|\bwas (?:missed|skipped|missing|omitted)|\bby\b)",
            ),
            Phrase(
                "took long slow",
                r"\btook (?:us|the team|him|her|them|operations|everyone|the on-call(?: engineer)?) (?:far |way "
                r"|much |entirely )?(?:too|unacceptably|embarrassingly) long\b",
            ),
            Phrase(
                "keeps kept keep insists always habitually tends",
                r"\b(?P<verb>keeps?|kept|insists? on|insisted on|has a habit of"
                r"|have a habit of) (?:\w+ly )?(?:\w+ing) [^.;]{0,40}\b(?:without|despite|regardless|even though"
                r"|instead of)\b",
                of=PEOPLE,
            ),
            Phrase(
                "reason excuse",
                r"\bno (?:\w+ )?(?:reason|excuse) (?:why|that|for)\b[^.;]{0,40}(?:n't|\bnot\b|\bnever\b)"
                r"|\bno (?:\w+ )?(?:reason|excuse) (?:not to|to not|for not)\b",
            ),
            Phrase(
                "wrongly incorrectly mistakenly foolishly prematurely needlessly unnecessarily lightly",
                r"\b(?:was|were|been|being) (?:wrongly|incorrectly|mistakenly|foolishly|prematurely|needlessly"
                r"|unnecessarily|lightly|blindly)"
                r" (?:dismissed|assumed|believed|judged|waved|thought|presumed|concluded|approved|trusted|taken lightly)\b",
            ),
            Phrase(
                "rushed botched bungled mishandled overlooked ignored skipped misjudged neglected",
                r"\b(?:rushed|botched|bungled|mishandled|overlooked|ignored|skipped|misjudged|neglected)(?: \w+)? by "
                rf"{SOMEBODY}",
            ),
            Phrase(
                "badly poorly",
                r"\b(?:done|handled|managed|communicated|coordinated|organi[sz]ed|executed|planned) "
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
                r"|elementary mistake"
                r"|not qualified|underqualified)\b",
                unless=r"\bunacceptable (?:latency|level|delay|amount|rate|risk)",
            ),
            Phrase("enough", r"\b(?:is|are|was|were)(?:n't| not) \w+ enough\b", of=PEOPLE),
            Phrase(
                "knew knows known know anyone anybody everyone everybody could",
                r"\b(?:knew|knows|know) better\b|\bmust have (?:known|seen|noticed|realised|realized)\b"
                rf"|\b(?:everyone|everybody|anyone|anybody|every \w+|any (?:\w+ )?(?:{WHO}))(?: (?:on|in|at"
                rf"|of) (?:[\w-]+ ){{1,4}}?| here | )"
                r"?(?:knows|knew|should know|could (?:have )?(?:tell|told|seen|see)) (?:that|how|not|to|the|better|what)\b",
            ),
            Phrase(
                "experienced competent good careful decent reasonable seasoned proper attentive diligent responsible real serious sane",
                r"\b(?:an?|any|every|no) (?:\w+ly )?(?:experienced|competent|good|careful|decent|reasonable|seasoned"
                r"|proper|attentive|diligent"
                r"|responsible|real|serious|sane|trained|professional|sensible|qualified|senior|halfway \w+)"
                rf" (?:[\w-]+ )?(?:{WHO})(?: \w+ \w+)? (?:would|could|does|acts|runs|makes|forgets|knows)\b",
            ),
            Phrase(
                "slow slowly long late hasty quick quickly eager confident",
                r"\b(?P<verb>is|are|was|were|took|reacted|responded|acted|moved|escalated|answered) (?:[\w-]+ ){0,3}?"
                r"(?:too|awfully|painfully|unacceptably) (?:slow(?:ly)?|long|late|hasty|quick(?:ly)?|eager|confident)\b",
                of=PEOPLE,
            ),
            Phrase(
                "understand know realise realize think care",
                r"\b(?:simply|just|clearly|obviously|evidently) (?P<verb>did(?:n't| not)|do(?:es)?(?:n't| not)) "
                r"(?:understand|know|reali[sz]e|think|care|get it)\b",
                of=HUMANS,
            ),
            Phrase("seriously", r"(?:n't|\bnot|\bnever) (?:\w+ly )?(?:take|taken|took|taking) [^.;]{1,40} seriously\b"),
            Phrase(
                "know knew", r"(?:n't|\bnot|\bno idea) (?:know )?what (?:he|she|they|we) (?:was|were|is|are) doing\b"
            ),
            Phrase("occurred occur", r"(?:\bnever|\bnot|n't) (?:\w+ )?occur(?:red)? to\b"),
            Phrase(
                "nobody no",
                r"\b(?:nobody|no one) (?:took|takes|felt) (?:any )?(?:responsib\w+|ownership|care|charge|an interest)\b",
            ),
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
                "is are isn aren",
                r"\b(?P<verb>(?:is|are)(?:n't| not| never)) (?:\w+ly )?(?!(?:working|using|running|planning"
                r"|expecting|going|having|being|receiving|seeing)\b)\w{3,}ing\b",
                of=frozenset({Subject.TEAM}),
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
            Phrase(
                "reminded retrained disciplined reprimanded spoken warned",
                r"\b(?P<verb>(?:is|are)(?= (?:\w+ )?reminded (?:to|that|not))|was|were|has been|have been|will be|must be"
                r"|should be) (?:\w+ )?(?:reminded"
                r"|retrained|disciplined|reprimanded|spoken to"
                r"|warned (?:about|not))\b",
                of=PEOPLE,
            ),
            Phrase(
                "carefully closely attentively thoroughly diligently conscientiously properly twice",
                r"\b(?P<verb>must|should|need to|needs to|have to|has to"
                r"|ought to) (?!be\b)[^.;,]{1,50}? (?:carefully|attentively|thoroughly|diligently|conscientiously|twice)\b",
                of=ANY_OF_US,
            ),
            Phrase(
                "stricter better faster quicker harder tougher",
                r"\b(?P<verb>must|should|need to|needs to|have to|has to|will|ought to) (?:all )?be (?:much |far "
                r"|a lot )?(?:stricter|tougher|better (?:at|about|with)|(?:faster|quicker) (?:to|at|in|with))",
                of=ANY_OF_US,
            ),
            Phrase(
                "told instructed ordered urged warned admonished asked",
                r"\b(?P<verb>(?:has|have) (?:now |since )?been (?:told|instructed|ordered|urged|warned"
                r"|admonished)) (?:again )?(?:to|not to|about)\b",
                of=PEOPLE,
            ),
            Phrase(
                "think concentrate focus attention care",
                rf"\b(?:people|staff|{WHO}) (?:should|must|need to|have to|ought to) (?:\w+ )?"
                r"(?:think (?:before|twice|first|harder)|concentrate|focus|take (?:more |better )?care|pay)\b",
            ),
            Phrase("remind reminded reminding", rf"\bremind(?:ed|ing)? (?:all |every )?{SOMEBODY} (?:\w+ ){{0,2}}to\b"),
            Phrase(
                "double check remember verify test follow read attention",
                rf"\b(?:{WHO}|people|operators|everyone|everybody|members|we|staff) (?:must|should|need to|have to"
                rf"|ought to) "
                r"(?:(?:always |remember to |make sure to )*double[- ]?check|remember to|never forget|be (?:mindful"
                r"|conscious|aware)"
                r"|(?:always |make sure to )+(?:check|verify|test|follow|read))\b"
                r"|\b(?:must|should|need to|have to) pay (?:more |close |closer )?attention\b",
            ),
        ),
    ),
)
