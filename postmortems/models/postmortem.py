"""The postmortem and its life cycle."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from collab.models import Document
from core.keys import HasKey
from core.lifecycle import HasLifecycle, MoveRecord, move
from incidents.models import Incident, Severity, TimelineEvent, Visibility
from postmortems.models.template import SUMMARY, Template


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WAIVED = "waived", _("Waived")


EDITABLE = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
SETTLED = (State.PUBLISHED, State.WAIVED)


class PostmortemQuerySet(models.QuerySet["Postmortem"]):
    def visible_to(self, user: User) -> Self:
        """Those of whose incidents ``user`` may see every one."""
        return self if user.sees_everything else self.exclude(pk__in=hidden_keys(user))

    @staticmethod
    def hidden_from(person: str, *, postmortem: str = "postmortem_id") -> models.QuerySet[Any]:
        """Of an outer query whose rows have a ``postmortem`` and a ``person`` (columns): incidents of the one that the
        other may not know of. It says for many people at once what ``visible_to`` says for one who is no admin.
        """
        told = Postmortem.incidents.through.objects.filter(postmortem_id=models.OuterRef(postmortem))
        whom = models.OuterRef(models.OuterRef(person))
        named = Incident.restricted_to.through.objects.filter(incident_id=models.OuterRef("incident_id"), user_id=whom)
        on_team = Membership.objects.filter(team_id=models.OuterRef("incident__team_id"), user_id=whom)
        theirs = models.Q(incident__visibility=Visibility.TEAM) & models.Q(models.Exists(on_team))
        open_to_all = models.Q(incident__visibility=Visibility.ORGANISATION)
        return told.exclude(open_to_all).filter(~theirs, ~models.Exists(named))

    def unsettled(self) -> Self:
        return self.exclude(state__in=SETTLED)

    def in_review(self) -> Self:
        return self.filter(state=State.IN_REVIEW)

    def published(self) -> Self:
        """With something to read: published now, or a new revision of it in the making."""
        return self.exclude(published_revision=None)

    def late(self, today: date) -> Self:
        return self.unsettled().filter(due_on__lt=today)

    def for_cards(self) -> Self:
        """With what a card or a row shows: owner, incidents, and how many sections are written."""
        # Counted row by row, so that a page counts for its own rows and not for all.
        sections = Section.objects.filter(postmortem=models.OuterRef("pk"))
        return (
            self.select_related("owner")
            .prefetch_related("incidents__severity", "incidents__team")
            .annotate(section_count=_number_of(sections), written_count=_number_of(sections.exclude(markdown="")))
        )


def _number_of(sections: "models.QuerySet[Section]") -> Coalesce:
    counted = sections.order_by().values("postmortem").annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


def hidden_keys(user: User) -> models.QuerySet[Any, int]:
    """Keys of postmortems that tell of an incident ``user`` may not know of: few, so others are found by their lack."""
    hidden = Incident.objects.hidden_from(user).values("pk")
    links = Postmortem.incidents.through.objects.filter(incident_id__in=hidden)
    return links.values_list("postmortem_id", flat=True)


class Postmortem(HasKey, HasLifecycle):
    """What a team learned from one or several incidents."""

    KEY_PREFIX = "PM"
    # Changes may be asked for after approval too: a stale approval must be able to lead back to the text.
    MOVES: ClassVar = {
        "submit": move({State.DRAFT}, State.IN_REVIEW),
        "withdraw": move({State.IN_REVIEW, State.APPROVED}, State.DRAFT),
        "send_back": move({State.IN_REVIEW, State.APPROVED}, State.DRAFT, needs_reason=True),
        "approve": move({State.IN_REVIEW}, State.APPROVED),
        "publish": move({State.APPROVED}, State.PUBLISHED),
        "revise": move({State.PUBLISHED}, State.DRAFT),
        "waive": move({State.DRAFT}, State.WAIVED, needs_reason=True),
        "unwaive": move({State.WAIVED}, State.DRAFT),
    }

    title = models.CharField(_("title"), max_length=200)
    incidents = models.ManyToManyField(Incident, related_name="postmortems", verbose_name=_("incidents"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_postmortems",
        verbose_name=_("owner"),
    )
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="postmortems_to_review", verbose_name=_("reviewers")
    )
    template_name = models.CharField(max_length=80, blank=True, editable=False)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    waiver_reason = models.TextField(blank=True, editable=False)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    waiver_proposal = models.TextField(blank=True, editable=False)
    waiver_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_revision = models.ForeignKey(
        "postmortems.Revision", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="postmortem"
    )
    projected_seq = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Up to which update of the document the stored sections read as it does."
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PostmortemQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (  # the columns of the board
            models.Index(fields=("state", "due_on")),
            models.Index(fields=("state", "-published_at", "-id")),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="postmortem_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=State.WAIVED)
                | (~models.Q(waiver_reason="") & models.Q(waived_by__isnull=False)),
                name="postmortem_waived_with_reason_and_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(waiver_proposal="", waiver_proposed_by=None)
                | (~models.Q(waiver_proposal="") & models.Q(waiver_proposed_by__isnull=False)),
                name="postmortem_waiver_proposed_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PUBLISHED)
                | models.Q(published_revision__isnull=False, published_at__isnull=False, owner__isnull=False),
                name="postmortem_published_has_revision_and_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(State.DRAFT, State.WAIVED)) | models.Q(owner__isnull=False),
                name="postmortem_past_draft_has_owner",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("postmortems:detail", args=[self.key])

    @classmethod
    @transaction.atomic
    def start(
        cls, *, incidents: Iterable[Incident], template: Template, by: User, owner: User | None = None, title: str = ""
    ) -> "Postmortem":
        """A draft about ``incidents`` (one or more, the first names it), with a copy of ``template``'s sections.

        The due date follows the policy of the worst severity among them, counted from today.
        """
        told = list(incidents)
        if not told:
            raise ValueError("A postmortem is about at least one incident.")
        worst = min((incident.severity for incident in told), key=lambda severity: severity.rank)
        postmortem = cls.objects.create(
            title=title or told[0].title,
            owner=owner or by,
            template_name=template.name,
            due_on=worst.postmortem_due(timezone.localdate()),
            created_by=by,
        )
        postmortem.incidents.set(told)
        outline = outline_of(template)
        for section in outline:
            section.postmortem = postmortem
        Section.objects.bulk_create(outline)
        return postmortem

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_late(self) -> bool:
        return self.state not in SETTLED and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def summary(self) -> str:
        """The Markdown of the summary section ("" while nobody has written it)."""
        return next((section.markdown for section in self.sections.all() if section.key == SUMMARY), "")

    def severity(self) -> Severity:
        """The worst severity among its incidents: its policy is the one that holds."""
        return min((incident.severity for incident in self.incidents.all()), key=lambda severity: severity.rank)

    def timeline(self) -> models.QuerySet[TimelineEvent]:
        """The events of all its incidents, in order of time."""
        return TimelineEvent.objects.present().filter(incident__postmortems=self).distinct()

    @transaction.atomic
    def tell_of(self, incidents: Iterable[Incident]) -> None:
        """Make it a postmortem of ``incidents`` (one or more); evidence from others no longer belongs to it."""
        told = list(incidents)
        if not told:
            raise ValueError("A postmortem is about at least one incident.")
        self.incidents.set(told)
        for factor in self.factors.all():
            factor.evidence.remove(*factor.evidence.exclude(incident__in=told))

    # The moves with rules of their own stand in postmortems/review.py, beside those rules.

    def revise(self, *, by: User) -> None:
        """Open a new draft, due as if it were started today; what was published stays readable meanwhile."""
        self._move("revise", by=by, due_on=self._due_from_today())

    def waive(self, *, by: User, reason: str) -> None:
        """Decide, as ``by`` who answers for it, that nothing will be written."""
        self._move("waive", by=by, reason=reason, waiver_reason=reason.strip(), waived_by=by)

    def unwaive(self, *, by: User) -> None:
        self._move("unwaive", by=by, waiver_reason="", waived_by=None, due_on=self._due_from_today())

    def _due_from_today(self) -> date:
        return self.severity().postmortem_due(timezone.localdate())


class PostmortemMove(MoveRecord):
    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="moves")


class Section(models.Model):
    """A heading and its text. The text is read and written through ``postmortems.text`` alone: this is a copy."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40)
    heading = models.CharField(_("heading"), max_length=120)
    guidance = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    markdown = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("postmortem", "key"), name="section_once"),)

    def __str__(self) -> str:
        return self.heading

    @property
    def is_written(self) -> bool:
        return bool(self.markdown.strip())


def outline_of(template: Template) -> list[Section]:
    """The sections, not yet stored, that a postmortem gets from ``template``: a copy, and a summary in any case."""
    outline = [
        Section(key=s.key, heading=s.heading, guidance=s.guidance, required=s.required, position=s.position)
        for s in template.sections.all()
    ]
    if not any(section.key == SUMMARY for section in outline):
        outline.insert(0, Section(key=SUMMARY, heading=str(_("Summary")), required=True, position=0))
    return outline
