"""A postmortem's content (``postmortems.content``) made ready to be read: all its texts rendered at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.markdown import count_words, render_all
from incidents.models import TimelineEvent
from postmortems.blocks import LiveBlocks
from postmortems.models import ContributingFactor, Postmortem, ResponseReview
from postmortems.models.template import SUMMARY

WORDS_A_MINUTE = 220
Kind = ContributingFactor.Kind
DIMENSIONS = ResponseReview.Dimension.values  # in the order of an incident's life
RATINGS: dict[int, StrOrPromise] = {
    1: _("It worked against us"),
    2: _("It made things harder"),
    3: _("It was enough"),
    4: _("It helped"),
    5: _("It carried us"),
}


@dataclass(frozen=True)
class Part:
    """A section of the text."""

    key: str
    heading: str
    html: SafeString


@dataclass(frozen=True)
class Entry:
    """An event of the timeline."""

    pk: int
    incident: int
    at: datetime
    until: datetime | None
    precision: str
    kind: str
    label: StrOrPromise
    html: SafeString


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry]


@dataclass(frozen=True)
class Factor:
    html: SafeString
    kind: str
    label: StrOrPromise
    category: str
    evidence: list[Entry]


@dataclass(frozen=True)
class Dimension:
    label: StrOrPromise
    rating: int | None
    words: StrOrPromise
    helped: SafeString
    hindered: SafeString


@dataclass(frozen=True)
class Article:
    """``went_well`` and ``luck`` are factors too, told apart because one reads them differently.

    ``live`` names the live blocks that stand in the text.
    """

    title: str
    summary: SafeString
    parts: list[Part]
    days: list[Day]
    factors: list[Factor]
    went_well: list[Factor]
    luck: list[Factor]
    response: list[Dimension]
    live: frozenset[str]
    minutes: int

    @property
    def several_incidents(self) -> bool:
        return len({entry.incident for day in self.days for entry in day.entries}) > 1


def article_of(content: dict[str, Any], *, postmortem: Postmortem, reader: User) -> Article:
    """The article that ``content`` (of ``postmortem``) makes, its keys linked where ``reader`` may follow them.

    What a live block in the text shows is not shown a second time after it.
    """
    texts = list(_texts(content))
    live = LiveBlocks(postmortem, reader, content)
    rendered = iter(render_all(texts, reader, blocks=[live.fillers] * len(content["sections"])))
    parts = [Part(section["key"], section["heading"], next(rendered)) for section in content["sections"]]
    entries = {event["id"]: _entry(event, next(rendered)) for event in content["timeline"]}
    factors = [_factor(factor, next(rendered), entries) for factor in content["factors"]]
    if "factors" in live.used:
        factors = []
    response = [
        (DIMENSIONS.index(row["dimension"]), _dimension(row, next(rendered), next(rendered)))
        for row in content["response"]
    ]
    return Article(
        title=content["title"],
        summary=next((part.html for part in parts if part.key == SUMMARY), SafeString("")),
        parts=[part for part in parts if part.key != SUMMARY and part.html],
        days=[] if "timeline" in live.used else by_day(entries.values()),
        factors=[factor for factor in factors if factor.kind not in {Kind.MITIGATING, Kind.LUCK}],
        went_well=[factor for factor in factors if factor.kind == Kind.MITIGATING],
        luck=[factor for factor in factors if factor.kind == Kind.LUCK],
        response=[
            row
            for _order, row in sorted(response, key=lambda pair: pair[0])
            if row.rating or row.helped or row.hindered
        ],
        live=frozenset(live.used),
        minutes=max(1, round(sum(map(count_words, texts)) / WORDS_A_MINUTE)),
    )


def entries_of(content: dict[str, Any], reader: User) -> list[Entry]:
    """The timeline of ``content`` alone."""
    texts = render_all([event["text"] for event in content["timeline"]], reader)
    return [_entry(event, html) for event, html in zip(content["timeline"], texts, strict=True)]


def factors_of(content: dict[str, Any], reader: User) -> list[Factor]:
    """The factors of ``content`` alone, of whatever kind."""
    entries = {entry.pk: entry for entry in entries_of(content, reader)}
    texts = render_all([factor["statement"] for factor in content["factors"]], reader)
    return [_factor(factor, html, entries) for factor, html in zip(content["factors"], texts, strict=True)]


def _texts(content: dict[str, Any]) -> Iterator[str]:
    """Every text of ``content``, in the order in which ``article_of`` takes them up again."""
    yield from (section["markdown"] for section in content["sections"])
    yield from (event["text"] for event in content["timeline"])
    yield from (factor["statement"] for factor in content["factors"])
    for row in content["response"]:
        yield row["helped"]
        yield row["hindered"]


def _entry(event: dict[str, Any], html: SafeString) -> Entry:
    kind = event["kind"]
    label = TimelineEvent.Kind(kind).label if kind in TimelineEvent.Kind.values else kind
    until = datetime.fromisoformat(event["until"]) if event["until"] else None
    at = datetime.fromisoformat(event["at"])
    return Entry(event["id"], event["incident"], at, until, event["precision"], kind, label, html)


def _factor(factor: dict[str, Any], html: SafeString, entries: dict[int, Entry]) -> Factor:
    evidence = sorted((entries[pk] for pk in factor["evidence"] if pk in entries), key=lambda entry: entry.at)
    return Factor(html, factor["kind"], Kind(factor["kind"]).label, factor["category"], evidence)


def _dimension(row: dict[str, Any], helped: SafeString, hindered: SafeString) -> Dimension:
    label = ResponseReview.Dimension(row["dimension"]).label
    return Dimension(label, row["rating"], RATINGS.get(row["rating"], ""), helped, hindered)


def by_day(entries: Iterable[Entry]) -> list[Day]:
    days = groupby(entries, key=lambda entry: timezone.localdate(entry.at))
    return [Day(day, list(group)) for day, group in days]
