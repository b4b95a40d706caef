"""Who wants to hear what was learned: by mail once a week or month, and in a feed reader."""

import hashlib
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from incidents.models import Service, Severity


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(user=user)

    def by_mail(self) -> Self:
        return self.exclude(every=Subscription.Every.NEVER)


class Subscription(models.Model):
    """A person's digest. Without teams, services or severities chosen it is about everything they may see.

    ``token_hash`` opens their private feed; the token itself is not kept.
    """

    class Every(models.TextChoices):
        NEVER = "never", _("Not by mail")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscription")
    every = models.CharField(_("by mail"), max_length=5, choices=Every, default=Every.NEVER)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("teams"))
    services = models.ManyToManyField(Service, blank=True, related_name="+", verbose_name=_("services"))
    severities = models.ManyToManyField(Severity, blank=True, related_name="+", verbose_name=_("severities"))
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 – unique
    token_made_at = models.DateTimeField(null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(every__in=("never", "week", "month")), name="subscription_every_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}"

    def renew_token(self) -> str:
        """A new address of the feed; the one before opens nothing any more. Returns the token."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.token_made_at = _hash(token), timezone.now()
        self.save(update_fields=["token_hash", "token_made_at"])
        return token

    def revoke_token(self) -> None:
        self.token_hash = self.token_made_at = None
        self.save(update_fields=["token_hash", "token_made_at"])

    @classmethod
    def opened_by(cls, token: str) -> "Subscription | None":
        """The subscription whose feed ``token`` opens, while its owner has access."""
        found = cls.objects.select_related("user").filter(token_hash=_hash(token), user__is_active=True)
        return found.first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class DigestRound(models.Model):
    """That a person's digest of one period was decided on; ``period`` is "2026-W48" or "2026-11"."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=8)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "period"), name="digest_round_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.period}"
