"""What differs between two contents of a postmortem, part by part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.diff import word_diff
from postmortems.article import RATINGS
from postmortems.content import CONTRIBUTIONS
from postmortems.models import ContributingFactor, ResponseReview

Content = dict[str, Any]
NOTHING = ("", "")


@dataclass(frozen=True)
class Change:
    """A part that differs, with the difference in words."""

    heading: str
    diff: SafeString


def changes_between(before: Content, after: Content) -> list[Change]:
    """The parts of ``after`` that read differently from ``before``, in the order of the article."""
    old, new = _parts(before), _parts(after)
    pairs = ((key, old.get(key, NOTHING), new.get(key, NOTHING)) for key in {**new, **old})
    return [
        Change(now[0] or was[0], word_diff(_ended(was[1]), _ended(now[1])))
        for _key, was, now in pairs
        if was[1].split() != now[1].split()
    ]


def _ended(text: str) -> str:
    """``text`` with its last line ended, so that a line added after it leaves it unchanged."""
    return f"{text.rstrip()}\n" if text.strip() else ""


def changed_headings(before: Content, after: Content) -> list[str]:
    """The names of those parts alone."""
    return [change.heading for change in changes_between(before, after)]


def _parts(content: Content) -> dict[str, tuple[str, str]]:
    """Heading and text of every part, by a key that no other part has."""
    return {
        "title": (_("Title"), content["title"]),
        **{f"section-{one['key']}": (one["heading"], one["markdown"]) for one in content["sections"]},
        "timeline": (_("Timeline"), "".join(map(_event, content["timeline"]))),
        "factors": (_("Contributing factors"), "".join(map(_factor, content["factors"]))),
        "response": (_("Response"), "".join(map(_dimension, content["response"]))),
        **{
            name: (str(one.heading), "".join(f"{one.words(row)}\n" for row in content.get(name, ())))
            for name, one in CONTRIBUTIONS.items()
        },
    }


def _event(event: dict[str, Any]) -> str:
    at = timezone.localtime(datetime.fromisoformat(event["at"]))
    return f"{date_words(at, 'j M Y, H:i')}  {event['text']}\n"


def _factor(factor: dict[str, Any]) -> str:
    kind = ContributingFactor.Kind(factor["kind"]).label
    return f"{kind}: {factor['statement']}" + (f" ({factor['category']})" if factor["category"] else "") + "\n"


def _dimension(row: dict[str, Any]) -> str:
    lines = [f"{ResponseReview.Dimension(row['dimension']).label}: {RATINGS.get(row['rating'], _('not looked at'))}"]
    if row["helped"]:
        lines.append(f"{_('What helped')}: {row['helped']}")
    if row["hindered"]:
        lines.append(f"{_('What got in the way')}: {row['hindered']}")
    return "\n".join(lines) + "\n"
