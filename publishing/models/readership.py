"""Who read what is published, what it gave them, and which later postmortems speak of it. Names are shown to nobody."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from postmortems.models import Postmortem, Revision


class ReadReceipt(models.Model):
    """That somebody opened a published revision, once for each person and revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="receipts")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("revision", "reader"), name="read_receipt_once"),)
        indexes = (models.Index(fields=("at",)),)

    def __str__(self) -> str:
        return f"{self.revision}"


class Learned(models.Model):
    """That somebody learned something from a postmortem, and what, if they say so."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="learned")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sentence = models.CharField(_("what I take from it"), max_length=280, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("postmortem", "reader"), name="learned_once"),)

    def __str__(self) -> str:
        return self.sentence


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, user: User) -> Self:
        """Those by postmortems that ``user`` may see."""
        return self.filter(citing__in=Postmortem.objects.visible_to(user))


class Citation(models.Model):
    """That what is published of one postmortem speaks of another."""

    citing = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="cites")
    cited = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="cited_by")

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("citing", "cited"), name="citation_once"),
            models.CheckConstraint(condition=~models.Q(citing=models.F("cited")), name="citation_of_another"),
        )

    def __str__(self) -> str:
        return f"{self.citing.key} → {self.cited.key}"
