"""The one door to a section's text, so that another kind of text can stand behind it later."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from postmortems.models import Postmortem, Section


@dataclass(frozen=True)
class Text:
    """Markdown and the version it has."""

    markdown: str
    version: int


class EditConflict(Exception):
    """Somebody saved meanwhile; ``current`` is what they saved."""

    def __init__(self, current: Text) -> None:
        self.current = current
        super().__init__(f"The text is at version {current.version} by now.")


class NotEditable(Exception):
    """The postmortem is published or waived: a new revision must be opened first."""


def read(section: Section) -> Text:
    return Text(section.markdown, section.version)


@transaction.atomic
def write(section: Section, markdown: str, *, base: int, by: User) -> Text:
    """Replace the text that had version ``base``.

    Raises ``EditConflict`` when somebody else saved in between, ``NotEditable`` past the draft's life.
    """
    postmortem = Postmortem.objects.select_for_update().get(pk=section.postmortem_id)
    if not postmortem.is_editable:
        raise NotEditable
    markdown = markdown.replace("\r\n", "\n").strip()
    changed = Section.objects.filter(pk=section.pk, version=base).update(
        markdown=markdown, version=base + 1, edited_by=by, edited_at=timezone.now()
    )
    section.refresh_from_db()
    if not changed and section.markdown != markdown:
        raise EditConflict(read(section))
    postmortem.save(update_fields=["updated_at"])
    return read(section)
