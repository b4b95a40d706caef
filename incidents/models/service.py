from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Setting, Team
from core.lifecycle import Blocker, MoveNotAllowed


class Service(Setting):
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

    def blockers(self) -> list[Blocker]:
        """What keeps this service from being deleted."""
        used = self.incidents.count()
        if not used:
            return []
        words = ngettext("%(n)d incident names it.", "%(n)d incidents name it.", used) % {"n": used}
        return [Blocker("service-in-use", words, f"{reverse('incidents:list')}?service={self.pk}")]

    @transaction.atomic
    def remove(self) -> None:
        """Delete it. Raises ``MoveNotAllowed`` while an incident names it."""
        Service.objects.select_for_update().get(pk=self.pk)
        if blockers := self.blockers():
            raise MoveNotAllowed("remove", blockers)
        self.delete()
