"""A thread as the editor takes it."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from postmortems.conversations import Said, Talk


def data_of(talk: Talk) -> dict[str, Any]:
    thread = talk.thread
    return {
        "id": thread.pk,
        "url": thread.get_absolute_url(),
        "section": thread.section,
        "quote": thread.quote,
        "anchor": {"start": thread.anchor_start, "end": thread.anchor_end} if thread.anchor_start else None,
        "is_gone": talk.is_gone,
        "blocking": thread.is_blocking,
        "resolved": talk.is_resolved,
        "opened_at": thread.opened_at,
        "comments": [_comment(said) for said in talk.said],
        "reply_url": reverse("postmortems:reply", args=[thread.postmortem.key, thread.pk]),
    }


def _comment(said: Said) -> dict[str, Any]:
    comment = said.comment
    return {
        "id": comment.pk,
        "author": _person(comment.author),
        "html": said.html,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "is_mine": said.is_mine,
    }


def _person(user: User) -> dict[str, str]:
    return {"name": user.name, "handle": user.handle}
