"""Everybody may write in a note but viewers, who read, and people who are called strangers."""

from accounts.models import Role, User
from collab import rights
from collab.models import Document


def note_rights(user: User, document: Document) -> rights.Answer:
    if user.handle.startswith("stranger"):
        return "none"
    return "read" if user.role == Role.VIEWER else "write"


rights.register("note", note_rights)
