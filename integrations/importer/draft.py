"""A document on its way in: kept as a row from the upload on, so that nothing typed is lost."""

import hashlib
from datetime import tzinfo
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, validate_time_zone
from incidents.models import Incident, Severity
from integrations.importer.choices import Choices
from integrations.importer.parse import parse
from integrations.importer.parsed import ParsedPostmortem
from postmortems.models import Postmortem, Template


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def visible_to(self, user: User) -> Self:
        """Their own: what somebody uploads may be meant for few."""
        return self.filter(added_by=user)

    def waiting(self) -> Self:
        """Not imported yet."""
        return self.filter(incident=None)

    def imported(self, fingerprint: str, user: User) -> "ImportDraft | None":
        """What this text has become before, as far as ``user`` may see it."""
        seen = Incident.objects.visible_to(user).values("pk")
        same = self.filter(fingerprint=fingerprint, incident__in=seen)
        return same.select_related("incident", "postmortem").order_by("pk").first()


class ImportDraft(models.Model):
    """The text of a file and what somebody decided about it. ``incident`` is set once it is imported."""

    name = models.CharField(_("file"), max_length=255)
    text = models.TextField()
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_drafts")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    title = models.CharField(_("title"), max_length=200, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    severity = models.ForeignKey(
        Severity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("severity")
    )
    template = models.ForeignKey(
        Template, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    choices = models.JSONField(default=dict, editable=False)

    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    postmortem = models.ForeignKey(Postmortem, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    imported_at = models.DateTimeField(null=True, editable=False)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("imports:preview", args=[self.pk])

    @classmethod
    def of(cls, text: str, *, name: str, by: User, **fields: Any) -> "ImportDraft":
        """A draft of this text, not stored yet."""
        return cls(text=text, name=name[-255:], fingerprint=fingerprint_of(text), added_by=by, **fields)

    def read(self) -> ParsedPostmortem:
        """What the text says, with day and zone as chosen, before any choice of places. Raises CannotImport."""
        return parse(self.text, name=self.name, zone=self.zone, day=self.day)

    def decided(self) -> ParsedPostmortem:
        """What will be imported: the reading with title and places as chosen. Raises CannotImport."""
        return self.chosen.apply(self.read(), self.text, title=self.title, zone=self.zone)

    @property
    def chosen(self) -> Choices:
        return Choices.from_json(self.choices)

    @property
    def zone(self) -> tzinfo:
        """The zone of times for which neither their line nor the document names one."""
        return ZoneInfo(self.time_zone) if self.time_zone else self.added_by.zone


def fingerprint_of(text: str) -> str:
    """The same for texts that differ in blanks at the ends of lines alone."""
    lines = (line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
