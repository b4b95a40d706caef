"""How comments go in and out."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from api.shapes.postmortems import SectionKey
from api.values import Flag, In, Out, Person, address
from postmortems.conversations import Talk
from postmortems.forms.comment import LONGEST
from postmortems.models import Comment
from postmortems.models.comment import QUOTED

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
Quote = Annotated[str, StringConstraints(strip_whitespace=True, max_length=QUOTED)]


class CommentOut(Out):
    id: int
    author: Person
    text: str
    created_at: datetime
    edited_at: datetime | None


class ThreadOut(Out):
    id: int
    url: str
    section: str | None = Field(description="Its key; null: about the whole postmortem.")
    quote: str = Field(description="The words it is about, as they were.")
    is_gone: bool = Field(description="The words it is about have been removed from the text.")
    blocking: bool = Field(description="It has to be resolved before the postmortem is approved or published.")
    resolved: bool
    resolved_by: Person | None
    resolved_at: datetime | None
    opened_by: Person
    opened_at: datetime
    comments: list[CommentOut]

    @classmethod
    def of(cls, talk: Talk) -> Self:
        thread = talk.thread
        return cls(
            id=thread.pk,
            url=address(thread),
            section=thread.section or None,
            quote=thread.quote,
            is_gone=talk.is_gone,
            blocking=thread.is_blocking,
            resolved=talk.is_resolved,
            resolved_by=Person.or_none(thread.resolved_by),
            resolved_at=thread.resolved_at,
            opened_by=Person.of(thread.opened_by),
            opened_at=thread.opened_at,
            comments=[_comment(said.comment) for said in talk.said],
        )


def _comment(comment: Comment) -> CommentOut:
    return CommentOut(
        id=comment.pk,
        author=Person.of(comment.author),
        text=comment.text,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
    )


class CommentIn(In):
    text: Words = Field(description="Markdown; @handles are told.")


class ThreadIn(CommentIn):
    section: SectionKey | None = Field(None, description="Its key. Null: about the whole postmortem.")
    quote: Quote = Field("", description="Words of the section: the comment moves with them.")
    blocking: Flag = False


class BlockingIn(In):
    blocking: Flag
