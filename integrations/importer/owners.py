"""Who is to do it, until when, how urgently: the ways in which people write that into an action item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.when import NotATime, day_at, plain
from integrations.importer.inline import balanced, plain_text
from integrations.importer.names import TEAM_ENDS, WHO, WHOS, is_name, names_of

_FIELD_NAMES = {
    "owner": r"(?:action |task )?owners?(?:\(s\))?|owned by|owning team|assignees?(?:\(s\))?|assigned(?: to)?"
    r"|responsible(?: person| team| party)?|responsibility|responsable|dri|who|lead|person|people|poc|taken by|driver"
    r"|accountable|contact|team|verantwortlich(?:er?)?|zuständig|wer|actor|champion",
    "due": r"due(?: date| by| on)?|by(?: when)?|until|échéance|deadlines?|eta|target(?: date)?|when|complete by"
    r"|completion(?: date)?|finish by|frist|fällig(?: am)?|bis|date",
    "priority": r"priority|prio|severity|urgency|p",
    "status": r"status|state|progress|done\?|completed\??",
    "ticket": r"tickets?|bugs?|issues?|jira|tracking(?: (?:bug|issue|ticket))?|link|tracked(?: in| by)?|reference|pr",
    "type": r"type|kind|category|class",
}
_ANY_FIELD = "|".join(f"(?P<{name}>{words})" for name, words in _FIELD_NAMES.items())
_FIELD = re.compile(
    rf"(?:^|(?<=[\s,;.(\[|/–—-]))(?P<bold>\*\*|__|[*_`])?(?:{_ANY_FIELD})"
    r"(?:(?:\*\*|__|[*_`])?\s?[:=](?:\*\*|__|[*_`])?|(?(bold)(?P=bold)(?=\s)|(?!)))\s*",
    re.IGNORECASE,
)
_VALUE_END = re.compile(r"\s*(?:[;|)\]\n]|\s[–—-]\s|$)")
_MARK_END = re.compile(r"[.*_`]{1,4}(?=\s|$)")
_COMMA = re.compile(r"\s*,\s")
_MENTION = r"@(?:[A-Z][a-z]\w{0,20} [A-Z][a-z’'-]{2,20}(?=\W|$)|[A-Za-z0-9][\w.-]{0,38}(?<![.-])(?:/[\w.-]{1,38})?)"
_MENTIONS = rf"`?{_MENTION}`?(?:\s?(?:,|&|/|\+|and)\s?`?{_MENTION}`?){{0,5}}"
_LEADING_MENTION = re.compile(
    rf"[(\[*]{{0,3}}(?P<who>{_MENTIONS})[)\]*]{{0,3}}\s?(?:[:–—-]{{1,2}}|to\b|will\b|\s)\s?(?=\S)", re.ASCII
)
_TRAILING_MENTION = re.compile(
    rf"\s*(?:[-–—,:;/|→]|->|=>|by|owner|assigned to)?\s*[(\[<]?\s*(?P<who>{_MENTIONS})\s*[)\]>]?\.?\s*$", re.ASCII
)
_BRACKETED_MENTION = re.compile(rf"\s?[(\[]\s?(?P<who>{_MENTIONS})\s?[)\]]", re.ASCII)
_TODO = re.compile(r"(?:TODO|ACTION|AI|FIXME)\s?\(\s?(?P<who>@?[\w][\w .-]{0,40})\s?\)\s?:?\s*")
_TRAILING_PAREN = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\s*\.?\s*$")
_TRAILING_DASH = re.compile(
    rf"\s+(?:[–—-]{{1,2}}|→|->|=>|\|)\s+(?P<inside>(?:{WHOS})(?:\s?[,/|–—-]\s?[^,]{{3,30}})?)\.?\s*$"
)
_TRAILING_MARKED = re.compile(  # "… – *Service owner*": a role that only its marks set apart
    r"\s(?:[–—-]{1,2}|→|\|)\s+(?P<mark>[*_]{1,2})(?P<inside>[A-Z][\w.'’-]*(?: [\w.'’&/-]+){0,3})(?P=mark)\.?\s*$"
)
_MARKED = rf"{WHO}(?:(?:\*\*)?\s?(?:,|&|/|\+|and)\s?(?:\*\*)?{WHO}){{0,4}}"
_LEADING_ROLE = re.compile(
    rf"[*_(\[]{{0,3}}(?:dri|owner|lead|assignee|responsible|assigned to)[*_]{{0,2}} (?P<who>{WHOS}|{_MENTION})"
    r"[*_)\]]{0,3}\s?[:–—-]\s?(?=\S)",
    re.IGNORECASE,
)
_DATED_MENTION = re.compile(
    rf"\s(?P<who>{_MENTION}),?\s+(?P<day>"
    r"[A-Z][a-z]{2,8}\.? [0-9]{1,2}(?:, [0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}\.? [A-Z][a-z]{2,8}(?: [0-9]{4})?)\.?$"
)
_LEADING_NAME = re.compile(
    rf"(?:\*\*|__)?[\[(]?(?P<who>{_MARKED})[\])]?(?:\*\*|__)?\s?(?::|\s[–—-]{{1,2}}\s|\s(?:to|will"
    rf"|should)\b)(?:\*\*|__)?\s*(?=\S)"
)
_LEADING_BRACKET = re.compile(
    rf"[*_`]{{0,3}}[\[(][*_`]{{0,3}}(?P<who>{WHOS}|[\w.][\w.’' &/+,-]{{1,40}})[*_`]{{0,3}}[\])]"
    r"[*_`]{0,3}\s?(?:[:–—-]\s)?\s*(?=[^\s(])"
)
_NO_OWNER = re.compile(  # what else stands in brackets before an item
    r"p[0-4]|[a-z]{1,8}-?[0-9]{1,6}|high|medium|low|critical|urgent|done|open|todo|wip|in progress|closed|short"
    r"|long|mid|.*[ -]?term|new|optional|stretch|bug|feature|docs?"
    r"|process|prevent\w*|detect\w*|mitigat\w*|monitoring|alerting"
    r"|fix|x|test(?:ing|s)?|infra|tooling|runbook|code|config|.*[0-9]{4}.*|immediate|now|later|next",
    re.IGNORECASE,
)
_OTHER_ROLE = re.compile(
    r"\b(?:thanks?(?: to)?|thank you|cc|ask|with|from|via|for|h/t|see|by request of|like|ping)[: ]*$", re.I
)
_DUE = re.compile(
    r"\s*(?:[(\[,;–—-]|\bdue\b)?\s*[*_]{0,2}\b(?:due(?: date)?(?: by| on)?|by|before|until|till|deadline|eta"
    r"|target(?:ed)?(?: for)?|no later than|bis(?: zum)?|fällig)\b:?\s+(?=[0-9A-Z])",
    re.IGNORECASE,
)
_TRAILING_DATE = re.compile(r"\s*[(\[,;/|–—-]\s*(?=[^()\[\]]{5,25}[)\]]?\.?\s*$)")
_PRIORITY = re.compile(
    r"(?:^|(?<=\s))[(\[*]{0,3}(?P<p>P[0-4]|(?:high|medium|low|critical"
    r"|urgent)(?: priority)?)[)\]*]{1,3}\s?[:–—-]?\s*|^\*{0,2}(?P<q>P[0-4])\*{0,2}\s?[:–—-]?\s+"
    r"|\s*[,(–—-]\s?(?P<r>P[0-4])\)?\s*$",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\s*[(\[*]{1,3}\s?(?P<status>done|completed?|complete|fixed|closed|in progress|open|todo|to do"
    r"|pending|planned|wip|not started|resolved|shipped|deployed)\s?[)\]*]{1,3}:?\s*|^(?:✅|☑️?|✔️?"
    r"|🟢)\s*|\s*(?:✅|☑️?|✔️?)\s*$",
    re.I,
)
_ALL_BOLD = re.compile(r"(?:\*\*|__)([^*_]+?):?(?:\*\*|__)")
_DONE_WORDS = (
    "done", "complete", "completed", "fixed", "closed", "resolved", "shipped", "deployed", "yes", "✅", "merged",
    "x",
)  # fmt: skip
_NOT_BEGUN = ("open", "todo", "to do", "new", "not started", "proposed", "pending", "planned", "")
_NOBODY = re.compile(
    r"(?:(?:tb[adc]|none|n/?a|unassigned|nobody|unknown|no ?one|not (?:yet )?(?:assigned|decided|known)|no owner"
    r"|niemand|offen|to be (?:assigned|decided|determined|confirmed|found)|needs? an? owner|unowned|vacant|[?]+)\b.*"
    r"|open|todo|[\s?.–—-]*)",
    re.IGNORECASE,
)
_NAMELESS = re.compile(  # "(TBD)", "— unassigned": nobody yet
    r"\s*(?:[(\[]|\s[–—-]\s)(?:owner:? ?)?(?:tb[adc]|unassigned|nobody(?: yet)?|no owner(?: yet)?|[?]+)[)\]]?\.?$",
    re.IGNORECASE,
)
_DUE_WORDS = re.compile(
    r"(?:due(?: date)?(?: by| on)?|by|before|until|eta|target|deadline|bis|fällig):?\s+", re.IGNORECASE
)


@dataclass(slots=True)
class Told:
    """What an item says beside what to do. ``text``: the rest."""

    text: str
    owner: str | None = None
    due: date | None = None
    priority: str | None = None
    done: bool = False
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """What surrounds an item: the document's day, its people, and whether its list puts names in front or behind."""

    day: date | None
    day_first: bool
    people: frozenset[str]
    names_lead: bool = False
    names_trail: bool = False


