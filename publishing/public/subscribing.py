"""From an address that somebody typed to a subscription, and out again."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.counting import count
from publishing.models import Subscriber, SubscriberMail
from publishing.models.subscriber import new_key

HOUR, DAY = 60 * 60, 24 * 60 * 60
MAILS_A_DAY = 3  # to one address, whoever types it


def ask(email: str) -> None:
    """Send a mail with a link to confirm, unless the address is subscribed or got such mails already today.

    The caller answers the same in every case: nobody learns who is subscribed.
    """
    email = email.strip().lower()
    if count(f"subscribe:{email}", seconds=DAY) > MAILS_A_DAY:
        return
    try:
        _ask(email)
    except IntegrityError:  # the same address, twice at the same moment: the other one sends the mail
        return


@transaction.atomic
def _ask(email: str) -> None:
    subscriber, made = Subscriber.objects.get_or_create(email=email)
    if subscriber.confirmed_at is not None:
        return
    now = timezone.now()
    if not made:
        Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=now, confirm_key=new_key())
    waiting = subscriber.mails.filter(kind=SubscriberMail.Kind.CONFIRM, sent_at=None, given_up_at=None)
    if not waiting.exists():
        subscriber.mails.create(kind=SubscriberMail.Kind.CONFIRM, occasion=now.isoformat())


def confirm(subscriber: Subscriber) -> None:
    """Once; a second click changes nothing."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def leave(subscriber: Subscriber) -> None:
    """For good: the address is forgotten, the link goes on saying that it is."""
    rows = Subscriber.objects.filter(pk=subscriber.pk, left_at=None)
    rows.update(left_at=timezone.now(), email="", confirm_key=new_key())


def forget_unconfirmed() -> int:
    """Addresses that nobody confirmed for a week; returns how many."""
    forgotten, _by_model = Subscriber.objects.never_confirmed(timezone.now()).delete()
    return forgotten
