"""Who may bring documents in, and fetching a draft, which is authorising."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from integrations.importer.draft import ImportDraft


def can_import(user: User) -> bool:
    """Everybody who writes."""
    return user.is_writer


def require_importer(user: User) -> None:
    if not can_import(user):
        raise PermissionDenied


def get_draft_for(user: User, number: int) -> ImportDraft:
    """Their own draft. Raises ``PermissionDenied`` for readers, ``Http404`` for what is absent or somebody else's."""
    require_importer(user)
    draft = ImportDraft.objects.visible_to(user).select_related("incident", "postmortem").filter(pk=number).first()
    if draft is None:
        raise Http404
    return draft