def tell(text: str, company: Company) -> Told:
    """Read one item's text."""
    told = Told(text.strip())
    for step in (
        _take_status,
        _take_bracket,
        _take_fields,
        _take_priority,
        _take_mention,
        _take_due,
        _take_mention,
        _take_name,
        _take_due,
    ):
        step(told, company)
    told.text = balanced(told.text.strip(" ,;–—|")).strip()
    told.text = re.sub(r"\s+[-:/_*]+$|\s*\(\s*\)$", "", told.text).strip()
    if told.owner or told.due:
        told.text = told.text.rstrip(" :")
    if found := _ALL_BOLD.fullmatch(told.text):
        told.text = found[1]
    return told


def company_of(texts: list[str], *, day: date | None, day_first: bool, people: frozenset[str]) -> Company:
    """What the items of one list have in common: names in front or behind, if at least two and most of them do."""
    bare = [_without_extras(text) for text in texts]
    lead = sum(_may_own(found) for text in bare if (found := _leading(text)))
    trail = sum(any(is_name(who) for who in _trailing_names(text)) for text in bare)
    names_lead, names_trail = lead >= 2 and lead * 2 >= len(texts), trail >= 2 and trail * 2 > len(texts)
    return Company(day, day_first, people, names_lead, names_trail)


def _leading(text: str) -> re.Match[str] | None:
    return _LEADING_BRACKET.match(text) or _LEADING_NAME.match(text)


