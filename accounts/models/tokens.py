"""Tokens: how programs act for a person, with no more rights than the person and the scope have."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Verb, record
from accounts.models.links import hash_of
from accounts.models.people import Role, User

MARK = "pmt_"  # so that people and secret scanners know one when they see it
SHOWN = len(MARK) + 6  # characters: enough to tell tokens apart, far too few to use one
USE_IS_NOTED_AFTER = timedelta(minutes=1)


class Scope(models.TextChoices):
    """What a token lets a program do; each includes the one before."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
    ADMIN = "admin", _("Read and write, as an administrator")

    @property
    def rank(self) -> int:
        return list(Scope).index(self)


MOST: dict[str, Scope] = {Role.VIEWER: Scope.READ, Role.MEMBER: Scope.WRITE, Role.ADMIN: Scope.ADMIN}


def scopes_of(user: User) -> list[Scope]:
    """The scopes that a token of ``user`` may have: a viewer's reads only, an administrator's may be one too."""
    return [scope for scope in Scope if scope.rank <= MOST[user.role].rank]


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def present(self) -> Self:
        """Without those that were revoked; expired ones are among them."""
        return self.filter(revoked_at=None)


class ApiToken(models.Model):
    """A key that a program carries. Only its hash is stored; its first characters tell it from others."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=SHOWN, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = (
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="api_token_scope_known"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    @transaction.atomic
    def issue(cls, user: User, *, name: str, scope: str, lasts: timedelta | None = None) -> tuple["ApiToken", str]:
        """A new token of ``user``, good for ``lasts`` (None: until revoked), and its text, which is never seen again.

        Raises ``ValueError`` for a scope beyond ``scopes_of(user)``.
        """
        if scope not in scopes_of(user):
            raise ValueError(f"{user.email} is no more than a {user.role}.")
        text = MARK + secrets.token_urlsafe(32)
        token = cls.objects.create(
            user=user,
            name=name,
            scope=scope,
            prefix=text[:SHOWN],
            token_hash=hash_of(text),
            expires_at=timezone.now() + lasts if lasts else None,
        )
        token._on_record(Verb.TOKEN_MADE)
        return token, text

    @classmethod
    def found(cls, text: str) -> "ApiToken | None":
        """The token that reads ``text``, usable or not."""
        return cls.objects.select_related("user").filter(token_hash=hash_of(text)).first()

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def scope_now(self) -> Scope:
        """The scope that is in force: the owner's role may have shrunk since the token was made."""
        return min(Scope(self.scope), MOST[self.user.role], key=lambda scope: scope.rank)

    @property
    def may_write(self) -> bool:
        return self.scope_now.rank >= Scope.WRITE.rank

    def bearer(self) -> User:
        """Its owner, narrowed to what the scope lets them see."""
        self.user.narrowed = self.scope_now != Scope.ADMIN
        return self.user

    def note_use(self, at: datetime) -> None:
        """Remember that it was used, at most once a minute: reading must not cost a write each time."""
        if self.last_used_at is None or at - self.last_used_at >= USE_IS_NOTED_AFTER:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=at)

    def revoke(self) -> None:
        """No program gets in with it any more."""
        self._set_revoked(timezone.now(), Verb.TOKEN_REVOKED)

    def restore(self) -> None:
        """Undo ``revoke``."""
        self._set_revoked(None, Verb.TOKEN_RESTORED)

    @transaction.atomic
    def _set_revoked(self, at: datetime | None, verb: Verb) -> None:
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])
        self._on_record(verb)

    def _on_record(self, verb: Verb) -> None:
        record(verb, self.user.audit_key, f"{self.name} ({self.prefix}…)", after={"scope": self.scope})
