"""How evidence goes in and out."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from api.paging import PageQuery
from api.values import In, LongText, Number, OneOf, Out, Person, address, optional
from incidents.models import Evidence

Kind = Annotated[str, OneOf(*Evidence.Kind.values)]
Words = Literal["link", "quote", "query"]
Caption = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Address = Annotated[str, StringConstraints(max_length=1000)]


class EvidenceOut(Out):
    id: int
    incident: str
    event: int | None = Field(description="The event it belongs to; null: the incident as a whole.")
    kind: Kind
    caption: str
    url: str = Field(description="Of a link: where it leads. Of an image or file: where people see it.")
    text: str
    language: str
    said_by: str
    said_where: str
    name: str
    content_type: str
    size: int | None
    author: Person
    created_at: datetime
    removed_at: datetime | None

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        same = ("caption", "text", "language", "said_by", "said_where", "name", "content_type", "size", "created_at")
        return cls(
            id=evidence.pk,
            incident=f"INC-{evidence.incident_id}",
            event=evidence.event_id,
            kind=evidence.kind,
            url=address(evidence) if evidence.is_stored else evidence.url,
            author=Person.of(evidence.author),
            removed_at=evidence.removed_at,
            **{name: getattr(evidence, name) for name in same},
        )


class EvidenceQuery(PageQuery):
    kind: Kind | None = None
    event: Number | None = None


class EvidenceFields(In):
    caption: Caption = optional()
    event: Number | None = optional(description="An event of the same incident.")
    url: Address = optional(description="For a link: http:// or https://")
    text: LongText = optional(description="For a quote and a query.")
    language: Annotated[str, StringConstraints(max_length=40)] = optional(description="For a query.")
    said_by: Annotated[str, StringConstraints(max_length=120)] = optional(description="For a quote.")
    said_where: Annotated[str, StringConstraints(max_length=200)] = optional(description="For a quote.")


class EvidenceIn(EvidenceFields):
    kind: Words


class EvidencePatch(EvidenceFields):
    pass


class FileIn(In):
    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    content: str = Field(description="The file in base64. A whole request holds at most 2.5 MB; larger files by page.")
    caption: Caption = ""
    event: Number | None = None
