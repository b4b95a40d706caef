"""The incident and its life cycle."""

import zoneinfo
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Setting, Team, User, team_ids, validate_time_zone
from core.keys import HasKey
from core.lifecycle import Attempt, Blocker, HasLifecycle, MoveRecord, move
from incidents.models.milestone import Milestone
from incidents.models.service import Service
from incidents.models.severity import Severity


class State(models.TextChoices):
    OPEN = "open", _("Open")
    MITIGATED = "mitigated", _("Mitigated")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


ONGOING = (State.OPEN, State.MITIGATED)


class Visibility(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    TEAM = "team", _("Team")
    RESTRICTED = "restricted", _("Restricted")


# Said as what they are, not as what they are not: then an index finds them.
NOT_FOR_ALL = (Visibility.TEAM, Visibility.RESTRICTED)


class CancelReason(models.TextChoices):
    FALSE_ALARM = "false_alarm", _("False alarm")
    DUPLICATE = "duplicate", _("Duplicate")
    NOT_AN_INCIDENT = "not_an_incident", _("Not an incident")


class Detection(models.TextChoices):
    """How we found out."""

    MONITORING = "monitoring", _("Monitoring or alert")
    CUSTOMER = "customer", _("A customer told us")
    COLLEAGUE = "colleague", _("A colleague noticed")
    PARTNER = "partner", _("A supplier or partner told us")
    OTHER = "other", _("Another way")


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: User) -> Self:
        """Tags of incidents that ``user`` may know of; others would tell of what is kept from them."""
        seen = Incident.objects.visible_to(user).filter(tags=models.OuterRef("pk"))
        return self.filter(models.Exists(seen))


