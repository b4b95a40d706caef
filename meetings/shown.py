"""The part of the document that a step of the meeting is about."""

from typing import Any

from accounts.models import User
from actions.models import ActionItem
from core.markdown import render_all
from meetings.models import AgendaItem
from postmortems.beside import looked_at, timeline_context
from postmortems.models import Postmortem

Kind = AgendaItem.Kind
PLEASANT = ("mitigating", "luck")


def part_for(kind: str, postmortem: Postmortem, reader: User) -> dict[str, Any]:
    if kind == Kind.TIMELINE:
        return timeline_context(postmortem, reader)
    if kind == Kind.RESPONSE:
        return {"looked_at": looked_at(postmortem, reader)}
    if kind in (Kind.ACTIONS, Kind.WRAP_UP):
        items = ActionItem.objects.visible_to(reader).of(postmortem).exclude(state="declined")
        return {"items": items.for_rows().order_by("priority", "pk")}
    return {"factors": _factors(postmortem, reader, pleasant=kind == Kind.SURPRISES)}


def _factors(postmortem: Postmortem, reader: User, *, pleasant: bool) -> list[tuple[Any, Any]]:
    rows = [factor for factor in postmortem.factors.all() if (factor.kind in PLEASANT) == pleasant]
    return list(zip(rows, render_all([factor.statement for factor in rows], reader), strict=True))
