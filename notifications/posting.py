"""From planned posts to the chats: claimed, sent, tried again, given up. For workers alone, since apprise is heavy."""

from collections import Counter
from datetime import datetime

import structlog
from apprise import Apprise, AppriseAsset
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from notifications.chat import Text, address_of, check_address, text_of
from notifications.models import LEASE, RETRIES, ChatPost

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 100
# Redirects could lead to where the address itself may not.
ASSET = AppriseAsset(app_id="Postmortems", app_desc="Postmortems", http_redirects=False, async_mode=False)


def post_all(*, now: datetime | None = None) -> Counter[str]:
    """Send every post that is due; returns how many were ``sent``, ``failed``, ``given_up`` or ``withdrawn``."""
    moment = now or timezone.now()
    due = list(ChatPost.objects.claimable(moment).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return Counter(_send(post, moment) for pk in due if (post := _claim(pk, moment)))


def _claim(pk: int, now: datetime) -> ChatPost | None:
    """The post, in our hands until its lease ends; None if another was faster."""
    taken = ChatPost.objects.claimable(now).filter(pk=pk)
    if not taken.update(claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1):
        return None
    return ChatPost.objects.select_related("team").get(pk=pk)


def _send(post: ChatPost, now: datetime) -> str:
    address, text = address_of(post.team), text_of(post)
    if not address or text is None:
        ChatPost.objects.filter(pk=post.pk).update(delivered_at=now, claimed_until=None)
        return "withdrawn"
    if _notify(address, text):
        ChatPost.objects.filter(pk=post.pk).update(delivered_at=timezone.now(), claimed_until=None)
        return "sent"
    if post.attempts > len(RETRIES):
        ChatPost.objects.filter(pk=post.pk).update(given_up_at=now, claimed_until=None)
        log.error("chat_post_given_up", team=post.team.slug, attempts=post.attempts)
        return "given_up"
    next_try = now + RETRIES[post.attempts - 1]
    ChatPost.objects.filter(pk=post.pk).update(next_try_at=next_try, claimed_until=None)
    log.warning("chat_post_failed", team=post.team.slug, attempts=post.attempts, next_try=next_try.isoformat())
    return "failed"


def _notify(address: str, text: Text) -> bool:
    """Whether the chat took it. Where its host leads is looked at again: names can change."""
    try:
        check_address(address)
    except ValidationError:
        return False
    chat = Apprise(asset=ASSET)
    return bool(chat.add(address) and chat.notify(title=text.title, body=text.body))
