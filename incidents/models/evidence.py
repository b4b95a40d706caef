"""What shows that it was so: links, images, files, quotes and queries, on an incident or on one of its events."""

import uuid
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models.incident import Incident
from incidents.models.timeline import TimelineEvent


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def present(self) -> Self:
        """Without what was removed."""
        return self.filter(removed_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(user))


def place_of(evidence: "Evidence", _name: str) -> str:
    """Where its file is kept: under a name that says nothing, and that no server would take for a program."""
    return f"evidence/{evidence.uuid}"


class Evidence(models.Model):
    """One piece. Images and files have a stored ``file`` (see ``incidents.evidence``), the others words."""

    class Kind(models.TextChoices):
        LINK = "link", _("Link")
        IMAGE = "image", _("Image")
        FILE = "file", _("File")
        QUOTE = "quote", _("Quote")
        QUERY = "query", _("Query")

    STORED = (Kind.IMAGE, Kind.FILE)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="evidence")
    event = models.ForeignKey(
        TimelineEvent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("belongs to the event"),
    )
    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    said_by = models.CharField(_("who said it"), max_length=120, blank=True)
    said_where = models.CharField(_("where"), max_length=200, blank=True)
    file = models.FileField(upload_to=place_of, blank=True, editable=False)
    name = models.CharField(max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    came_from = models.ForeignKey(  # the duplicate that it was taken over from
        "incidents.Incident", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=(models.Q(kind="link") & ~models.Q(url=""))
                | (models.Q(kind__in=("quote", "query")) & ~models.Q(text=""))
                | (models.Q(kind__in=("image", "file")) & ~models.Q(file="") & ~models.Q(name="")),
                name="evidence_has_what_its_kind_needs",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where its file is served, else its place on the incident's page."""
        if self.is_stored:
            return reverse("incidents:evidence", args=[self.uuid, self.name])
        return f"{self.incident.get_absolute_url()}#evidence-{self.pk}"

    @property
    def title(self) -> str:
        """What it is called in a list: its caption, else the beginning of what it is."""
        if self.caption:
            return self.caption
        if self.kind == self.Kind.LINK:
            parts = urlsplit(self.url)
            return f"{parts.hostname or ''}{parts.path.rstrip('/')}"[:80]
        return self.name or self.text.strip().splitlines()[0][:80]

    @property
    def is_stored(self) -> bool:
        return self.kind in self.STORED

    def as_markdown(self) -> str:
        """What puts it into a text: an image shows, anything else is a link."""
        words = (self.caption or self.name or self.title).replace("[", "(").replace("]", ")")
        mark = "!" if self.kind == self.Kind.IMAGE else ""
        return f"{mark}[{words}]({self.get_absolute_url()})"

    def remove(self, *, at: datetime | None = None) -> None:
        """Take it away: it is shown and served no more; ``restore`` brings it back."""
        self._set(removed_at=at or timezone.now())

    def restore(self) -> None:
        self._set(removed_at=None)

    def _set(self, **changes: object) -> None:
        for field, value in changes.items():
            setattr(self, field, value)
        self.save(update_fields=list(changes))
