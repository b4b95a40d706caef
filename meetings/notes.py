"""The notes of a meeting: a live document like any other text."""

from accounts.models import User
from collab import documents, rights
from collab.models import Document
from meetings.models import ReviewMeeting
from meetings.permissions import can_take_part

KIND = "meeting-notes"
NAME = "notes"


def create(*, by: User) -> Document:
    return documents.create(kind=KIND, texts={}, by=by)


def read(meeting: ReviewMeeting) -> str:
    """As they stand now, also what was typed a moment ago."""
    return documents.texts(meeting.document).get(NAME, "")


def write(meeting: ReviewMeeting, markdown: str, *, by: User) -> None:
    documents.edit(meeting.document, {NAME: markdown.replace("\r\n", "\n")}, by=by)
    keep(meeting.document)


def keep(document: Document) -> None:
    """Store how they read now, for pages that only show them."""
    ReviewMeeting.objects.filter(document=document).update(notes=documents.texts(document).get(NAME, ""))


def _right_of(user: User, document: Document) -> rights.Answer:
    meeting = ReviewMeeting.objects.visible_to(user).select_related("postmortem").filter(document=document).first()
    if meeting is None:
        return "none"
    return "write" if can_take_part(user, meeting) and meeting.state != "cancelled" else "read"


rights.register(KIND, _right_of)
documents.on_edited(KIND, keep)
