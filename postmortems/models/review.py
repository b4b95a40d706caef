"""Review rounds and the verdicts given in them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from postmortems.models.postmortem import Postmortem
from postmortems.models.revision import Revision


class Review(models.Model):
    """One round: asked for once, ended when the postmortem leaves review."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="reviews")
    round = models.PositiveIntegerField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("verdicts by"), null=True, blank=True)

    class Meta:
        ordering = ("-round",)
        constraints = (models.UniqueConstraint(fields=("postmortem", "round"), name="review_round_once"),)

    def __str__(self) -> str:
        return f"{self.postmortem.key} round {self.round}"


class ReviewDecisionQuerySet(models.QuerySet["ReviewDecision"]):
    def pending(self) -> Self:
        return self.filter(verdict=ReviewDecision.Verdict.PENDING)

    def asked_of(self, user: User) -> Self:
        """Verdicts that ``user`` still owes in the present round of a postmortem under review, and may give."""
        newer = Review.objects.filter(
            postmortem=models.OuterRef("review__postmortem"), round__gt=models.OuterRef("review__round")
        )
        waiting = (
            Postmortem.objects.visible_to(user).filter(state__in=Postmortem.MOVES["send_back"].sources).values("pk")
        )
        mine = self.pending().filter(reviewer=user, review__postmortem__in=waiting).exclude(models.Exists(newer))
        return mine.select_related("review__postmortem", "review__requested_by")

    def fresh_approvals(self, fingerprint: str) -> Self:
        """Approvals given on exactly the content that ``fingerprint`` stands for; others are stale and do not count."""
        return self.filter(verdict=ReviewDecision.Verdict.APPROVED, revision__fingerprint=fingerprint)


class ReviewDecision(models.Model):
    class Verdict(models.TextChoices):
        PENDING = "pending", _("Asked")
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_decisions")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict, default=Verdict.PENDING)
    note = models.TextField(_("note"), blank=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    approved_before = models.ForeignKey(  # what they approved, once they were asked again
        Revision, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReviewDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("review", "reviewer"), name="review_decision_once"),
            models.CheckConstraint(
                condition=models.Q(verdict="pending", revision=None, decided_at=None)
                | (~models.Q(verdict="pending") & models.Q(revision__isnull=False, decided_at__isnull=False)),
                name="review_verdict_on_a_revision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.get_verdict_display()}"
