"""A team's chat: which addresses are taken, what is posted there and when.

An address is typed by people, and posting to it is a request from inside the network: only the services listed here are
taken, and where the address names a host of its own, that host must be one that may be called (``core.outbound``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from httpcore import ConnectError

from accounts.models import Team, User
from core.outbound import public_address
from notifications.models import ChatPost, TeamChat

HTTPS = 443
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
    try:
        public_address(host, HTTPS)
    except (ConnectError, UnicodeError, ValueError):
        words = _("“%(host)s” is not a public host. Whoever runs this installation can allow it (OUTBOUND_ALLOWED).")
        raise ValidationError(words, params={"host": host}) from None


def set_address(team: Team, address: str, *, by: User) -> None:
    """Post to ``address`` from now on; "" ends it. Raises ``ValidationError``."""
    if not address:
        TeamChat.objects.filter(team=team).delete()
        return
    check_address(address)
    TeamChat.objects.update_or_create(team=team, defaults={"address": address, "changed_by": by})


def address_of(team: Team) -> str:
    """Where to post for ``team``; "" where nothing is set, or nobody has the key to it any more."""
    chat = TeamChat.objects.filter(team=team).first()
    return chat.address if chat else ""


def plan(teams: list[Team], occasion: str, kind: str = ChatPost.Kind.LIST) -> None:
    """One post to the chat of each of ``teams`` that has one; what is planned already for ``occasion`` stays one."""
    with_chat = TeamChat.objects.filter(team__in=teams).values_list("team_id", flat=True)
    posts = [ChatPost(team_id=team, kind=kind, occasion=occasion) for team in with_chat]
    ChatPost.objects.bulk_create(posts, ignore_conflicts=True)
