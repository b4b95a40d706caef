"""Fetching is authorising: strangers get 404, readers get 403 on verbs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.lifecycle import Blocker, MoveNotAllowed
from incidents.sight import note_looks
from postmortems import text
from postmortems.models import Postmortem
from postmortems.permissions import abilities, can_write


def get_postmortem_for(user: User, number: int, *, ability: str = "") -> Postmortem:
    """The postmortem ``PM-<number>`` if ``user`` may see it and has ``ability`` (a key of ``abilities``), if given.

    Its stored text is up to date.
    Raises ``Http404`` for what is absent or not theirs to see, ``PermissionDenied`` for a verb they lack.
    """
    rows = Postmortem.objects.visible_to(user).select_related("owner", "published_revision", "document")
    postmortem = rows.filter(pk=number).first()
    if postmortem is None:
        raise Http404
    if postmortem.document and postmortem.document.head_seq != postmortem.projected_seq:
        text.refresh(postmortem)
    if ability and not abilities(user, postmortem)[ability]:
        raise PermissionDenied
    note_looks(user, postmortem.incidents.all())
    return postmortem


def get_draft_for(user: User, number: int) -> Postmortem:
    """The postmortem to write in, for somebody who writes.

    Raises ``MoveNotAllowed`` past the draft's life, so that what was typed is shown again rather than lost.
    """
    postmortem = get_postmortem_for(user, number)
    if not can_write(user, postmortem):
        raise PermissionDenied
    if not postmortem.is_editable:
        raise MoveNotAllowed("write", [not_editable(postmortem)])
    return postmortem


def not_editable(postmortem: Postmortem) -> Blocker:
    words = {"key": postmortem.key, "state": postmortem.get_state_display().lower()}
    url = reverse("postmortems:detail", args=[postmortem.key])
    return Blocker("not-editable", _("%(key)s is %(state)s by now. Open a new revision to change it.") % words, url)
