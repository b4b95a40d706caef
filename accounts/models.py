"""Who: people, the teams they belong to, and what the organisation lets them do."""

import re
import zoneinfo
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless ``name`` is an IANA time zone such as ``Europe/Berlin``."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know. Try “Europe/Berlin” or “UTC”."), params={"name": name}
        )


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
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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


class Team(models.Model):
    """People who run services together."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="teams"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def leads(self) -> UserQuerySet:
        return User.objects.active().filter(memberships__team=self, memberships__role=Membership.Role.LEAD)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def leads(self) -> Self:
        return self.filter(role=Membership.Role.LEAD)


class Membership(models.Model):
    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        MEMBER = "member", _("Member")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("team", "role", "user__name")
        constraints = (models.UniqueConstraint(fields=("team", "user"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"


def team_ids(user: User) -> Collection[int]:
    """The teams of ``user``, read once for the request that holds this object."""
    if not hasattr(user, "_team_ids"):
        user._team_ids = set(user.memberships.values_list("team_id", flat=True))  # type: ignore[attr-defined]
    return user._team_ids  # type: ignore[attr-defined, no-any-return]


def lead_team_ids(user: User) -> Collection[int]:
    """The teams that ``user`` leads, read once for the request that holds this object."""
    if not hasattr(user, "_lead_team_ids"):
        user._lead_team_ids = set(user.memberships.leads().values_list("team_id", flat=True))  # type: ignore[attr-defined]
    return user._lead_team_ids  # type: ignore[attr-defined, no-any-return]


class LinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class OneTimeLink(models.Model):
    """A link that lets one person in once: an invitation, or the administrator's first sign-in.

    Only the token's hash is stored; the token itself is in the link alone.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        ENTRY = "entry", _("Administrator's entry")

    kind = models.CharField(max_length=12, choices=Kind)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("team"))
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.email}"
