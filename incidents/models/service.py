from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Team


class Service(models.Model):
    """Something a team runs, and others depend on."""

    class Tier(models.IntegerChoices):
        CRITICAL = 1, _("Tier 1: the business stops without it")
        IMPORTANT = 2, _("Tier 2: customers notice")
        INTERNAL = 3, _("Tier 3: colleagues notice")

    name = models.CharField(_("name"), max_length=80, unique=True)
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="services", verbose_name=_("team")
    )
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier, default=Tier.IMPORTANT)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
