"""The comments of a postmortem as one reader sees them: in the order of the text, the resolved ones apart."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from accounts.models import User
from core.markdown import render_all
from postmortems.models import Comment, CommentThread, Postmortem
from postmortems.models.comment import ThreadState
from postmortems.passages import removed_passages
from postmortems.permissions import can_comment, can_settle


@dataclass(frozen=True)
class Said:
    """One comment; ``is_mine``: the reader may change it."""

    comment: Comment
    html: SafeString
    is_mine: bool


@dataclass(frozen=True)
class Talk:
    """One thread. ``heading`` of its section ("" if there is none); ``is_gone``: the passage was removed from the text.

    ``draft`` names the field for an answer: it is another one once the reader has answered, so that what they type
    next outlives a refresh of the page and what they have sent does not.
    """

    thread: CommentThread
    heading: str
    said: list[Said]
    may_settle: bool
    is_gone: bool
    draft: str

    @property
    def is_resolved(self) -> bool:
        return bool(self.thread.state == ThreadState.RESOLVED)


def talks_of(postmortem: Postmortem, reader: User) -> list[Talk]:
    threads = list(
        postmortem.threads.present().select_related("opened_by", "resolved_by").prefetch_related("comments__author")
    )
    for thread in threads:
        thread.postmortem = postmortem
    sections = list(postmortem.sections.all())
    texts = iter(render_all([comment.text for thread in threads for comment in _present(thread)], reader))
    gone = removed_passages(postmortem, threads, sections)
    order = {section.key: place for place, section in enumerate(sections)}
    headings = {section.key: section.heading for section in sections}
    talks = []
    for thread in threads:
        said = [Said(comment, next(texts), comment.author_id == reader.pk) for comment in _present(thread)]
        mine = sum(one.is_mine for one in said)
        heading = headings.get(thread.section, "")
        may_settle = can_settle(reader, thread)
        talks.append(Talk(thread, heading, said, may_settle, thread.pk in gone, f"reply-{thread.pk}-{mine}"))
    return sorted(talks, key=lambda talk: (order.get(talk.thread.section, len(order)), talk.thread.pk))


def _present(thread: CommentThread) -> list[Comment]:
    return [comment for comment in thread.comments.all() if comment.removed_at is None]


def comments_context(postmortem: Postmortem, user: User) -> dict[str, Any]:
    talks = talks_of(postmortem, user)
    return {
        "talks": [talk for talk in talks if not talk.is_resolved],
        "resolved": [talk for talk in talks if talk.is_resolved],
        "may_comment": can_comment(user, postmortem),
        "sections": list(postmortem.sections.all()),
        "draft": sum(talk.thread.opened_by_id == user.pk for talk in talks),
    }
