"""The whole content of a postmortem as data: what a revision stores, and when two contents are the same."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_stubs_ext import StrOrPromise

from accounts.models import User
from collab import documents
from incidents.models import TimelineEvent
from postmortems import text
from postmortems.models import ContributingFactor, Postmortem, ResponseReview, Revision, Section


@dataclass(frozen=True)
class Contribution:
    """What a higher package adds to the content: ``read`` gives its rows (each with an ``id``), ``words`` tells one."""

    name: str
    heading: StrOrPromise
    read: Callable[[Postmortem], list[dict[str, Any]]]
    words: Callable[[dict[str, Any]], str]


CONTRIBUTIONS: dict[str, Contribution] = {}


def contribute(contribution: Contribution) -> None:
    """Make it part of what revisions keep and reviewers approve."""
    CONTRIBUTIONS[contribution.name] = contribution


def content_of(postmortem: Postmortem) -> dict[str, Any]:
    """Title, sections, factors, response review, timeline and what is contributed, as JSON would hold them.

    The text is what it is this moment.
    """
    text.refresh(postmortem)
    events = list(postmortem.timeline())
    told = {event.pk for event in events}
    factors = postmortem.factors.select_related("category__parent").prefetch_related("evidence")
    return {
        "title": postmortem.title,
        "sections": [_section(section) for section in postmortem.sections.all()],
        "factors": [_factor(factor, told) for factor in factors],
        "response": [_dimension(review) for review in postmortem.response.order_by("dimension")],
        "timeline": [_event(event) for event in events],
        **{name: one.read(postmortem) for name, one in CONTRIBUTIONS.items()},
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "guidance": section.guidance,
        "markdown": section.markdown,
        "required": section.required,
    }


def _factor(factor: ContributingFactor, told: set[int]) -> dict[str, Any]:
    return {
        "id": factor.pk,
        "statement": factor.statement,
        "kind": factor.kind,
        "category": str(factor.category) if factor.category else "",
        "evidence": sorted(event.pk for event in factor.evidence.all() if event.pk in told),
    }


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {
        "id": event.pk,
        "incident": event.incident_id,
        "at": event.occurred_at.isoformat(),
        "until": event.ended_at.isoformat() if event.ended_at else "",
        "precision": event.precision,
        "kind": event.kind,
        "text": event.text,
    }


def _dimension(review: ResponseReview) -> dict[str, Any]:
    return {
        "dimension": review.dimension,
        "rating": review.rating,
        "helped": review.helped,
        "hindered": review.hindered,
    }


def fingerprint(content: dict[str, Any]) -> str:
    """Equal for contents that differ in white space or in categories alone: such an edit leaves approvals fresh.

    An organisation that puts its categories in order must not take back what reviewers said of the text.
    """
    factors = [{name: value for name, value in factor.items() if name != "category"} for factor in content["factors"]]
    # Nothing contributed is as if nobody contributed: so it was with revisions from before.
    told = {name: value for name, value in content.items() if value or name not in CONTRIBUTIONS}
    words = json.dumps(_without_spacing({**told, "factors": factors}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def _without_spacing(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: _without_spacing(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_spacing(item) for item in value]
    return value


@transaction.atomic
def keep_revision(postmortem: Postmortem, *, why: str, by: User | None) -> Revision:
    """Store the content as it is now; authors are those who wrote since the last revision, and ``by``."""
    document = text.hold(postmortem)
    last = postmortem.revisions.first()
    content = content_of(postmortem)
    revision: Revision = postmortem.revisions.create(
        number=last.number + 1 if last else 1,
        content=content,
        fingerprint=fingerprint(content),
        why=why,
        document_seq=document.head_seq,
    )
    authors = documents.authors(document, last.document_seq if last else 0)
    written = postmortem.sections.exclude(edited_by=None)  # also before there was a document
    if last:
        written = written.filter(edited_at__gt=last.created_at)
    authors |= set(written.values_list("edited_by", flat=True))
    revision.authors.set(authors | {by.pk} if by else authors)
    return revision
