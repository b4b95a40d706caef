"""People, and what the organisation lets them do."""

import re
import zoneinfo
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Verb, record
from accounts.models.sessions import SignedIn
from accounts.zones import validate_time_zone
from core.lifecycle import Blocker, MoveNotAllowed


class Role(models.TextChoices):
    """What a person may do across the whole organisation."""

    ADMIN = "admin", _("Admin")
    MEMBER = "member", _("Member")
    VIEWER = "viewer", _("Viewer (reads only)")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def admins(self) -> Self:
        return self.active().filter(role=Role.ADMIN)

    def writers(self) -> Self:
        """People who may own things: active admins and members."""
        return self.active().exclude(role=Role.VIEWER)

    def matching(self, text: str) -> Self:
        """Those whose name, address or handle holds ``text``; everybody for ""."""
        holds = (models.Q(**{f"{field}__icontains": text}) for field in ("name", "email", "handle"))
        return self.filter(reduce(or_, holds)) if text else self

    def present_first(self) -> Self:
        return self.order_by("-is_active", "name", "pk")

    def with_places(self) -> Self:
        """Each with memberships and teams at hand."""
        return self.prefetch_related("memberships__team")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def writers(self) -> UserQuerySet:
        return self.get_queryset().writers()

    def admins(self) -> UserQuerySet:
        return self.get_queryset().admins()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, *, name: str = "", password: str | None = None, **fields: Any) -> "User":
        """A person with a free handle made from the e-mail address; without ``password`` nobody can sign in yet."""
        email = self.normalize_email(email).lower()
        fields.setdefault("handle", self._free_handle(email.partition("@")[0]))
        return self.create(email=email, name=name or fields["handle"], password=make_password(password), **fields)

    def _free_handle(self, wish: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", wish.lower()).strip("-")[:30] or "person"
        taken = set(self.filter(handle__startswith=base).values_list("handle", flat=True))
        return next(
            handle for n in range(1, len(taken) + 3) if (handle := base if n == 1 else f"{base}-{n}") not in taken
        )


class User(AbstractBaseUser):
    """A person of this organisation. Never deleted: ``is_active`` ends their access and keeps their history."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Somebody has this e-mail address already.")}
    )
    name = models.CharField(_("name"), max_length=120)
    handle = models.SlugField(_("handle"), max_length=40, unique=True, help_text=_("For @mentions."))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    may_approve_statements = models.BooleanField(
        _("communications"), default=False, help_text=_("May approve what is published to customers.")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("active"), default=True)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    narrowed = False  # never stored: set for one request by a token of less than the admin scope

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            # With unique=True above: no two accounts that differ in capitals alone.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def sees_everything(self) -> bool:
        """Whether restricted incidents are shown without being named there: to admins who come as such."""
        return self.is_admin and not self.narrowed

    @property
    def is_writer(self) -> bool:
        """Whether this person may write at all (a viewer reads only)."""
        return self.role != Role.VIEWER

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.handle])

    @property
    def audit_key(self) -> str:
        """What the audit trail calls this person."""
        return f"@{self.handle}"

    def get_session_auth_hash(self) -> str:
        return self._until_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._until_ended, super().get_session_auth_fallback_hash())

    def _until_ended(self, session_hash: str) -> str:
        """Sessions begun before ``sessions_ended_at`` carry another hash, and Django flushes them."""
        return f"{session_hash}:{self.sessions_ended_at.isoformat()}" if self.sessions_ended_at else session_hash

    @transaction.atomic
    def change_role(self, role: str) -> None:
        """Raises ``MoveNotAllowed`` where that would leave nobody to administer."""
        if role != Role.ADMIN:
            self._leave_an_admin("change_role")
        before, self.role = self.role, role
        self.save(update_fields=["role"])
        self._on_record(Verb.ROLE, {"role": before}, {"role": role})

    @transaction.atomic
    def deactivate(self) -> None:
        """End this person's access and every session they have, for good. ``MoveNotAllowed`` for the last admin."""
        self._leave_an_admin("deactivate")
        self.is_active, self.sessions_ended_at = False, timezone.now()
        self.save(update_fields=["is_active", "sessions_ended_at"])
        SignedIn.objects.filter(user=self).end()
        self._on_record(Verb.DEACTIVATED)

    @transaction.atomic
    def reactivate(self) -> None:
        """Let this person sign in again; sessions from before stay ended."""
        self.is_active = True
        self.save(update_fields=["is_active"])
        self._on_record(Verb.REACTIVATED)

    @transaction.atomic
    def end_session(self, session: SignedIn) -> None:
        """Sign one of this person's browsers out."""
        self._on_record(Verb.SESSIONS_ENDED, after={"device": session.device, "address": session.address})
        SignedIn.objects.filter(user=self, pk=session.pk).end()

    @transaction.atomic
    def end_other_sessions(self, kept: str) -> None:
        """Sign this person out everywhere but in the session ``kept``, whose hash the caller renews."""
        self.sessions_ended_at = timezone.now()
        self.save(update_fields=["sessions_ended_at"])
        SignedIn.objects.filter(user=self).exclude(session_key=kept).end()
        self._on_record(Verb.SESSIONS_ENDED, after={"device": "all others"})

    @transaction.atomic
    def change_email(self, email: str) -> None:
        """Sign in with another address from now on. Links to reset a password stop working with the old one."""
        before, self.email = self.email, email
        self.save(update_fields=["email"])
        self._on_record(Verb.EMAIL, {"email": before}, {"email": email})

    @transaction.atomic
    def allow_statements(self, allowed: bool) -> None:
        """Give or take the right to approve what customers read."""
        before, self.may_approve_statements = self.may_approve_statements, allowed
        self.save(update_fields=["may_approve_statements"])
        self._on_record(Verb.COMMUNICATIONS, {"communications": before}, {"communications": allowed})

    def _on_record(self, verb: Verb, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None) -> None:
        record(verb, self.audit_key, self.name, before=before, after=after)

    def _leave_an_admin(self, verb: str) -> None:
        # All admins are locked: two who demote each other at the same moment must not both get through.
        admins = set(User.objects.admins().select_for_update().values_list("pk", flat=True))
        if admins == {self.pk}:
            message = _("%(name)s is the only admin. Make somebody else an admin first.") % {"name": self.name}
            raise MoveNotAllowed(verb, [Blocker("last-admin", message, reverse("accounts:people"))])
