"""Links that let one person in once."""

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Verb, record
from accounts.models.people import Role, User
from accounts.models.teams import Membership, Team

INVITATION_LASTS = timedelta(days=7)
ENTRY_LASTS = timedelta(hours=24)


def hash_of(token: str) -> str:
    """What is stored of a token. It is 256 random bits, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkUsedUp(Exception):
    """The link was used, withdrawn or has expired."""


class LinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def invitations(self) -> Self:
        return self.filter(kind=OneTimeLink.Kind.INVITATION)

    def pending(self) -> Self:
        """Invitations that nobody has accepted or taken back, expired ones too: they can be sent again."""
        return self.invitations().filter(used_at=None, withdrawn_at=None)


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
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("email",),
                condition=models.Q(kind="invitation", used_at=None, withdrawn_at=None),
                name="link_one_pending_invitation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.email}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @transaction.atomic
    def renew(self, lasts: timedelta) -> str:
        """Store it with a new token, good for ``lasts`` from now, and return that token; an old link stops working.

        Raises ``LinkUsedUp`` for one that was used or taken back, ``IntegrityError`` for a second pending invitation.
        """
        token = secrets.token_urlsafe(32)
        self.token_hash, self.expires_at = hash_of(token), timezone.now() + lasts
        if self._state.adding:
            self.save()
        elif not self._renewed_in_place():
            raise LinkUsedUp
        if self.kind == self.Kind.INVITATION:
            team = self.team.name if self.team else None
            record(Verb.INVITED, label=self.email, after={"role": self.role, "team": team})
        return token

    def _renewed_in_place(self) -> int:
        still = OneTimeLink.objects.filter(pk=self.pk, used_at=None, withdrawn_at=None)
        return still.update(token_hash=self.token_hash, expires_at=self.expires_at)

    @classmethod
    def entry(cls, user: User, lasts: timedelta = ENTRY_LASTS) -> str:
        """The address of a link that signs ``user`` in once, good for ``lasts`` from now."""
        token = cls(kind=cls.Kind.ENTRY, email=user.email, role=user.role).renew(lasts)
        return f"{settings.BASE_URL}{reverse('accounts:enter', args=[token])}"

    @classmethod
    def found(cls, kind: str, token: str) -> "OneTimeLink | None":
        """The link of this ``kind`` that ``token`` belongs to, used up or not."""
        return cls.objects.select_related("team", "invited_by").filter(kind=kind, token_hash=hash_of(token)).first()

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and not self.is_expired

    def use_up(self) -> None:
        """Spend it; of two at the same moment one gets through, the other raises ``LinkUsedUp``."""
        if not OneTimeLink.objects.usable().filter(pk=self.pk).update(used_at=timezone.now()):
            raise LinkUsedUp

    @transaction.atomic
    def enter(self) -> User:
        """Spend an entry link and return the administrator it lets in.

        Raises ``LinkUsedUp``, also when that person is an active administrator no longer.
        """
        self.use_up()
        user = User.objects.admins().filter(email=self.email).first()
        if user is None:
            raise LinkUsedUp
        return user

    @transaction.atomic
    def join(self, *, name: str, password: str | None, time_zone: str) -> User:
        """Spend an invitation and make the account it stands for, in its team; ``password=None`` gives it none.

        Raises ``LinkUsedUp`` when somebody was faster, ``IntegrityError`` when the address has an account by now.
        """
        self.use_up()
        user = User.objects.create_user(self.email, name=name, password=password, role=self.role, time_zone=time_zone)
        if self.team is not None:
            self.team.place(user, Membership.Role.MEMBER)
        record(Verb.JOINED, user.audit_key, user.name, after={"role": user.role}, actor=user)
        return user

    @transaction.atomic
    def withdraw(self) -> None:
        """Take a pending invitation back."""
        if OneTimeLink.objects.pending().filter(pk=self.pk).update(withdrawn_at=timezone.now()):
            record(Verb.INVITATION_WITHDRAWN, label=self.email)

    @transaction.atomic
    def restore(self) -> None:
        """Undo a withdrawal: the link that was sent works again. ``IntegrityError`` if another was sent meanwhile."""
        withdrawn = OneTimeLink.objects.invitations().filter(pk=self.pk, used_at=None).exclude(withdrawn_at=None)
        if withdrawn.update(withdrawn_at=None):
            record(Verb.INVITATION_RESTORED, label=self.email)
