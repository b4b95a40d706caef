"""One page for leadership: what it cost, what we learned, what we change, what we need. Generated, then edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import State
from core.markdown import plain, render_all
from postmortems.content import content_of
from postmortems.models import ContributingFactor, Postmortem
from postmortems.reading import told_in
from publishing.models import BriefPart

MOST = 6  # lines of one part: it is one page
Key = BriefPart.Key
GOOD_NEWS = {ContributingFactor.Kind.MITIGATING, ContributingFactor.Kind.LUCK}
LEFT_OUT = {State.PROPOSED, State.DECLINED, State.WONT_DO}


@dataclass(frozen=True)
class Part:
    """``markdown`` is what stands there; ``moved_on``: the text it replaced would be generated differently today."""

    key: str
    heading: StrOrPromise
    markdown: str
    html: SafeString
    edited: BriefPart | None
    moved_on: bool


def brief_of(postmortem: Postmortem, *, reader: User) -> list[Part]:
    """The four parts, of what is published or else of what stands now."""
    texts = generated(postmortem, reader=reader)
    edited = {part.key: part for part in postmortem.brief_parts.select_related("edited_by")}
    shown = {key: edited[key].markdown if key in edited else text for key, text in texts.items()}
    rendered = dict(zip(shown, render_all(list(shown.values()), reader), strict=True))
    return [
        Part(
            key,
            Key(key).label,
            shown[key],
            rendered[key],
            edited.get(key),
            key in edited and edited[key].instead_of != text,
        )
        for key, text in texts.items()
    ]


def rewrite(postmortem: Postmortem, key: str, markdown: str, *, by: User) -> None:
    """Put ``markdown`` in the place of a generated part; an empty text brings the generated one back."""
    text = markdown.replace("\r\n", "\n").strip()
    instead_of = generated(postmortem, reader=by)[key]
    if not text or text == instead_of:
        postmortem.brief_parts.filter(key=key).delete()
        return
    changes = {"markdown": text, "instead_of": instead_of, "edited_by": by, "edited_at": timezone.now()}
    BriefPart.objects.update_or_create(postmortem=postmortem, key=key, defaults=changes)


def generated(postmortem: Postmortem, *, reader: User) -> dict[str, str]:
    """What the structured parts say, as Markdown, by the key of the part."""
    content = postmortem.published_revision.content if postmortem.published_revision else content_of(postmortem)
    items = ActionItem.objects.visible_to(reader).of(postmortem).select_related("owner")
    rows = list(items.order_by("priority", "due_on", "pk"))
    return {
        Key.IMPACT: "\n\n".join(_impact(postmortem, content)) or _("Nothing is written down about the impact yet."),
        Key.LEARNED: _listed(_learned(content)) or _("No contributing factor is written down yet."),
        Key.CHANGE: _listed(_changes(rows)) or _("Nothing is decided yet."),
        Key.NEED: _listed(_needs(rows)) or _("Nothing beyond what is decided."),
    }


def _impact(postmortem: Postmortem, content: dict[str, Any]) -> Iterator[str]:
    for one in told_in(postmortem, content["timeline"]):
        facts = [one.incident.severity.name]
        if one.lasted is not None:
            facts.append(_("lasted %(length)s") % {"length": one.lasted.words})
        if one.detected_after is not None:
            facts.append(_("detected after %(length)s") % {"length": one.detected_after.words})
        if (number := one.incident.customers_affected) is not None:
            words = ngettext("%(n)s customer affected", "%(n)s customers affected", number)
            facts.append(words % {"n": f"{number:,}"})
        yield f"**{one.incident.key}**: {', '.join(facts)}."
        if text := one.impact or plain(one.incident.summary):
            yield text


def _learned(content: dict[str, Any]) -> Iterator[str]:
    for factor in content["factors"]:
        if factor["kind"] not in GOOD_NEWS:
            yield Truncator(plain(factor["statement"])).words(40)


def _changes(items: Iterable[ActionItem]) -> Iterator[str]:
    for item in items:
        if item.state not in LEFT_OUT:
            facts = [item.owner.name if item.owner else "", str(item.get_state_display()).lower()]
            if item.due_on and item.state not in {State.DONE, State.VERIFIED}:
                facts.append(_("due %(day)s") % {"day": date_words(item.due_on, "j F Y")})
            yield f"{plain(item.title)} ({item.key}: {', '.join(filter(None, facts))})"


def _needs(items: Iterable[ActionItem]) -> Iterator[str]:
    for item in items:
        named = f"{plain(item.title)} ({item.key})"
        if item.state == State.BLOCKED:
            yield _("Help with %(what)s: %(reason)s") % {"what": named, "reason": plain(item.state_reason)}
        elif item.state == State.PROPOSED:
            yield _("A decision on %(what)s") % {"what": named}
        elif item.owner is None and item.state not in {*LEFT_OUT, State.DONE, State.VERIFIED}:
            yield _("Somebody for %(what)s") % {"what": named}


def _listed(rows: Iterable[str]) -> str:
    lines = list(rows)
    shown = [f"- {line}" for line in lines[:MOST]]
    if more := len(lines) - MOST:
        shown += [f"- {_('and %(n)d more') % {'n': more}}"] if more > 0 else []
    return "\n".join(shown)
