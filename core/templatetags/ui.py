"""Marks and words that every page shares: icons, severity, state chips, times, durations, people.

The settings list this module among the template built-ins, so no template has to load it.
``docs/design.md`` shows each tag with an example.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from core.keys import KEY
from core.looks import Look, kind_look, state_look

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400
MARKS = {
    1: '<rect x="1.5" y="1.5" width="13" height="13" rx="1.5"/>',
    2: '<path d="M8 .6 15.4 8 8 15.4.6 8z"/>',
    3: '<path d="M8 1.3 15.3 14.2H.7z"/>',
    4: '<circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" stroke-width="2.4"/>',
}
HUES = 6
YES = {"on", "true", "True", "1"}  # what a ticked box sends


# -- marks -----------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: StrOrPromise = "", css: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers unless ``label`` says what it means."""
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    address = f"{static('build/icons.svg')}#{name}"
    return format_html('<svg class="icon {}" {}><use href="{}"></use></svg>', css, role, address)


@register.simple_tag
def severity(thing: Any) -> SafeString:
    """Mark and word of a severity, or of the severity of an incident: shape, word and colour together."""
    level = getattr(thing, "severity", thing)
    if level is None:
        return format_html('<span class="muted">{}</span>', _("No severity yet"))
    rank = min(max(int(level.rank), 1), 4)
    mark = format_html('<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', SafeString(MARKS[rank]))
    title = getattr(level, "description", "")
    return format_html('<span class="severity severity-{}" title="{}">{}{}</span>', rank, title, mark, level.name)


@register.simple_tag
def chip(thing: Any, label: StrOrPromise = "") -> SafeString:
    """The state chip of an object with a ``state``, or of a bare value such as ``"in_review"``.

    The object is the better argument: an open incident is louder than an open action.
    """
    value = str(getattr(thing, "state", thing))
    look = state_look(value, getattr(thing, "KEY_PREFIX", ""))
    return _chip(look, label or look.label)


def _chip(look: Look, label: StrOrPromise) -> SafeString:
    return format_html('<span class="chip chip-{}">{}{}</span>', look.tone, icon(look.icon), label)


@register.simple_tag
def glyph(kind: str, label: StrOrPromise = "") -> SafeString:
    """The glyph of a timeline event's kind, named for screen readers and on hover."""
    look = kind_look(str(kind))
    name = label or look.label
    return format_html(
        '<span class="glyph glyph-{}" title="{}">{}</span>', str(kind).replace("_", "-"), name, icon(look.icon, name)
    )


@register.simple_tag
def priority(value: Any) -> SafeString:
    """``P1``–``P4`` with as many filled bars as the priority is high."""
    word = str(value).upper()
    rank = int(word[1:]) if word[1:].isdigit() else 4
    return format_html(
        '<span class="priority priority-{}"><svg viewBox="0 0 16 12" aria-hidden="true"><path d="M1 8h2v4H1z"/>'
        '<path d="M5 5.5h2V12H5z"/><path d="M9 3h2v9H9z"/><path d="M13 .5h2V12h-2z"/></svg>{}</span>',
        min(max(rank, 1), 4),
        word,
    )


@register.simple_tag
def avatar(person: Any, css: str = "") -> SafeString:
    """A person's initials in a circle, the name on hover; nobody is a dashed circle."""
    if person is None:
        return format_html('<span class="avatar avatar-nobody {}" title="{}"></span>', css, _("Nobody yet"))
    name = str(getattr(person, "name", "") or person)
    hue = sum(name.encode()) % HUES + 1
    return format_html(
        '<span class="avatar avatar-{} {}" title="{}" aria-hidden="true">{}</span>', hue, css, name, initials(name)
    )


@register.filter
def key_in(path: str) -> str:
    """The first key that an address names, "" if it names none."""
    found = KEY.search(path)
    return found[0] if found else ""


