"""The kinds of values that go in and out: times, days, texts, people."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.conf import settings
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from accounts.models import User

FIRST, LAST = 1970, 2199  # years: beyond, databases and time zones disagree about what there is
WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
BIGGEST = 2_147_483_647


class In(BaseModel):
    """What is sent to us. A field that we do not know is an error: it would be lost otherwise."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """The fields that were sent, whatever their values."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


class Out(BaseModel):
    """What we send."""


def optional(**constraints: Any) -> Any:
    """A field of a PATCH: it may be left out, which changes nothing, but not be null unless its type says so."""
    return Field(default_factory=lambda: None, **constraints)


@dataclass(frozen=True)
class OneOf:
    """``Annotated[str, OneOf("", *Kind.values)]``: one of these texts. A union would name our types in its faults."""

    values: tuple[str, ...]

    def __init__(self, *values: str) -> None:
        object.__setattr__(self, "values", values)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.values))


def _time(value: Any) -> Any:
    if not (isinstance(value, str) and WRITTEN_TIME.fullmatch(value)):
        raise ValueError("Write a time as ISO 8601 with its offset, such as 2026-11-03T14:05:00+01:00.")
    return value


def _known_time(at: datetime) -> datetime:
    if not FIRST <= at.year <= LAST:
        raise ValueError(f"Years from {FIRST} to {LAST} are understood.")
    return at.astimezone(UTC)


def _day(value: Any) -> Any:
    if not (isinstance(value, str) and WRITTEN_DAY.fullmatch(value)):
        raise ValueError("Write a day as YYYY-MM-DD.")
    return value


def _known_day(day: date) -> date:
    if not FIRST <= day.year <= LAST:
        raise ValueError(f"Years from {FIRST} to {LAST} are understood.")
    return day


Moment = Annotated[AwareDatetime, BeforeValidator(_time), AfterValidator(_known_time)]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_known_day)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Flag = Annotated[bool, Field(strict=True)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Who = Annotated[
    str, StringConstraints(min_length=1, max_length=254), Field(description="An e-mail address or a handle.")
]
Search = Annotated[str, StringConstraints(max_length=200)]
Number = Annotated[int, Field(ge=1, le=10**18)]
IncidentKey = Annotated[str, StringConstraints(pattern=r"^INC-[1-9][0-9]{0,17}$")]
PostmortemKey = Annotated[str, StringConstraints(pattern=r"^PM-[1-9][0-9]{0,17}$")]
ActionKey = Annotated[str, StringConstraints(pattern=r"^ACT-[1-9][0-9]{0,17}$")]


def number_of(key: str) -> int:
    """42 of ``INC-42``."""
    return int(key.rpartition("-")[2])


def address(thing: Any) -> str:
    """The page of ``thing``, for people."""
    return f"{settings.BASE_URL}{thing.get_absolute_url()}"


class Person(Out):
    email: str
    handle: str
    name: str

    @classmethod
    def of(cls, user: User) -> "Person":
        return cls(email=user.email, handle=user.handle, name=user.name)

    @classmethod
    def or_none(cls, user: User | None) -> "Person | None":
        return cls.of(user) if user else None


class Move(Out):
    """One move that was made."""

    verb: str
    source: str
    target: str
    by: Person | None
    at: datetime
    reason: str

    @classmethod
    def of(cls, move: Any) -> "Move":
        return cls(
            verb=move.verb,
            source=move.source,
            target=move.target,
            by=Person.or_none(move.by),
            at=move.at,
            reason=move.reason,
        )


class Blocker(Out):
    """What stands in the way of a move, and the page where it can be mended."""

    code: str
    message: str
    url: str