def _may_own(found: re.Match[str]) -> bool:
    """Whether what stands in front may be somebody: a name, or in brackets anything that is no kind or priority."""
    bracketed = found.re is _LEADING_BRACKET and "[" in found[0]
    return is_name(found["who"]) or (bracketed and not _NO_OWNER.fullmatch(found["who"].strip()))


def field_of(name: str) -> str | None:
    """The kind of field ("owner", "due", "priority", "status", "ticket", "type") that a label or column names."""
    words = plain_text(name).strip(" :?").lower()
    return next((kind for kind, known in _FIELD_NAMES.items() if re.fullmatch(known, words, re.I)), None)


def set_field(told: Told, kind: str, value: str, company: Company) -> bool:
    """Take a labelled value. False if it says nothing of its kind (a due date that is no date)."""
    plain_value = plain_text(value).strip(" .,;")
    if kind == "owner":
        told.owner = told.owner or someone(plain_value)
    elif kind == "due":
        told.due = told.due or due_date(plain_value, company)
        return told.due is not None or bool(_NOBODY.fullmatch(plain_value))
    elif kind == "priority":
        told.priority = told.priority or plain_value.removesuffix(" priority")[:40] or None
    elif kind == "type":
        told.kind = plain_value[:40] or None
    elif kind == "status":
        told.done = told.done or plain_value.lower().startswith(_DONE_WORDS)
        return told.done or plain_value.lower() in _NOT_BEGUN
    else:
        return False
    return True


