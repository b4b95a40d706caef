"""One postmortem as PDF, set by typst: title, contents, the figure of each incident, page numbers, tags (PDF/UA-1).

typst gets one JSON file and the pictures, in a folder of their own; our template beside this module says how it looks.
A PDF is made by a worker (``publishing.exports.making``): a long one takes seconds.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import UUID

import structlog
import typst
from django.conf import settings
from django.core.files.storage import default_storage
from django.template.defaultfilters import date as date_words
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from actions.models import ActionItem
from actions.models.item import State as ItemState
from core.markdown.blocks import PLACE
from core.templatetags.ui import zone_name
from incidents.models import Evidence
from postmortems import blocks
from postmortems.article import Article, Entry, Factor, article_of
from postmortems.content import content_of
from postmortems.models import Postmortem
from postmortems.reading import Told, people_by_role, told_in
from publishing.exports.nodes import Node, breakable, nodes_of

HERE = Path(__file__).parent
TEMPLATE, FIGURE_STYLE = HERE / "article.typ", HERE / "figure.css"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
OWN_FILE = re.compile(r"/evidence/([0-9a-f-]{36})/")
log = structlog.get_logger(__name__)


def make_pdf(postmortem: Postmortem, *, reader: User, draft: bool = False) -> bytes:
    """The PDF of what ``reader`` would read: the published revision, else (or with ``draft``) what stands now."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sheet = _Sheet(folder, postmortem, reader, draft)
        (folder / "data.json").write_text(json.dumps(sheet.data(), ensure_ascii=False), encoding="utf-8")
        copyfile(TEMPLATE, folder / "article.typ")
        return _compiled(folder / "article.typ", postmortem.key)


def _compiled(source: Path, key: str) -> bytes:
    compiler = typst.Compiler(str(source), root=str(source.parent))
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as problem:
        # What the standard does not allow (a picture of its own with a flaw) must not keep anybody from the text.
        log.warning("pdf_without_standard", key=key, problem=str(problem))
        pdf = compiler.compile(format="pdf")
    return cast(bytes, pdf)


