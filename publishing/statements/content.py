"""Everything of a statement that the public would read, as one value: what is checked, approved and released."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from publishing.models.statement import PARTS, Statement

FIELDS = {"title": _("Title"), **PARTS, "correction": _("What is corrected")}


@dataclass(frozen=True)
class Content:
    title: str
    summary: str
    happened: str
    doing: str
    correction: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None

    def texts(self) -> dict[str, str]:
        """What people wrote, by field."""
        return {name: getattr(self, name) for name in FIELDS}

    def as_json(self) -> dict[str, Any]:
        values = asdict(self)
        return values | {name: values[name] and values[name].isoformat() for name in ("began_at", "ended_at")}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        times = {name: stored[name] and parse_datetime(stored[name]) for name in ("began_at", "ended_at")}
        return cls(**(stored | times))

    @property
    def digest(self) -> str:
        """Differs when anything of it does; what an approver saw is named by it."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


def content_of(statement: Statement) -> Content:
    """As stored; ``text.refresh`` or ``text.hold`` first where something is decided on it."""
    return Content(
        title=statement.title,
        summary=statement.summary.strip(),
        happened=statement.happened.strip(),
        doing=statement.doing.strip(),
        correction=statement.correction.strip(),
        began_at=statement.began_at,
        ended_at=statement.ended_at,
    )


def approved(statement: Statement) -> Content | None:
    """The frozen text that was approved, if one is."""
    return Content.from_json(statement.approved_text) if statement.approved_text else None
