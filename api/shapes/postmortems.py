"""How a postmortem and its parts go in and out."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from api.paging import PageQuery
from api.values import (
    Blocker,
    Day,
    In,
    IncidentKey,
    Line,
    LongText,
    Move,
    Name,
    Number,
    OneOf,
    Out,
    Person,
    Reason,
    Search,
    Text,
    Who,
    address,
    optional,
)
from postmortems.forms.words import MAX_LENGTH
from postmortems.models import ContributingFactor, Postmortem, ResponseReview, ReviewDecision, Section
from postmortems.models.factor import FactorKind
from postmortems.models.postmortem import State

Verb = Literal[
    "submit",
    "ask_again",
    "withdraw",
    "approve",
    "request_changes",
    "publish",
    "revise",
    "waive",
    "propose_waiver",
    "decline_waiver",
    "unwaive",
]
# Texts out of a list, without the names of our own types.
StateName = Annotated[str, OneOf(*State.values)]
Dimension = Annotated[str, OneOf(*ResponseReview.Dimension.values)]
Verdict = Annotated[str, OneOf(*ReviewDecision.Verdict.values)]
FactorName = Annotated[str, OneOf(*FactorKind.values)]
SectionKey = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]

# -- out -------------------------------------------------------------------------------------------


class PostmortemRow(Out):
    key: str
    url: str
    title: str
    state: StateName
    severity: str = Field(description="The worst among its incidents.")
    incidents: list[str]
    owner: Person | None
    due_on: date | None
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, postmortem: Postmortem) -> "PostmortemRow":
        return PostmortemRow(**_row(postmortem))


class SectionOut(Out):
    key: str
    heading: str
    guidance: str
    required: bool
    markdown: str
    version: int = Field(description="How often the stored text has changed. Send it back with a changed text.")
    edited_by: Person | None
    edited_at: datetime | None

    @classmethod
    def of(cls, section: Section) -> Self:
        same = ("key", "heading", "guidance", "required", "markdown", "version", "edited_at")
        return cls(**{name: getattr(section, name) for name in same}, edited_by=Person.or_none(section.edited_by))


class FactorOut(Out):
    id: int
    statement: str
    kind: FactorName
    category: str | None
    evidence: list[int] = Field(description="Events of the timeline.")

    @classmethod
    def of(cls, factor: ContributingFactor) -> Self:
        return cls(
            id=factor.pk,
            statement=factor.statement,
            kind=factor.kind,
            category=str(factor.category) if factor.category else None,
            evidence=sorted(event.pk for event in factor.evidence.all()),
        )


class ResponseOut(Out):
    dimension: Dimension
    rating: int | None = Field(description="1 (it worked against us) to 5 (it carried us); null: not looked at.")
    helped: str
    hindered: str

    @classmethod
    def of(cls, review: ResponseReview) -> Self:
        return cls(**{name: getattr(review, name) for name in ("dimension", "rating", "helped", "hindered")})


class DecisionOut(Out):
    reviewer: Person
    verdict: Verdict
    is_stale: bool = Field(description="An approval of a text that has changed since: it does not count.")
    note: str
    decided_at: datetime | None


class PostmortemOut(PostmortemRow):
    template: str
    reviewers: list[Person]
    waiver_reason: str
    waived_by: Person | None
    published_revision: int | None
    created_by: Person
    sections: list[SectionOut]
    factors: list[FactorOut]
    response: list[ResponseOut] = Field(description="How the response itself went: every dimension.")
    review: list[DecisionOut] = Field(description="The round under way, or the last one.")
    action_items: list[str]
    missing: list[Blocker] = Field(description="What stands in the way of the next step, for those who write here.")
    fingerprint: str = Field(description="Of the whole content: send it as “seen” to approve just this.")
    document: UUID = Field(description="The live text: /ws/documents/<uuid>/ speaks y-websocket.")
    history: list[Move]
    possible_moves: list[str] = Field(description="Verbs that may start from the present state, guards aside.")
    abilities: dict[str, bool] = Field(description="What this token may do here.")


def _row(postmortem: Postmortem) -> dict[str, object]:
    same = ("key", "title", "state", "due_on", "published_at", "created_at", "updated_at")
    return {
        **{name: getattr(postmortem, name) for name in same},
        "url": address(postmortem),
        "severity": postmortem.severity().name,
        "incidents": sorted((incident.key for incident in postmortem.incidents.all()), key=lambda key: int(key[4:])),
        "owner": Person.or_none(postmortem.owner),
    }


def whole(postmortem: Postmortem, **by_reader: object) -> PostmortemOut:
    """Everything about ``postmortem``; ``by_reader`` is what depends on who asks."""
    revision = postmortem.published_revision
    looked_at = {review.dimension: review for review in postmortem.response.all()}
    return PostmortemOut(
        **_row(postmortem),
        template=postmortem.template_name,
        reviewers=[Person.of(user) for user in postmortem.reviewers.all()],
        waiver_reason=postmortem.waiver_reason,
        waived_by=Person.or_none(postmortem.waived_by),
        published_revision=revision.number if revision else None,
        created_by=Person.of(postmortem.created_by),
        sections=[SectionOut.of(section) for section in postmortem.sections.all()],
        factors=[FactorOut.of(factor) for factor in postmortem.factors.all()],
        response=[
            ResponseOut.of(looked_at.get(dimension) or ResponseReview(dimension=dimension))
            for dimension in ResponseReview.Dimension.values
        ],
        history=[Move.of(move) for move in postmortem.moves.all()],
        possible_moves=postmortem.possible_moves(),
        **by_reader,
    )


# -- in --------------------------------------------------------------------------------------------


class PostmortemQuery(PageQuery):
    text: Search = Field("", description="Words in title or sections, or a key.")
    state: StateName | None = None
    owner: Who | None = None
    team: Name | None = Field(None, description="Its slug.")
    severity: Name | None = None
    service: Name | None = None
    since: Day | None = Field(None, description="Started on this day (in your time zone) or later.")
    until: Day | None = Field(None, description="Started on this day or earlier.")
    late: bool = False


class PostmortemIn(In):
    incidents: Annotated[list[IncidentKey], Field(min_length=1, max_length=20)]
    template: Name | None = Field(None, description="Its name. Null: the first one.")
    owner: Who | None = Field(None, description="Null: you.")
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        "", description="Empty: that of the first incident."
    )


class PostmortemPatch(In):
    title: Line = optional()
    incidents: Annotated[list[IncidentKey], Field(min_length=1, max_length=20)] = optional()
    owner: Who | None = optional()
    reviewers: Annotated[list[Who], Field(max_length=50)] = optional()
    due_on: Day | None = optional()


class SectionIn(In):
    markdown: Annotated[str, StringConstraints(max_length=MAX_LENGTH)]
    version: Annotated[int, Field(strict=True, ge=0, le=2_147_483_646)] = Field(
        description="Of the text that was changed."
    )


class FactorFields(In):
    kind: FactorName = optional()
    category: Annotated[str, StringConstraints(min_length=1, max_length=170)] | None = optional(
        description="As it reads on the page: parent › name."
    )
    evidence: Annotated[list[Number], Field(max_length=200)] = optional(description="Events of the timeline.")


class FactorIn(FactorFields):
    statement: LongText


class FactorPatch(FactorFields):
    statement: LongText = optional()


class ResponseIn(In):
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | None = Field(description="Null: not looked at.")
    helped: Text = ""
    hindered: Text = ""


class PostmortemMoveIn(In):
    reason: Reason = Field("", description="For waive and propose_waiver.")
    due_on: Day | None = Field(None, description="For submit: the day by which verdicts are asked for.")
    note: Text = Field("", description="For approve and request_changes.")
    seen: Annotated[str, StringConstraints(max_length=64)] = Field(
        "", description="For approve and request_changes: the fingerprint of what was read."
    )
