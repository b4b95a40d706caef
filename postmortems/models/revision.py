from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem


class Revision(models.Model):
    """A stored copy of the whole postmortem at one moment; see ``postmortems.content`` for what is in it."""

    class Why(models.TextChoices):
        SUBMITTED = "submitted", _("Review requested")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Changes requested")
        PUBLISHED = "published", _("Published")
        SAVED = "saved", _("Kept by hand")
        RESTORED = "restored", _("Before an earlier revision was restored")
        IMPORTED = "imported", _("Imported")
        HOURLY = "hourly", _("Kept while it was written")

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    why = models.CharField(max_length=12, choices=Why)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    document_seq = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="How far the log of the live document was."
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("postmortem", "number"), name="revision_number_once"),)

    def __str__(self) -> str:
        return f"{self.postmortem.key} r{self.number}"
