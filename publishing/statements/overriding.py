"""What the redaction check still stops at, and saying why it may stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from accounts.models import User
from publishing.models import Override, Statement
from publishing.statements.content import FIELDS, Content, content_of
from publishing.statements.redaction import Finding, findings, surroundings
from publishing.statements.redaction.checking import BY_NAME


@dataclass(frozen=True)
class Checked:
    """``open`` hold up approval; ``overridden`` are those that somebody answered for, with what they said."""

    open: Sequence[Finding]
    overridden: Sequence[tuple[Finding, Override]]

    @property
    def by_part(self) -> list[tuple[str, list[Finding]]]:
        return [(str(FIELDS[part]), list(found)) for part, found in groupby(self.open, lambda one: one.part)]


def check(statement: Statement, content: Content | None = None) -> Checked:
    """Of ``content``, or of what stands there now."""
    found = findings(content or content_of(statement), surroundings(statement.postmortem))
    answered = {(one.detector, one.words): one for one in statement.overrides.select_related("by")}
    of = {id(one): answered.get((one.detector.name, one.words)) for one in found}
    return Checked(
        open=[one for one in found if of[id(one)] is None],
        overridden=[(one, answer) for one in found if (answer := of[id(one)]) is not None],
    )


@transaction.atomic
def override(statement: Statement, *, detector: str, words: str, reason: str, by: User) -> None:
    """Let ``words`` stand, and keep why; who does so answers for the text as an author does.

    Raises ``KeyError`` for a detector that is none.
    """
    _row, made = Override.objects.get_or_create(
        statement=statement, detector=BY_NAME[detector].name, words=words, defaults={"reason": reason, "by": by}
    )
    if made:
        statement.add_authors([by.pk])


@transaction.atomic
def take_back(statement: Statement, number: int) -> None:
    """The finding is open again; an approval that rested on it does not stand."""
    Override.objects.filter(statement=statement, pk=number).delete()
    statement.refresh_from_db(fields=["state"])
    if statement.state == "approved":
        statement.outdate()
