"""The audit trail: who did what, when and from where. Rows are added and never changed."""

from datetime import datetime
from typing import Any, ClassVar, NoReturn

from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What can be found in the trail."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    SESSIONS_ENDED = "sessions_ended", _("Ended sessions")
    PASSWORD = "password", _("Changed the password")
    EMAIL = "email", _("Changed the e-mail address")
    SECOND_FACTOR = "second_factor", _("Changed the second factor")
    INVITED = "invited", _("Invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Withdrew an invitation")
    INVITATION_RESTORED = "invitation_restored", _("Restored an invitation")
    JOINED = "joined", _("Joined")
    LINKED = "linked", _("Linked to the organisation's sign-in")
    ROLE = "role", _("Changed a role")
    COMMUNICATIONS = "communications", _("Changed communications")
    DEACTIVATED = "deactivated", _("Deactivated")
    REACTIVATED = "reactivated", _("Reactivated")
    HANDED_OVER = "handed_over", _("Handed over")
    TEAM_MADE = "team_made", _("Made a team")
    TEAM_RENAMED = "team_renamed", _("Renamed a team")
    TEAM_PLACED = "team_placed", _("Changed who is in a team")
    TOKEN_MADE = "token_made", _("Made an API token")
    TOKEN_REVOKED = "token_revoked", _("Revoked an API token")
    TOKEN_RESTORED = "token_restored", _("Restored an API token")
    MOVED = "moved", _("Moved to another state")
    VISIBILITY = "visibility", _("Changed who may see it")
    SETTING = "setting", _("Changed a setting")
    ACCESS_ASKED = "access_asked", _("Asked for access")
    ACCESS_GRANTED = "access_granted", _("Granted access")
    ACCESS_DECLINED = "access_declined", _("Declined access")
    LOOKED = "looked", _("Opened as an admin what is restricted to others")
    EXPORTED = "exported", _("Exported")


class AppendOnly(Exception):
    """Somebody tried to change what is on record."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **_changes: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly

    def newest_first(self) -> "AuditQuerySet":
        return self.select_related("actor").order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One deed. ``key`` names what it was done to (``INC-42``, ``@ada``) and ``label`` says that in words.

    What has a key of its own carries no label: titles of restricted incidents are read there, not here.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=24, choices=Verb)
    key = models.CharField(max_length=120, blank=True, db_index=True)
    label = models.CharField(max_length=254, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    occasion = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 – null is "each time anew"

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = (models.Index(fields=("verb", "at")), models.Index(fields=("actor", "at")))

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.key}".strip()

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field, value before and value after (None where there was none)."""
        fields = dict.fromkeys([*self.before, *self.after])
        return [(field.replace("_", " "), self.before.get(field), self.after.get(field)) for field in fields]


def record(
    verb: Verb,
    key: str = "",
    label: str = "",
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    actor: models.Model | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Add to the trail, in the caller's transaction; without ``actor`` it was whoever sent the present request.

    ``before`` and ``after`` hold the changed fields by name, as JSON takes them, and never a secret.
    """
    entry = _entry(verb, key, label, before or {}, after or {}, actor, at)
    entry.save()
    return entry


def record_once(verb: Verb, key: str, *, occasion: str, actor: models.Model) -> None:
    """Add to the trail unless this ``occasion`` of it is there: one statement, so two at once add one."""
    entry = _entry(verb, key, "", {}, {}, actor, None)
    entry.occasion = f"{verb}:{key}:{actor.pk}:{occasion}"
    AuditEntry.objects.bulk_create([entry], ignore_conflicts=True)


def _entry(
    verb: Verb,
    key: str,
    label: str,
    before: dict[str, Any],
    after: dict[str, Any],
    actor: models.Model | None,
    at: datetime | None,
) -> AuditEntry:
    request = context.request
    if actor is None and request is not None:
        user = getattr(request, "user", None)
        actor = user if user is not None and user.is_authenticated else None
    return AuditEntry(
        verb=verb,
        key=key[:120],
        label=label[:254],
        before=before,
        after=after,
        actor_id=actor.pk if actor is not None else None,
        at=at or timezone.now(),
        address=get_client_ip(request) if request is not None else None,
    )
