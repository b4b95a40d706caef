"""What the audit trail and the list of sessions hear of: Django's signals, and every move."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import SignedIn, User
from accounts.models.audit import Verb, record
from accounts.oidc.way import WAY
from core.lifecycle import HasLifecycle, MoveRecord, on_move


@receiver(user_logged_in, dispatch_uid="audit")
def _signed_in(user: User, request: HttpRequest, **_kwargs: Any) -> None:
    SignedIn.note(request, user.pk)
    ways = {way["method"] for way in get_authentication_records(request, user)}
    by = {"with": WAY.name} if "socialaccount" in ways else {}
    record(Verb.SIGNED_IN, user.audit_key, user.name, after=by, actor=user)


@receiver(user_logged_out, dispatch_uid="audit")
def _signed_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:  # the session may have ended before
        record(Verb.SIGNED_OUT, user.audit_key, user.name, actor=user)


@receiver(user_login_failed, dispatch_uid="audit")
def _sign_in_failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    record(Verb.SIGN_IN_FAILED, label=address_in(str(credentials.get("email", ""))))


def address_in(typed: str) -> str:
    """``typed`` if it is an e-mail address, else "": people type passwords into the wrong field."""
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed.lower()


# allauth's own signals come after the commit; on record is what is in the same transaction.
@receiver(post_save, sender=Authenticator, dispatch_uid="audit")
def _factor_added(instance: Authenticator, created: bool, **_kwargs: Any) -> None:
    if created:
        _factor_changed(instance, "added")


@receiver(post_delete, sender=Authenticator, dispatch_uid="audit")
def _factor_removed(instance: Authenticator, **_kwargs: Any) -> None:
    _factor_changed(instance, "removed")


def _factor_changed(factor: Authenticator, what: str) -> None:
    record(Verb.SECOND_FACTOR, factor.user.audit_key, factor.user.name, after={what: factor.type})


@on_move
def _moved(thing: HasLifecycle, move: MoveRecord) -> None:
    key = getattr(thing, "key", "") or f"{thing._meta.model_name} {thing.pk}"
    before, after = {"state": move.source}, {"state": move.target}
    record(Verb.MOVED, key, before=before, after=after, actor=move.by, at=move.at)
