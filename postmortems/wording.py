"""Wording of a postmortem that its writers may want to look at again: where it stands, why, and a question."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from postmortems.language import Finding, check
from postmortems.language.rules import BY_KEY
from postmortems.models import Postmortem

AROUND = 60  # characters of the text on either side that are shown


@dataclass(frozen=True)
class Remark:
    """A finding in one of the texts. ``url`` leads to the words themselves, in browsers that can."""

    heading: str
    finding: Finding
    before: str
    words: str
    after: str
    url: str

    @property
    def title(self) -> StrOrPromise:
        return BY_KEY[self.finding.rule].title


def remarks_of(postmortem: Postmortem) -> list[Remark]:
    """Of its sections, factors and response review, in that order."""
    page = postmortem.get_absolute_url()
    factors, response = (reverse(f"postmortems:{part}", args=[postmortem.key]) for part in ("factors", "response"))
    texts = [(one.heading, one.markdown, f"{page}#section-{one.key}") for one in postmortem.sections.all()]
    texts += [
        (_("Contributing factors"), one.statement, f"{factors}#factor-{one.pk}") for one in postmortem.factors.all()
    ]
    for row in postmortem.response.order_by("dimension"):
        texts += [
            (row.get_dimension_display(), text, f"{response}#{row.dimension}") for text in (row.helped, row.hindered)
        ]
    return [_remark(heading, text, url, finding) for heading, text, url in texts for finding in check(text)]


def _remark(heading: str, text: str, url: str, finding: Finding) -> Remark:
    before, words, after = text[: finding.start], text[finding.start : finding.end], text[finding.end :]
    return Remark(
        heading=heading,
        finding=finding,
        before=_line(before[-AROUND:], cut=len(before) > AROUND, at_start=True),
        words=" ".join(words.split()),
        after=_line(after[:AROUND], cut=len(after) > AROUND, at_start=False),
        url=f"{url}:~:text={quote(' '.join(words.split()), safe='')}",
    )


def _line(text: str, *, cut: bool, at_start: bool) -> str:
    """The part of ``text`` that is in the same paragraph, ending at a whole word."""
    paragraphs = text.split("\n\n")
    text = paragraphs[-1] if at_start else paragraphs[0]
    if cut and len(paragraphs) == 1:
        text = "…" + text.partition(" ")[2] if at_start else text.rpartition(" ")[0] + "…"
    return " ".join(text.split())