@register.filter
def initials(name: str) -> str:
    """``Ada Lovelace`` → ``AL``; one word or an address gives its first two letters."""
    words = [word for word in name.split("@")[0].replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()


# -- time ------------------------------------------------------------------------------------


@register.simple_tag
def when(moment: datetime | None, style: str = "auto") -> SafeString:
    """A moment in the reader's zone, its date in full and UTC on hover.

    ``auto`` is relative within a day and absolute beyond; ``full`` is always absolute with the zone;
    ``time`` is the time of day alone, ``day`` the date alone (for columns whose heading names the rest).
    """
    if moment is None:
        return format_html('<span class="muted">{}</span>', _("unknown"))
    local = timezone.localtime(moment)
    return format_html(
        '<time class="when" datetime="{}" title="{}" data-utc="{}">{}</time>',
        moment.isoformat(),
        f"{_full(local)} = {_in_utc(local)}",
        _in_utc(local) if style != "time" else date_words(_utc(local), "H:i"),
        _styled(local, style),
    )


def _styled(local: datetime, style: str) -> str:
    if style == "time":
        return date_words(local, "H:i")
    if style == "day":
        return _day(local)
    if style == "auto" and abs((timezone.now() - local).total_seconds()) < DAY:
        return _relative(timezone.now() - local)
    return _full(local)


def _relative(ago: timedelta) -> str:
    if abs(ago.total_seconds()) < MINUTE:
        return _("just now")
    words = duration_words(abs(ago))
    return _("%(time)s ago") % {"time": words} if ago > timedelta() else _("in %(time)s") % {"time": words}


def _day(local: date) -> str:
    return date_words(local, "j M" if local.year == timezone.localdate().year else "j M Y")


def _full(local: datetime) -> str:
    return f"{date_words(local, 'D')} {_day(local)}, {date_words(local, 'H:i')} {zone_name(local)}"


def _utc(local: datetime) -> datetime:
    return local.astimezone(timezone.get_fixed_timezone(0))


def _in_utc(local: datetime) -> str:
    utc = _utc(local)
    same_day = utc.date() == local.date()
    return f"{date_words(utc, 'H:i' if same_day else 'D j M, H:i')} UTC"


def zone_name(local: datetime) -> str:
    """``CET``; zones without a name of their own are given as ``UTC+03``."""
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


@register.filter(name="duration")
def duration_words(length: timedelta | None) -> str:
    """``45 s``, ``14 min``, ``3 h 12 min``, ``2 d 4 h``: the two largest units, rounded down."""
    if length is None:
        return "–"
    seconds = int(abs(length.total_seconds()))
    sign = "−" if length < timedelta() else ""
    if seconds < MINUTE:
        return sign + _("%(n)s s") % {"n": seconds}
    if seconds < HOUR:
        return sign + _("%(n)s min") % {"n": seconds // MINUTE}
    if seconds < DAY:
        return sign + _pair(_("%(n)s h"), seconds // HOUR, _("%(n)s min"), seconds % HOUR // MINUTE)
    return sign + _pair(_("%(n)s d"), seconds // DAY, _("%(n)s h"), seconds % DAY // HOUR)


def _pair(large: str, n: int, small: str, rest: int) -> str:
    words = large % {"n": n}
    return f"{words} {small % {'n': rest}}" if rest else words


def about_words(length: timedelta) -> str:
    """``about 45 min``: an estimated length, no finer than people estimate (from 10 min in steps of 5, from 2 h in
    quarters of an hour, from a day in hours).
    """
    size = abs(length)
    steps = ((DAY, HOUR), (2 * HOUR, 15 * MINUTE), (10 * MINUTE, 5 * MINUTE), (0, MINUTE))
    step = timedelta(seconds=next(step for least, step in steps if size.total_seconds() >= least))
    rounded = max(step, step * round(size / step))
    return _("about %(time)s") % {"time": duration_words(-rounded if length < timedelta() else rounded)}


@register.simple_tag(name="duration")
def duration_tag(length: timedelta | None, about: bool = False) -> SafeString:
    """A length of time that does not break across lines; ``about``: it is an estimate, and said so."""
    words = about_words(length) if about and length is not None else duration_words(length)
    return format_html('<span class="num nowrap">{}</span>', words)


@register.simple_tag
def due(day: date | None, closed: bool = False) -> SafeString:
    """A due date in words, late ones by how much; ``closed`` things are never late."""
    if day is None:
        return format_html('<span class="muted">{}</span>', _("No date yet"))
    left = (day - timezone.localdate()).days
    late = left < 0 and not closed
    return format_html(
        '<time class="due{}" datetime="{}" title="{}">{}</time>',
        " late" if late else "",
        day.isoformat(),
        date_words(day, "D j M Y"),
        _day(day) if closed else _due_words(day, left),
    )


def _due_words(day: date, left: int) -> str:
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return _day(day)


# -- lists -----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def sortable(context: template.RequestContext, field: str, label: StrOrPromise, css: str = "") -> SafeString:
    """A table's head cell that sorts by ``field`` with ``?sort=field`` and, once more, ``?sort=-field``.

    The view puts the order in force into the context as ``sort``.
    """
    current = str(context.get("sort", ""))
    order = {field: "ascending", f"-{field}": "descending"}.get(current)
    query = _query(context, sort=f"-{field}" if order == "ascending" else field)
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}</a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else "",
        query,
        label,
    )


@register.simple_tag(takes_context=True)
def active_filters(context: template.RequestContext, form: BaseForm) -> list[dict[str, StrOrPromise]]:
    """The filters in force as ``{label, value, url}``; ``url`` is this list without that one."""
    return [
        {"label": field.label, "value": value, "url": _query(context, drop=(field.html_name, raw))}
        for field in form.visible_fields()
        for raw, value in _chosen(field)
    ]


def _chosen(field: BoundField) -> list[tuple[str, StrOrPromise]]:
    """Pairs of the value in the address and its words, for what the reader has chosen in this field."""
    data = field.data
    values = [str(one) for one in (data if isinstance(data, list) else [data]) if one not in (None, "", False)]
    words = _choice_words(field.field) if values else {}  # a choice of rows costs a query
    return [(value, words.get(value) or (_("yes") if value in YES else value)) for value in values]


def _choice_words(field: Field) -> dict[str, StrOrPromise]:
    return {str(value): words for value, words in getattr(field, "choices", [])}


@register.simple_tag(takes_context=True)
def carried_along(context: template.RequestContext, *own: BaseForm | str) -> list[tuple[str, str]]:
    """What a GET form sends along as hidden fields: the address without the page and what is the form's ``own``."""
    passed = {"page"}.union(*([one] if isinstance(one, str) else one.fields for one in own))
    return [(name, value) for name, value in _pairs(context) if name not in passed]


def _pairs(context: template.RequestContext) -> list[tuple[str, str]]:
    return [(name, value) for name, values in context.request.GET.lists() for value in values if value]


def _query(context: template.RequestContext, *, drop: tuple[str, str] | None = None, **changes: str) -> str:
    """The present address' query with ``changes`` made and one pair dropped, on the first page."""
    pairs = [
        (key, value) for key, value in _pairs(context) if key != "page" and key not in changes and (key, value) != drop
    ]
    return "?" + urlencode([*pairs, *changes.items()])


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers that a pagination bar shows around this page, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


# -- messages --------------------------------------------------------------------------------


@register.filter
def undo_address(tags: str) -> str:
    """Where a message's Undo button posts to (see ``core.flash.tell``), or ""."""
    return next((tag.removeprefix("undo:") for tag in (tags or "").split() if tag.startswith("undo:/")), "")
