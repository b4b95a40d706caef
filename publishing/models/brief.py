"""What its owner changed in a leadership brief."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postmortems.models import Postmortem


class BriefPart(models.Model):
    """One part in its owner's words. ``instead_of`` is the generated text that they replaced: when that reads
    differently by now, the page says so. A part without a row reads as generated.
    """

    class Key(models.TextChoices):
        IMPACT = "impact", _("Impact")
        LEARNED = "learned", _("What we learned")
        CHANGE = "change", _("What we change")
        NEED = "need", _("What we need")

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="brief_parts")
    key = models.CharField(max_length=8, choices=Key)
    markdown = models.TextField(_("text"))
    instead_of = models.TextField(blank=True, editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("postmortem", "key"), name="brief_part_once"),
            models.CheckConstraint(
                condition=models.Q(key__in=("impact", "learned", "change", "need")), name="brief_part_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.postmortem.key} {self.key}"
