"""A text that goes in, and what was found in it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.values import In, OneOf, Out
from postmortems.language.rules import BY_KEY


class TextIn(In):
    text: Annotated[str, StringConstraints(max_length=200_000)] = Field(description="Markdown.")


class FindingOut(Out):
    start: int = Field(description="Offset of its first code point.")
    end: int = Field(description="Offset behind its last code point.")
    rule: Annotated[str, OneOf(*BY_KEY)]
    why: str
    ask: str = Field(description="A question that leads to what happened instead.")


class FindingsOut(Out):
    findings: list[FindingOut]
