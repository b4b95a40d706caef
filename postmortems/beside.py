"""What stands beside the text: timeline, factors, response, actions, comments, history."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from accounts.models import User
from core.markdown import plain, render_all
from incidents.models import TimelineEvent
from incidents.readings import frame_of
from incidents.timeline import by_day
from postmortems.article import DIMENSIONS, RATINGS
from postmortems.conversations import comments_context
from postmortems.forms.response import response_forms
from postmortems.models import ContributingFactor, Postmortem
from postmortems.notes import notes_for
from postmortems.permissions import abilities
from postmortems.verbs import PAST
from postmortems.wording import remarks_of

Context = dict[str, Any]


def timeline_context(postmortem: Postmortem, user: User) -> Context:
    """The events of all its incidents, under the days of the reader's zone."""
    told = list(postmortem.incidents.all())
    prefetch_related_objects(told, "milestones")
    events = postmortem.timeline().select_related("author", "incident").prefetch_related("edits__by")
    frame = frame_of(told[0], user)
    if len(told) > 1:  # "after detection" of which of them?
        frame = replace(frame, started=None, detected=None)
    return {"days": by_day(events, reader=user, frame=frame), "told": told}


def factors_context(postmortem: Postmortem, user: User) -> Context:
    factors = list(postmortem.factors.select_related("category__parent").prefetch_related("evidence__incident"))
    texts = render_all([factor.statement for factor in factors], user)
    evidence = ([(event, plain(event.text)) for event in _present(factor)] for factor in factors)
    noted = notes_for(postmortem, user)
    notes = (noted.get(factor.pk, []) for factor in factors)
    return {"factors": list(zip(factors, texts, evidence, notes, strict=True))}


def _present(factor: ContributingFactor) -> list[TimelineEvent]:
    return [event for event in factor.evidence.all() if event.removed_at is None]


def response_context(postmortem: Postmortem, user: User) -> Context:
    """Forms for those who write, what they say for the others."""
    if abilities(user, postmortem)["write"]:
        return {"dimensions": list(response_forms(postmortem).values())}
    return {"looked_at": looked_at(postmortem, user)}


def looked_at(postmortem: Postmortem, user: User) -> list[tuple[Any, Any, SafeString, SafeString]]:
    """Every dimension that somebody said something about: the row, its rating in words, and its two texts."""
    rows = [row for row in postmortem.response.all() if row.rating or row.helped or row.hindered]
    rows.sort(key=lambda row: DIMENSIONS.index(row.dimension))
    texts = render_all([text for row in rows for text in (row.helped, row.hindered)], user)
    return [
        (row, RATINGS.get(row.rating or 0, ""), helped, hindered)
        for row, helped, hindered in zip(rows, texts[::2], texts[1::2], strict=True)
    ]


def history_context(postmortem: Postmortem, _user: User) -> Context:
    """Every move, the verdicts of every round, and the newest revisions."""
    moves = postmortem.moves.select_related("by").order_by("-pk")
    return {
        "moves": [(move, PAST.get(move.verb, move.verb)) for move in moves],
        "rounds": postmortem.reviews.select_related("requested_by").prefetch_related("decisions__reviewer"),
        "revisions": postmortem.revisions.prefetch_related("authors")[:5],
    }


def actions_context(_postmortem: Postmortem, _user: User) -> Context:
    """They come from a higher package, by their address."""
    return {}


def wording_context(postmortem: Postmortem, _user: User) -> Context:
    return {"remarks": remarks_of(postmortem)}


PARTS: dict[str, Callable[[Postmortem, User], Context]] = {
    "timeline": timeline_context,
    "factors": factors_context,
    "response": response_context,
    "actions": actions_context,
    "comments": comments_context,
    "wording": wording_context,
    "history": history_context,
}
