"""What an incident is tied to: other incidents, and places elsewhere."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from incidents.models.incident import Incident


class IncidentLinkQuerySet(models.QuerySet["IncidentLink"]):
    def of(self, incident: Incident) -> Self:
        """Both directions."""
        return self.filter(models.Q(source=incident) | models.Q(target=incident))

    def visible_to(self, user: User) -> Self:
        """Links between incidents that ``user`` may both know of."""
        visible = Incident.objects.visible_to(user)
        return self.filter(source__in=visible, target__in=visible)


class IncidentLink(models.Model):
    """``source`` is a duplicate of, a recurrence of, caused by, or related to ``target``."""

    class Kind(models.TextChoices):
        DUPLICATE_OF = "duplicate_of", _("Duplicate of")
        RECURRENCE_OF = "recurrence_of", _("Recurrence of")
        CAUSED_BY = "caused_by", _("Caused by")
        RELATED = "related", _("Related to")

        @property
        def inverse_label(self) -> StrOrPromise:
            """How the other side reads."""
            return {
                self.DUPLICATE_OF: _("Has the duplicate"),
                self.RECURRENCE_OF: _("Happened again as"),
                self.CAUSED_BY: _("Caused"),
                self.RELATED: _("Related to"),
            }[self]

    source = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="links_out")
    kind = models.CharField(_("relation"), max_length=16, choices=Kind)
    target = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="links_in")

    objects = IncidentLinkQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "target"), name="incident_link_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="incident_link_to_another"),
        )

    def __str__(self) -> str:
        return f"{self.source.key} {self.get_kind_display()} {self.target.key}"

    def seen_from(self, incident: Incident) -> tuple[StrOrPromise, Incident]:
        """How the link reads on the page of ``incident``, which is one of its ends: a label and the other end."""
        if incident.pk == self.source_id:
            return self.get_kind_display(), self.target
        return self.Kind(self.kind).inverse_label, self.source


class ExternalReference(models.Model):
    """A place elsewhere that belongs to an incident: a ticket, a chat channel, a status page."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="references")
    label = models.CharField(_("label"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    came_from = models.ForeignKey(  # the duplicate that it was taken over from
        "incidents.Incident", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label