def someone(text: str) -> str | None:
    """The owner as written, None for "TBD" and the like."""
    plain_value = plain_text(text).strip(" .,;:()[]")
    return None if _NOBODY.fullmatch(plain_value) or len(plain_value) > 80 else plain_value


def due_date(text: str, company: Company) -> date | None:
    """The day that a text begins with; without a year the first that is not long before the incident."""
    plain_value = plain(plain_text(text)).strip(" ([")
    try:
        found = day_at(plain_value, 0, beside_clock=True)
        if not found or found[0].relative:
            return None
        near = (company.day or date(2000, 1, 1)) + timedelta(days=120)
        return found[0].near(near, day_first=company.day_first) if found[0].year or company.day else None
    except NotATime:
        return None


def _take_status(told: Told, company: Company) -> None:
    told.text = _NAMELESS.sub("", told.text)
    if found := _STATUS.search(told.text):
        status = found["status"] or "done"
        told.done = told.done or status.lower().startswith(_DONE_WORDS)
        told.text = f"{told.text[: found.start()]} {told.text[found.end() :]}".strip()


def _take_bracket(told: Told, company: Company) -> None:
    """ "(@ada, due 2026-05-01, P2)" at the end: taken only if each part of it is somebody, a date or a priority."""
    found = _TRAILING_PAREN.search(told.text)
    if not found:
        return
    parts = re.split(r"\s*[,;|/]\s+|\s[–—-]\s", found["inside"])
    whos, days, priorities, vague = [], [], [], ""
    for part in parts:
        bare = part.strip(" `*")
        if re.fullmatch(_MENTIONS, bare, re.ASCII):
            whos.append(bare)
        elif day := due_date(_DUE_WORDS.sub("", bare, count=1), company):
            days.append(day)
        elif re.fullmatch(r"p[0-4]", bare, re.IGNORECASE):
            priorities.append(bare)
        elif len(parts) > 1 and (is_name(bare) or _known(bare, company)):
            whos.append(bare)
        elif whos and _DUE_WORDS.match(bare):
            vague = f" ({bare})"
        else:
            return
    told.owner = ", ".join(whos) or None
    told.due = days[0] if days else None
    told.priority = priorities[0] if priorities else None
    told.text = told.text[: found.start()].strip() + vague


def _take_fields(told: Told, company: Company) -> None:
    """ "… Owner: Ada; Due: 2026-05-01". The label must not be the item's first word with nothing before or after."""
    if found := _TODO.match(told.text) or _LEADING_ROLE.match(told.text):
        told.owner, told.text = someone(found["who"]), told.text[found.end() :]
    pieces = list(_FIELD.finditer(told.text))
    kept, at = [], 0
    for place, found in enumerate(pieces):
        kind = next(name for name in _FIELD_NAMES if found[name])
        if kind in ("ticket", "type") or (found.start() == 0 and len(pieces) == 1 and kind not in ("owner", "due")):
            continue
        limit = pieces[place + 1].start() if place + 1 < len(pieces) else len(told.text)
        mark = found["bold"] or ""
        if mark and found[0].count(mark) == 1 and (close := told.text.find(mark, found.end(), limit)) > 0:
            limit = close  # "*Owner: Ada.* #12" ends with its mark
        stop = _value_stop(told.text, found.end(), limit, kind)
        if set_field(told, kind, told.text[found.end() : stop], company):
            kept.append(told.text[at : found.start()].rstrip(" ,;(|[/–—-"))
            after = _VALUE_END.match(told.text, stop) or _MARK_END.match(told.text, stop)
            at = after.end() if after else stop
    kept.append(told.text[at:])
    if at:
        told.text = " ".join(part for part in (each.strip(" ,;") for each in kept) if part)


def _value_stop(text: str, at: int, limit: int, kind: str) -> int:
    if kind == "due" and (end := _date_end(text, at)):
        return end
    found = _VALUE_END.search(text, at, limit)
    stop = found.start() if found else limit
    if (
        kind != "due"
        and (comma := _COMMA.search(text, at, stop))
        and not re.match(rf"(?:{WHO}|{_MENTION})\b", text[comma.end() :])
    ):
        stop = comma.start()
    sentence = re.compile(r"\.\s").search(text, at, stop)
    return sentence.start() if sentence and sentence.start() - at > 2 and kind == "owner" else stop


