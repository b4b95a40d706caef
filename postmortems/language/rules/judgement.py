"""How good it was, and resolutions to be better."""

from django.utils.translation import gettext_lazy as _

from postmortems.language.phrases import SOMEBODY, WHO, Phrase
from postmortems.language.rules.rule import Rule
from postmortems.language.subject import ANY_OF_US, HUMANS, PEOPLE, Subject

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
                r"\b(?:bad|wrong|terrible|poor|questionable|unwise|horrible|dumb|awful|dubious) (?:decision(?! (?:branch|tree|table|log))|idea"
                r"|judge?ment|choice|planning|communication|discipline|attitude|leadership|coordination)s?\b"
                r"|\b(?:bad|wrong|terrible) (?:call|move)\b(?! to)|\b(?:did|done|do|doing) a (?:bad|poor|terrible|lousy) job\b",
            ),
            Phrase(
                "decision choice idea communication coordination judgement judgment",
                r"\b(?:decision|choice|idea|communication|coordination|judge?ment)\b[^.;,]{0,40} "
                r"(?:was|is|were) (?:\w+ly )?(?:wrong|bad|poor|a mistake|unwise|terrible|questionable|unacceptable"
                r"|inadequate|lacking|a (?:very |rather )?(?:bad|poor|wrong|terrible|stupid|dumb|questionable) (?:one|move|call))\b",
            ),
            Phrase("better", r"\bbetter (?:judge?ment|discipline|sense)\b"),
            Phrase(
                "reason excuse",
                r"\bno (?:\w+ )?(?:reason|excuse) (?:why|that|for)\b[^.;]{0,40}(?:n't|\bnot\b|\bnever\b)"
                r"|\bno (?:\w+ )?(?:reason|excuse) (?:not to|to not|for not)\b",
            ),
            Phrase(
                "wrongly incorrectly mistakenly foolishly prematurely needlessly unnecessarily lightly",
                r"\b(?:was|were|been|being) (?:wrongly|incorrectly|mistakenly|foolishly|prematurely|needlessly|unnecessarily|lightly|blindly)"
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
                r"\b(?:unacceptable|no excuse|common sense|should(?:'ve| have)? know(?:n)? better|unqualified|elementary mistake"
                r"|not qualified|underqualified)\b",
                unless=r"\bunacceptable (?:latency|level|delay|amount|rate|risk)",
            ),
            Phrase("enough", r"\b(?:is|are|was|were)(?:n't| not) \w+ enough\b", of=PEOPLE),
            Phrase(
                "knew knows known know anyone anybody everyone everybody could",
                r"\b(?:knew|knows|know) better\b|\bmust have (?:known|seen|noticed|realised|realized)\b"
                rf"|\b(?:everyone|everybody|anyone|anybody|every \w+|any (?:\w+ )?(?:{WHO}))(?: (?:on|in|at|of) (?:[\w-]+ ){{1,4}}?| here | )"
                r"?(?:knows|knew|should know|could (?:have )?(?:tell|told|seen|see)) (?:that|how|not|to|the|better|what)\b",
            ),
            Phrase(
                "experienced competent good careful decent reasonable seasoned proper attentive diligent responsible real serious sane",
                r"\b(?:an?|any|every|no) (?:\w+ly )?(?:experienced|competent|good|careful|decent|reasonable|seasoned|proper|attentive|diligent"
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
            Phrase("seriously", r"\b(?:n't|not|never) (?:\w+ly )?(?:take|taken|took) [^.;]{1,40} seriously\b"),
            Phrase("know knew", r"\b(?:n't|not|no idea) (?:know )?what (?:he|she|they|we) (?:was|were|is|are) doing\b"),
            Phrase("occurred occur", r"\b(?:never|not|n't) (?:\w+ )?occur(?:red)? to\b"),
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
                r"\b(?P<verb>was|were|has been|have been|will be) (?:\w+ )?(?:reminded|retrained|disciplined|reprimanded|spoken to"
                r"|warned (?:about|not))\b",
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
                r"\b(?:engineers|developers|operators|people|everyone|everybody|reviewers|we) (?:must|should|need to|have to) "
                r"(?:always |remember to |make sure to )+(?:double-?check|check|remember|verify|test|follow|read)\b"
                r"|\b(?:must|should|need to|have to) pay (?:more |close |closer )?attention\b",
            ),
        ),
    ),
)
