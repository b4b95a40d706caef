"""A team's chat: which addresses are taken, what is posted there and when.

An address is typed by people, and posting to it is a request from inside the network: only the services listed here are
taken, and where the address names a host of its own, that host must be a public one or be allowed by the operator.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.sealed import seal, unseal
from notifications.models import ChatPost, TeamChat

HOSTED_BY_THEM = {"slack", "msteams", "gchat", "discord", "wxteams", "tgram", "zulip"}  # apprise knows the host
HOST_IN_ADDRESS = {"mmost", "mmosts", "rocket", "rockets", "workflow", "workflows"}


@dataclass(frozen=True)
class Text:
    title: str
    body: str


Compose = Callable[[Team], Text | None]
_composers: list[Compose] = []


def compose_list_with(compose: Compose) -> Compose:
    """Let a higher package say what a team's list is; None where there is nothing to say."""
    _composers.append(compose)
    return compose


def text_of(post: ChatPost) -> Text | None:
    if post.kind == ChatPost.Kind.TEST:
        return Text(_("It works"), _("Reminders of %(team)s will be posted here.") % {"team": post.team.name})
    return next((text for compose in _composers if (text := compose(post.team))), None)


def check_address(address: str) -> None:
    """Raises ``ValidationError`` for what nothing may be posted to."""
    parts = urlsplit(address)
    if parts.scheme not in HOSTED_BY_THEM | HOST_IN_ADDRESS:
        some = ", ".join(f"{name}://" for name in sorted(HOSTED_BY_THEM | HOST_IN_ADDRESS))
        raise ValidationError(_("Use an address of one of these kinds: %(some)s."), params={"some": some})
    if parts.query:
        raise ValidationError(_("Leave out everything from the question mark on."))
    if parts.scheme in HOST_IN_ADDRESS:
        _check_host(parts.hostname or "")


def _check_host(host: str) -> None:
    if host in settings.CHAT_PRIVATE_HOSTS:
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        raise ValidationError(_("The host “%(host)s” is not found."), params={"host": host}) from None
    if not found or not all(ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in found):
        words = _("“%(host)s” is not a public host. Whoever runs this installation can allow it (CHAT_PRIVATE_HOSTS).")
        raise ValidationError(words, params={"host": host})


def set_address(team: Team, address: str, *, by: User) -> None:
    """Post to ``address`` from now on; "" ends it. Raises ``ValidationError``."""
    if not address:
        TeamChat.objects.filter(team=team).delete()
        return
    check_address(address)
    TeamChat.objects.update_or_create(team=team, defaults={"sealed": seal(address), "changed_by": by})


def address_of(team: Team) -> str | None:
    chat = TeamChat.objects.filter(team=team).first()
    return unseal(chat.sealed) if chat else None


def plan(teams: list[Team], occasion: str, kind: str = ChatPost.Kind.LIST) -> None:
    """One post to the chat of each of ``teams`` that has one; what is planned already for ``occasion`` stays one."""
    with_chat = TeamChat.objects.filter(team__in=teams).values_list("team_id", flat=True)
    posts = [ChatPost(team_id=team, kind=kind, occasion=occasion) for team in with_chat]
    ChatPost.objects.bulk_create(posts, ignore_conflicts=True)
