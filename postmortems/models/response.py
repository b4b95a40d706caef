"""How the response itself went, dimension by dimension."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem


class ResponseReviewQuerySet(models.QuerySet["ResponseReview"]):
    def looked_at(self) -> Self:
        return self.filter(rating__isnull=False)


class ResponseReview(models.Model):
    """One dimension; ``rating`` is 1 (it worked against us) to 5 (it carried us), None when it was not looked at."""

    class Dimension(models.TextChoices):
        DETECTION = "detection", _("Detection")
        MOBILISATION = "mobilisation", _("Mobilisation")
        COORDINATION = "coordination", _("Coordination")
        COMMUNICATION = "communication", _("Communication")
        TOOLING = "tooling", _("Tooling")
        RECOVERY = "recovery", _("Recovery")

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="response")
    dimension = models.CharField(_("dimension"), max_length=16, choices=Dimension)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    helped = models.TextField(_("what helped"), blank=True)
    hindered = models.TextField(_("what got in the way"), blank=True)

    objects = ResponseReviewQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("postmortem", "dimension"), name="response_dimension_once"),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="response_rating_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return self.get_dimension_display()