def _date_end(text: str, at: int) -> int | None:
    """Where a date ends that begins here."""
    try:
        found = day_at(plain(text), at)
    except NotATime:
        return None
    return found[1] if found and not found[0].relative else None


def _take_priority(told: Told, company: Company) -> None:
    if found := _PRIORITY.search(told.text):
        told.priority = told.priority or re.sub(r"(?i) priority$", "", found["p"] or found["q"] or found["r"])
        told.text = f"{told.text[: found.start()]} {told.text[found.end() :]}".strip()


def _take_mention(told: Told, company: Company) -> None:
    if told.owner:
        return
    if (dated := _DATED_MENTION.search(told.text)) and (day := due_date(dated["day"], company)):
        told.owner, told.due, told.text = dated["who"], told.due or day, told.text[: dated.start()]
        return
    for pattern in (_LEADING_MENTION, _TRAILING_MENTION, _BRACKETED_MENTION):
        found = pattern.match(told.text) if pattern is _LEADING_MENTION else pattern.search(told.text)
        if found and len(found[0].strip()) < len(told.text) and not _OTHER_ROLE.search(told.text[: found.start("who")]):
            told.owner = found["who"].replace("`", "")
            told.text = f"{told.text[: found.start()]} {told.text[found.end() :]}".strip()
            return


def _take_due(told: Told, company: Company) -> None:
    if told.due:
        return
    for found in (*_DUE.finditer(told.text), *_TRAILING_DATE.finditer(told.text)):
        text = plain(told.text)
        try:
            day = day_at(text, found.end(), beside_clock=True)
        except NotATime:
            continue
        value = due_date(text[found.end() :], company) if day and not day[0].relative else None
        if day and value:
            rest = told.text[day[1] :].lstrip(")] ,;.*_").lstrip()
            told.due = value
            told.text = f"{told.text[: found.start()]} {rest}".strip().removesuffix("→").strip()
            return


def _take_name(told: Told, company: Company) -> None:
    if told.owner:
        return
    for pattern in (_LEADING_BRACKET, _LEADING_NAME):
        found = pattern.match(told.text)
        if found and (_known(found["who"], company) or (company.names_lead and _may_own(found))):
            told.owner, told.text = someone(plain_text(found["who"])), told.text[found.end() :]
            return
    if (marked := _TRAILING_MARKED.search(told.text)) and not due_date(marked["inside"], company):
        told.owner, told.text = someone(marked["inside"]), told.text[: marked.start()].strip()
        return
    for pattern in (_TRAILING_PAREN, _TRAILING_DASH):
        found = pattern.search(told.text)
        if found and (who := _owner_in(found["inside"], company, pattern is _TRAILING_PAREN)):
            if not told.due:
                told.due = next((day for part in names_of(found["inside"]) if (day := due_date(part, company))), None)
            told.owner, told.text = who, told.text[: found.start()].strip()
            return


def _owner_in(inside: str, company: Company, bracketed: bool) -> str | None:
    names = [part for part in names_of(inside) if not due_date(part, company)]
    who = ", ".join(names) if len(names) < len(names_of(inside)) else plain_text(inside).strip()
    if names and all(_known(name, company) for name in names):
        return who
    likely = bracketed or company.names_trail or all(len(name.split()) > 1 for name in names)
    return who if names and likely and all(is_name(name) for name in names) and len(names) <= 3 else None


def _trailing_names(text: str) -> Iterator[str]:
    for pattern in (_TRAILING_PAREN, _TRAILING_DASH):
        if found := pattern.search(text):
            yield from names_of(found["inside"])[:1]


def _without_extras(text: str) -> str:
    text = _STATUS.sub(" ", text).strip()
    return _PRIORITY.sub("", text).strip()


def _known(who: str, company: Company) -> bool:
    names = [each.lower().lstrip("@") for each in names_of(who)]
    return bool(names) and all(name in company.people or name.split(" ")[-1] in TEAM_ENDS for name in names)