class Tag(Setting):
    MAKING_IS_ON_RECORD = False  # tags come into being on incidents

    name = models.SlugField(max_length=40, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def merge_into(self, other: "Tag") -> int:
        """Tag with ``other`` what has this tag, which then is gone. Returns how many incidents had it."""
        tagged = list(self.incidents.all())
        other.incidents.add(*tagged)  # those that had both keep one
        self.delete()
        return len(tagged)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """Every incident that ``user`` may know of; all lists, counts and searches start here."""
        if user.sees_everything:
            return self
        named = Incident.restricted_to.through.objects.filter(user_id=user.pk).values("incident_id")
        of_teams = models.Q() if user.is_admin else models.Q(team_id__in=team_ids(user))
        return self.filter(
            models.Q(visibility=Visibility.ORGANISATION)
            | (models.Q(visibility=Visibility.TEAM) & of_teams)
            | models.Q(pk__in=named)
        )

    def hidden_from(self, user: User) -> Self:
        """The others: every incident that ``visible_to`` leaves out."""
        if user.sees_everything:
            return self.none()
        named = Incident.restricted_to.through.objects.filter(user_id=user.pk).values("incident_id")
        kept = self.filter(visibility__in=NOT_FOR_ALL).exclude(pk__in=named)
        of_teams = models.Q() if user.is_admin else models.Q(team_id__in=team_ids(user))
        return kept.exclude(models.Q(visibility=Visibility.TEAM) & of_teams)

    def ongoing(self) -> Self:
        return self.filter(state__in=ONGOING)

    def with_times(self) -> Self:
        """Each with ``began`` (its earliest known milestone, else when it was written down), ``lasted`` (till it was
        resolved, else None) and ``lasted_about`` (unless both its start and its end are known exactly). Subqueries, so
        that counting the rows need not know the times.
        """
        known = Milestone.objects.filter(incident=models.OuterRef("pk"), at__isnull=False)
        first = models.Subquery(known.order_by("at").values("at")[:1])
        ended = models.Subquery(known.filter(kind=Milestone.Kind.RESOLVED).values("at")[:1])
        exact = known.filter(precision=Milestone.Precision.EXACT)
        started, resolved = exact.filter(kind=Milestone.Kind.STARTED), exact.filter(kind=Milestone.Kind.RESOLVED)
        return self.annotate(began=Coalesce(first, models.F("created_at"))).annotate(
            lasted=models.ExpressionWrapper(ended - models.F("began"), output_field=models.DurationField()),
            lasted_about=~models.Exists(started) | ~models.Exists(resolved),
        )


class Incident(HasKey, HasLifecycle):
    """Something that went wrong, or nearly did."""

    KEY_PREFIX = "INC"
    MOVES: ClassVar = {
        "mitigate": move({State.OPEN}, State.MITIGATED),
        "resolve": move({State.OPEN, State.MITIGATED}, State.RESOLVED),
        "close": move({State.RESOLVED}, State.CLOSED),
        "reopen": move({State.MITIGATED, State.RESOLVED}, State.OPEN, needs_reason=True),
        "revisit": move({State.CLOSED}, State.RESOLVED, needs_reason=True),
        "cancel": move({State.OPEN, State.MITIGATED}, State.CANCELLED),
        # A duplicate is found at any time; see ``incidents.merging``.
        "merge": move({State.OPEN, State.MITIGATED, State.RESOLVED, State.CLOSED}, State.CANCELLED),
        "unmerge": move({State.CANCELLED}, State.OPEN),
    }

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    severity = models.ForeignKey(
        Severity, on_delete=models.PROTECT, related_name="incidents", verbose_name=_("severity")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN, editable=False)
    visibility = models.CharField(_("visible to"), max_length=12, choices=Visibility, default=Visibility.ORGANISATION)
    restricted_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="named_incidents",
        verbose_name=_("named people"),
        help_text=_("These people see the incident whatever their team."),
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("team")
    )
    services = models.ManyToManyField(Service, blank=True, related_name="incidents", verbose_name=_("services"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="incidents", verbose_name=_("tags"))
    detection = models.CharField(_("how we found out"), max_length=12, choices=Detection, blank=True)
    impact = models.TextField(_("impact"), blank=True, help_text=_("Who could not do what, and how badly?"))
    customers_affected = models.PositiveIntegerField(_("customers affected"), null=True, blank=True)
    impact_started_at = models.DateTimeField(_("impact began"), null=True, blank=True)
    impact_start_estimated = models.BooleanField(_("estimated"), default=False)
    impact_ended_at = models.DateTimeField(_("impact ended"), null=True, blank=True)
    impact_end_estimated = models.BooleanField(_("estimated"), default=False)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Times written into the timeline without a zone are read in this one."),
    )
    cancel_reason = models.CharField(max_length=20, choices=CancelReason, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="incident_state_known"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="incident_visibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=(Visibility.ORGANISATION, Visibility.RESTRICTED))
                | models.Q(team__isnull=False),
                name="incident_team_visibility_needs_team",
                violation_error_message=_("Choose the team that may see it."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.CANCELLED) ^ models.Q(cancel_reason=""),
                name="incident_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(impact_started_at=None)
                | models.Q(impact_ended_at=None)
                | models.Q(impact_ended_at__gte=models.F("impact_started_at")),
                name="incident_impact_ends_after_it_began",
                violation_error_message=_("The impact cannot end before it began."),
            ),
        )
        indexes = (
            models.Index(fields=("state", "severity")),
            models.Index(fields=("visibility", "team")),  # who may know of it is asked on every page
            models.Index(fields=("created_at",)),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incidents:detail", args=[self.key])

    @classmethod
    @transaction.atomic
    def open(
        cls,
        *,
        by: User,
        services: Iterable[Service] = (),
        named: Iterable[User] = (),
        noticed_at: datetime | None = None,
        precision: str = Milestone.Precision.EXACT,
        **fields: Any,
    ) -> "Incident":
        """Write down an incident that ``by`` noticed at ``noticed_at``.

        Without a team it goes to that of the first service, else to the first of ``by``'s own. Whoever opens an
        incident keeps sight of it: where its visibility would hide it from them they are named. Raises
        ``ValidationError`` where no team is found for an incident that its team alone may see.
        """
        services = list(services)
        fields["team"] = fields.get("team") or next((s.team for s in services if s.team), None) or by.teams.first()
        if fields.get("visibility") == Visibility.TEAM and not fields["team"]:
            raise ValidationError({"team": _("Choose the team that may see it.")})
        incident = cls.objects.create(created_by=by, **{"time_zone": by.time_zone, **fields})
        incident.services.set(services)
        incident.restricted_to.set(named)
        if noticed_at:
            incident.set_milestone(Milestone.Kind.DETECTED, at=noticed_at, precision=precision)
        if not cls.objects.visible_to(by).filter(pk=incident.pk).exists():
            incident.name_person(by)
        return incident

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_ongoing(self) -> bool:
        return self.state in ONGOING

    @property
    def impact_length(self) -> timedelta | None:
        if self.impact_started_at is None or self.impact_ended_at is None:
            return None
        return self.impact_ended_at - self.impact_started_at

    @property
    def impact_is_estimated(self) -> bool:
        """Whether an end of the impact window, and so its length, is only about right."""
        return self.impact_start_estimated or self.impact_end_estimated

    @property
    def began_at(self) -> datetime:
        """The best known beginning: the earliest known milestone, else when the incident was written down."""
        known = [milestone.at for milestone in self.milestones.all() if milestone.at]
        return min(known, default=self.created_at)

    def mitigate(self, *, by: User, at: datetime | None = None, precision: str = Milestone.Precision.EXACT) -> None:
        """The effect is contained; notes the milestone: at ``at``, else now unless it is known already."""
        self._reach("mitigate", Milestone.Kind.MITIGATED, by=by, at=at, precision=precision)

    def resolve(self, *, by: User, at: datetime | None = None, precision: str = Milestone.Precision.EXACT) -> None:
        """The cause of the effect is gone; notes the milestone: at ``at``, else now unless it is known already."""
        self._reach("resolve", Milestone.Kind.RESOLVED, by=by, at=at, precision=precision)

    def close(self, *, by: User) -> None:
        """Nothing is left to decide; refused with every blocker otherwise."""
        self._move("close", by=by)

    def reopen(self, *, by: User, reason: str) -> None:
        self._move("reopen", by=by, reason=reason)

    def revisit(self, *, by: User, reason: str) -> None:
        """Take a closed incident up again, for what was learned since."""
        self._move("revisit", by=by, reason=reason)

    def cancel(self, *, by: User, because: str, reason: str = "") -> None:
        """End it as ``because`` (a ``CancelReason``), with ``reason`` in words if there is more to say."""
        self._move("cancel", by=by, reason=reason, cancel_reason=because)

    @transaction.atomic
    def _reach(self, verb: str, kind: str, *, by: User, at: datetime | None, precision: str) -> None:
        self._move(verb, by=by)
        if at:
            self.set_milestone(kind, at=at, precision=precision)
        else:
            self.milestones.get_or_create(kind=kind, defaults={"at": timezone.now()})

    @transaction.atomic
    def set_milestone(self, kind: str, *, at: datetime | None, precision: str = Milestone.Precision.EXACT) -> Milestone:
        """State when ``kind`` was reached; ``at=None`` says that nobody knows."""
        if at is None:
            precision = Milestone.Precision.UNKNOWN
        milestone, _created = self.milestones.update_or_create(kind=kind, defaults={"at": at, "precision": precision})
        return milestone

    def clear_milestone(self, kind: str) -> None:
        """Take back what was stated about ``kind``: it is open again whether anybody knows."""
        self.milestones.filter(kind=kind).delete()

    def name_person(self, user: User) -> None:
        """Let ``user`` see this incident, whatever their team."""
        self.restricted_to.add(user)


class IncidentMove(MoveRecord):
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="moves")


@Incident.guard("close")
def _milestones_are_answered(incident: Incident, _attempt: Attempt) -> Iterator[Blocker]:
    answered = {milestone.kind for milestone in incident.milestones.all()}
    for kind in Milestone.REQUIRED_TO_CLOSE:
        if kind not in answered:
            yield Blocker(
                f"milestone-{kind}",
                _("Say when it was %(milestone)s, or that nobody knows.")
                % {"milestone": Milestone.Kind(kind).label.lower()},
                f"{incident.get_absolute_url()}#milestone-{kind}",
            )


@Incident.guard("cancel")
def _cancelled_for_a_known_reason(_incident: Incident, attempt: Attempt) -> Iterator[Blocker]:
    if attempt.by is not None and attempt.changes.get("cancel_reason") not in CancelReason.values:
        yield Blocker("reason-required", _("Say why: a false alarm, a duplicate, or not an incident."))