@dataclass
class _Sheet:
    """What the template is given, as the reader may see it."""

    folder: Path
    postmortem: Postmortem
    reader: User
    draft: bool
    pictures: dict[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        revision = None if self.draft else self.postmortem.published_revision
        content = revision.content if revision else content_of(self.postmortem)
        # On paper the timeline, the factors and the actions have their own place, with the title of that place.
        known = blocks.names()
        content = {
            **content,
            "sections": [
                {**one, "markdown": PLACE.sub(lambda at: "" if at[1] in known else at[0], one["markdown"])}
                for one in content["sections"]
            ],
        }
        article = article_of(content, postmortem=self.postmortem, reader=self.reader)
        told = told_in(self.postmortem, content["timeline"])
        when = revision.created_at if revision else timezone.now()
        owner = self.postmortem.owner.name if self.postmortem.owner else ""
        severity = self.postmortem.severity().name
        minutes = ngettext("%(n)d minute to read", "%(n)d minutes to read", article.minutes) % {"n": article.minutes}
        state = self.postmortem.get_state_display().lower()
        notice = _("Not published: this is how it stood on %(day)s (%(state)s).") % {"day": _day(when), "state": state}
        return {
            "lang": (get_language() or "en").split("-")[0],
            "key": self.postmortem.key,
            "title": breakable(article.title),
            "short_title": article.title if len(article.title) < 90 else f"{article.title[:88]}…",
            "description": _("Postmortem of %(incidents)s") % {"incidents": ", ".join(t.incident.key for t in told)},
            "authors": [owner] if owner else [],
            "marks": [self.postmortem.key, severity, *(t.incident.key for t in told)],
            "byline": [*filter(None, [owner]), _day(when), minutes],
            "notice": "" if revision else notice,
            "summary": self.nodes(article.summary),
            "facts": list(self.facts(told)),
            "figures": list(self.figures(told)),
            "parts": [{"heading": str(heading), "c": nodes} for heading, nodes in self.parts(article) if nodes],
            "words": {"contents": _("Contents")},
        }

    def nodes(self, markup: str) -> list[Node]:
        return nodes_of(markup, base_url=settings.BASE_URL, image=self.picture)

    def picture(self, address: str) -> str:
        """The file in our folder that holds the picture of ours at ``address``; "" for any other, or one not theirs."""
        found = OWN_FILE.match(address)
        if not found:
            return ""
        if found[1] not in self.pictures:
            self.pictures[found[1]] = self._take(found[1])
        return self.pictures[found[1]]

    def _take(self, uuid: str) -> str:
        try:
            visible = Evidence.objects.visible_to(self.reader).present().filter(uuid=UUID(uuid))
        except ValueError:
            return ""
        evidence = visible.filter(kind=Evidence.Kind.IMAGE, content_type__in=ENDINGS).first()
        if evidence is None or not default_storage.exists(str(evidence.file.name)):
            return ""
        name = f"picture-{evidence.pk}.{ENDINGS[evidence.content_type]}"
        with evidence.file.open() as file:
            (self.folder / name).write_bytes(file.read())
        return name

    def facts(self, told: list[Told]) -> Iterator[tuple[str, str]]:
        yield _("Severity"), self.postmortem.severity().name
        for one in told:
            if len(told) > 1:
                yield one.incident.key, one.incident.title
            if one.lasted is not None:
                yield _("Duration"), one.lasted.words
            if one.detected_after is not None:
                yield _("Detected after"), one.detected_after.words
            if one.incident.customers_affected is not None:
                yield _("Customers"), f"{one.incident.customers_affected:,}"
            if one.impact:
                yield _("Impact"), breakable(one.impact)
            if services := ", ".join(service.name for service in one.incident.services.all()):
                yield _("Services"), services
            if one.incident.team:
                yield _("Team"), one.incident.team.name
        for role, names in people_by_role(told):
            yield role, ", ".join(names)

    def figures(self, told: list[Told]) -> Iterator[dict[str, str]]:
        for number, one in enumerate((one for one in told if one.figure), 1):
            svg = drawing(one.figure)
            name = f"figure-{number}.svg"
            (self.folder / name).write_text(svg, encoding="utf-8")
            caption = _("The course of %(key)s, in the time of %(zone)s") % {
                "key": one.incident.key,
                "zone": zone_name(timezone.localtime(one.figure.ticks[0].at)),
            }
            alt = _("Visual timeline of %(key)s. Every mark stands in the timeline below.") % {"key": one.incident.key}
            yield {"file": name, "alt": alt, "caption": caption}

    def parts(self, article: Article) -> Iterator[tuple[Any, list[Node]]]:
        for part in article.parts:
            yield part.heading, self.nodes(part.html)
        yield _("Timeline"), [self._day_table(day.day, day.entries) for day in article.days]
        yield _("Contributing factors"), list(self._factors(article.factors, kinds=True))
        yield _("What went well"), list(self._factors(article.went_well))
        yield _("Where we got lucky"), list(self._factors(article.luck))
        yield _("The response, dimension by dimension"), list(self._response(article))
        yield _("Actions"), list(self._actions())

    def _day_table(self, day: Any, entries: list[Entry]) -> Node:
        heading = {"t": "term", "c": [date_words(day, "l j F Y")]}
        rows = [[[_moment(entry)], [str(entry.label)], self.nodes(entry.html)] for entry in entries]
        head = [[_("Time")], [_("Kind")], [_("What happened")]]
        table = {"t": "table", "columns": 3, "widths": [2, 4, 12], "head": head, "rows": rows}
        return {"t": "group", "c": [heading, table]}

    def _factors(self, factors: list[Factor], *, kinds: bool = False) -> Iterator[Node]:
        items = []
        for factor in factors:
            seen = ", ".join(_moment(entry) for entry in factor.evidence)
            told = _("seen at %(times)s") % {"times": seen} if seen else ""
            facts = [str(factor.label) if kinds else "", factor.category, told]
            small = {"t": "small", "c": [" · ".join(filter(None, facts))]}
            items.append([*self.nodes(factor.html), *([small] if any(facts) else [])])
        if items:
            yield {"t": "ul", "c": items}

    def _response(self, article: Article) -> Iterator[Node]:
        for row in article.response:
            rating = f": {row.rating} / 5 · {row.words}" if row.rating else ""
            yield {"t": "term", "c": [f"{row.label}{rating}"]}
            for words, text in ((_("What helped"), row.helped), (_("What got in the way"), row.hindered)):
                if text:
                    yield {"t": "small", "c": [words], "sticky": True}
                    yield from self.nodes(text)

    def _actions(self) -> Iterator[Node]:
        items = ActionItem.objects.visible_to(self.reader).of(self.postmortem).exclude(state=ItemState.DECLINED)
        rows = [
            [
                [item.key],
                [breakable(item.title)],
                [item.owner.name if item.owner else item.owner_as_written],
                [_day(item.due_on) if item.due_on else ""],
                [str(item.get_state_display())],
            ]
            for item in items.select_related("owner").order_by("priority", "due_on", "pk")
        ]
        if rows:
            head = [[_("Key")], [_("Action")], [_("Owner")], [_("Due")], [_("Status")]]
            yield {"t": "table", "columns": 5, "widths": [3, 8, 4, 4, 3], "head": head, "rows": rows}


def drawing(figure: Any) -> str:
    """The visual timeline as a picture of its own: its size in px and its styles with it."""
    markup = render_to_string("incidents/_figure.html", {"figure": figure})
    svg = markup[markup.index("<svg") : markup.index("</svg>") + len("</svg>")]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="720" viewBox="0 0 720 {figure.height}"'
    svg = svg.replace('<svg class="figure-svg" width="100%"', head, 1)
    return svg.replace(">", f"><style>{FIGURE_STYLE.read_text(encoding='utf-8')}</style>", 1)


def _moment(entry: Entry) -> str:
    if entry.precision == "unknown":
        return "??:??"
    return ("~" if entry.precision == "approximate" else "") + f"{timezone.localtime(entry.at):%H:%M}"


def _day(moment: Any) -> str:
    return date_words(timezone.localtime(moment) if hasattr(moment, "tzinfo") else moment, "j F Y")
