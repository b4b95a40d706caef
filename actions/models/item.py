"""The action item and its life cycle."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User, lead_team_ids
from actions.models.policy import due_by_policy
from actions.models.sight import hidden_from, owner_is_lost
from core.keys import HasKey
from core.lifecycle import Attempt, Blocker, HasLifecycle, MoveNotAllowed, MoveRecord, move
from incidents.models import NOT_FOR_ALL, Incident, Severity
from postmortems import permissions as postmortem_permissions
from postmortems.models import ContributingFactor, Postmortem
from postmortems.models.postmortem import hidden_keys


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", _("Done")
    VERIFIED = "verified", _("Verified")
    WONT_DO = "wont_do", _("Not going to do it")
    DECLINED = "declined", _("Declined")


UNFINISHED = (State.OPEN, State.IN_PROGRESS, State.BLOCKED)
CURRENT = (State.PROPOSED, *UNFINISHED)
FINISHED = (State.DONE, State.VERIFIED)
SETTLED = (*FINISHED, State.WONT_DO, State.DECLINED)
UNDECIDED = (State.PROPOSED, State.DECLINED)
NEEDS_REASON = (State.BLOCKED, State.WONT_DO, State.DECLINED)


class Priority(models.TextChoices):
    P1 = "P1", _("P1")
    P2 = "P2", _("P2")
    P3 = "P3", _("P3")
    P4 = "P4", _("P4")


LEAD_DECIDES = (Priority.P1, Priority.P2)  # giving these up takes a lead


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, user: User) -> Self:
        """Those that stand alone, and those of postmortems that ``user`` may see."""
        if user.sees_everything:
            return self
        return self.exclude(postmortem_id__in=hidden_keys(user))

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def overdue(self, today: date) -> Self:
        """Unfinished, and due before ``today``."""
        return self.unfinished().filter(due_on__lt=today)

    def proposed(self) -> Self:
        return self.filter(state=State.PROPOSED)

    def current(self) -> Self:
        """What still asks for something: a decision, or work."""
        return self.filter(state__in=CURRENT)

    def due_between(self, first: date, last: date) -> Self:
        """Unfinished, and due from ``first`` to ``last``, both included."""
        return self.unfinished().filter(due_on__range=(first, last))

    def of(self, postmortem: Postmortem | models.QuerySet[Postmortem]) -> Self:
        """What one or several postmortems want changed: their own items, and those of others that they point at."""
        told = postmortem if isinstance(postmortem, models.QuerySet) else [postmortem.pk]
        items = ActionItem.objects.order_by().values("pk")
        # Two ways to few rows; an "or" of them would look at all.
        return self.filter(pk__in=items.filter(postmortem__in=told).union(items.filter(pointers__postmortem__in=told)))

    def seen_by(self, person: str) -> Self:
        """Those that the person in the column ``person`` (``owner``, ``postmortem__owner``) may see, each their own."""
        return self.filter(models.Q(**{f"{person}__role": Role.ADMIN}) | ~hidden_from(person))

    def orphaned(self) -> Self:
        """Asking for something of an owner who left, may only read by now, or may not see it any more."""
        return self.filter(_is_orphaned())

    def for_everybody(self) -> Self:
        """Those that the whole organisation may see."""
        kept = Postmortem.objects.filter(incidents__in=Incident.objects.filter(visibility__in=NOT_FOR_ALL))
        return self.exclude(postmortem__in=kept)

    def led_by(self, user: User) -> Self:
        """Those that ``user`` answers for: all as an admin, else of the teams that they lead."""
        if user.is_admin:
            return self
        led = lead_team_ids(user)
        told = Postmortem.objects.filter(incidents__team__in=led)
        return self.filter(models.Q(team__in=led) | models.Q(team=None, postmortem__in=told.values("pk")))

    def in_question(self) -> Self:
        """Done or verified, and somebody was asked whether it really worked."""
        asked = ActionItem.objects.filter(questions__asked_at__isnull=False, questions__answered_at=None).values("pk")
        return self.filter(state__in=FINISHED, pk__in=asked)

    def for_news(self) -> Self:
        """With what a reminder says: its owner, and how often its date moved."""
        return self.select_related("owner").annotate(times_moved=_times_moved())

    def for_rows(self) -> Self:
        """With everything a row of a list shows: owner, origin, severity, and how often its date moved."""
        rows = self.select_related("owner", "team", "postmortem").prefetch_related("postmortem__incidents__severity")
        orphaned = models.ExpressionWrapper(_is_orphaned(), output_field=models.BooleanField())
        return rows.annotate(times_moved=_times_moved(), is_orphaned=orphaned)


def _is_orphaned() -> models.Q:
    return models.Q(state__in=CURRENT) & owner_is_lost()


def _times_moved() -> models.Subquery:
    slips = models.Count("due_changes")
    counted = ActionItem.objects.filter(pk=models.OuterRef("pk")).order_by().values("pk").annotate(n=slips)
    return models.Subquery(counted.values("n"))


class ActionItem(HasKey, HasLifecycle):
    """A step that makes a repeat less likely, with one owner and one due date."""

    KEY_PREFIX = "ACT"
    MOVES: ClassVar = {
        "accept": move({State.PROPOSED}, State.OPEN),
        "decline": move({State.PROPOSED}, State.DECLINED, needs_reason=True),
        "start": move({State.OPEN, State.BLOCKED}, State.IN_PROGRESS),
        "block": move({State.OPEN, State.IN_PROGRESS}, State.BLOCKED, needs_reason=True),
        "unblock": move({State.BLOCKED}, State.OPEN),
        "finish": move({State.OPEN, State.IN_PROGRESS}, State.DONE),
        "verify": move({State.DONE}, State.VERIFIED),
        "reopen": move({State.DONE, State.VERIFIED}, State.OPEN, needs_reason=True),
        "give_up": move({State.OPEN, State.IN_PROGRESS, State.BLOCKED}, State.WONT_DO, needs_reason=True),
        "reconsider": move({State.WONT_DO, State.DECLINED}, State.PROPOSED),
    }

    class Kind(models.TextChoices):
        PREVENT = "prevent", _("Prevent")
        DETECT = "detect", _("Detect")
        MITIGATE = "mitigate", _("Mitigate")
        PROCESS = "process", _("Process")
        DOCUMENT = "document", _("Document")
        INVESTIGATE = "investigate", _("Investigate")

    Priority = Priority

    title = models.CharField(_("what"), max_length=300)
    done_when = models.TextField(_("done when"), blank=True, help_text=_("How will we see that it worked?"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PREVENT)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority, default=Priority.P3)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED, editable=False)
    state_reason = models.TextField(
        blank=True, editable=False, help_text="Why it is blocked, declined or not going to be done."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("owner"),
    )
    owner_as_written = models.CharField(
        max_length=120, blank=True, editable=False, help_text="An imported owner without an account."
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name=_("team")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    original_due_on = models.DateField(null=True, editable=False)
    postmortem = models.ForeignKey(
        Postmortem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("postmortem"),
    )
    factor = models.ForeignKey(
        ContributingFactor,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("factor it answers"),
    )
    source_ref = models.CharField(max_length=200, blank=True, editable=False)
    tracker_url = models.URLField(_("ticket"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    times_moved: int  # known to rows of ``for_rows`` alone
    is_orphaned: bool  # the same

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="action_state_known"),
            models.CheckConstraint(condition=models.Q(priority__in=Priority.values), name="action_priority_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=UNDECIDED) | models.Q(owner__isnull=False, due_on__isnull=False),
                name="action_open_has_owner_and_due",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=NEEDS_REASON) | ~models.Q(state_reason=""),
                name="action_reason_where_needed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=FINISHED) | models.Q(done_at__isnull=False),
                name="action_done_has_time",
            ),
            models.UniqueConstraint(
                fields=("postmortem", "source_ref"), condition=~models.Q(source_ref=""), name="action_once_per_source"
            ),
        )
        indexes = (
            models.Index(fields=("owner", "state")),
            # What figures and lists count, with who may see it, so that they need not touch the rows.
            models.Index(fields=("state", "due_on", "priority", "postmortem", "created_at", "team")),
            models.Index(fields=("state", "done_at", "postmortem")),  # the newest of what is finished
            models.Index(fields=("created_at", "postmortem")),
            models.Index(fields=("done_at", "original_due_on", "postmortem")),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actions:detail", args=[self.key])

    def is_overdue(self, today: date | None = None) -> bool:
        return self.is_unfinished and self.due_on is not None and self.due_on < (today or timezone.localdate())

    @property
    def is_unfinished(self) -> bool:
        """Agreed and still to do: the only time it can be late."""
        return self.state in UNFINISHED

    @property
    def is_finished(self) -> bool:
        """Done, whether or not anybody saw that it worked."""
        return self.state in FINISHED

    @property
    def is_settled(self) -> bool:
        """Nothing is left to decide or to do."""
        return self.state in SETTLED

    @property
    def worst_severity(self) -> Severity | None:
        """The worst severity among the incidents it comes from; None where it stands alone."""
        return self.postmortem.severity() if self.postmortem else None

    def accept(self, *, by: User, owner: User | None = None, due_on: date | None = None) -> None:
        """Agree to do it; ``owner`` and ``due_on`` fill in what is missing yet, and then the severity's policy."""
        owner, due_on = owner or self.owner, due_on or self.due_on or self.policy_due(timezone.localdate())
        self._step("accept", by=by, owner=owner, due_on=due_on, original_due_on=self.original_due_on or due_on)

    def decline(self, *, by: User, reason: str) -> None:
        self._step("decline", by=by, reason=reason)

    def start(self, *, by: User) -> None:
        self._step("start", by=by)

    def block(self, *, by: User, reason: str) -> None:
        self._step("block", by=by, reason=reason)

    def unblock(self, *, by: User | None) -> None:
        self._step("unblock", by=by)

    def finish(self, *, by: User | None, at: datetime | None = None, reason: str = "") -> None:
        """It is done; whether it worked is another question (``verify``). Trackers finish as nobody, with a reason."""
        self._step("finish", by=by, reason=reason, done_at=at or timezone.now())

    def verify(self, *, by: User) -> None:
        """It was looked at afterwards, and it worked."""
        self._step("verify", by=by)

    def reopen(self, *, by: User | None, reason: str) -> None:
        self._step("reopen", by=by, reason=reason, done_at=None)

    def give_up(self, *, by: User, reason: str) -> None:
        """Not going to do it. For P1 and P2 a lead decides."""
        self._step("give_up", by=by, reason=reason)

    def reconsider(self, *, by: User) -> None:
        self._step("reconsider", by=by)

    def _step(self, verb: str, *, by: User | None, reason: str = "", **changes: object) -> None:
        self._move(verb, by=by, reason=reason, state_reason=reason.strip(), **changes)

    def policy_due(self, start: date) -> date | None:
        """The day the policy makes it due if it is agreed on ``start``."""
        return due_by_policy(self.priority, postmortem=self.postmortem, start=start)

    @transaction.atomic
    def assign(self, owner: User, *, by: User | None = None) -> None:
        """Hand it over to ``owner``; refused for somebody who may not write, or may not see it."""
        if blockers := list(_owner_blockers(self, owner)):
            raise MoveNotAllowed("assign", blockers)
        was = ActionItem.objects.select_for_update().values_list("owner_id", flat=True).get(pk=self.pk)
        if was != owner.pk:
            self.owner_changes.create(was_id=was, now=owner, by=by)
        self.owner = owner
        self.save(update_fields=["owner", "updated_at"])

    def snooze(self, person: User, *, until: date) -> None:
        """Remind ``person`` of it no sooner than ``until``."""
        self.snoozes.update_or_create(person=person, defaults={"until": until})

    @transaction.atomic
    def also_prevents(self, postmortem: Postmortem, *, by: User, factor: ContributingFactor | None = None) -> None:
        """Let ``postmortem`` (and its ``factor``, if one) point at this item, once; its own is refused."""
        if blockers := self.pointer_blockers(postmortem, factor):
            raise MoveNotAllowed("also_prevents", blockers)
        self.pointers.update_or_create(postmortem=postmortem, defaults={"factor": factor, "by": by})

    def pointer_blockers(self, postmortem: Postmortem, factor: ContributingFactor | None = None) -> list[Blocker]:
        """Why ``postmortem`` cannot point at this item."""
        return list(_pointer_blockers(self, postmortem, factor))

    @transaction.atomic
    def move_due(self, to: date, *, by: User, reason: str = "") -> None:
        """Set another due date. Once the item is open every change is kept, and needs a reason."""
        was, state = ActionItem.objects.select_for_update().values_list("due_on", "state").get(pk=self.pk)
        if state not in CURRENT:
            raise MoveNotAllowed("move_due", [Blocker("wrong-state", _("It is settled: its date stays as it was."))])
        if was and state in UNFINISHED and was != to:
            if not reason.strip():
                raise MoveNotAllowed("move_due", [Blocker("reason-required", _("Say why the date moves."))])
            self.due_changes.create(was=was, now=to, reason=reason.strip(), by=by)
        self.due_on = to
        self.save(update_fields=["due_on", "updated_at"])


class ActionMove(MoveRecord):
    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="moves")


@ActionItem.guard("accept")
def _owner_and_due_date_are_known(item: ActionItem, attempt: Attempt) -> Iterator[Blocker]:
    owner = attempt.changes.get("owner", item.owner)
    if owner is None:
        yield Blocker("owner", _("Name the one person who owns it."), f"{item.get_absolute_url()}#owner")
    elif isinstance(owner, User):
        yield from _owner_blockers(item, owner)
    if attempt.changes.get("due_on", item.due_on) is None:
        yield Blocker("due", _("Say by when it should be done."), f"{item.get_absolute_url()}#due")


def _owner_blockers(item: ActionItem, owner: User) -> Iterator[Blocker]:
    if not (owner.is_active and owner.is_writer):
        message = _("%(name)s cannot own it: choose somebody who is here and may write.")
        yield Blocker("owner", message % {"name": owner.name})
    elif not ActionItem.objects.visible_to(owner).filter(pk=item.pk).exists():
        message = _("%(name)s may not see it: choose somebody who may, or name them on the incident first.")
        yield Blocker("owner-cannot-see", message % {"name": owner.name})


def _pointer_blockers(item: ActionItem, postmortem: Postmortem, factor: ContributingFactor | None) -> Iterator[Blocker]:
    if item.postmortem_id == postmortem.pk:
        yield Blocker("own-item", _("%(key)s is an item of this postmortem already.") % {"key": item.key})
    if item.state in (State.DECLINED, State.WONT_DO):
        yield Blocker("not-planned", _("%(key)s is not going to be done: propose it again first.") % {"key": item.key})
    if factor is not None and factor.postmortem_id != postmortem.pk:
        yield Blocker("other-factor", _("Choose a factor of this postmortem."))


@ActionItem.guard("give_up")
def _a_lead_gives_up_what_is_urgent(item: ActionItem, attempt: Attempt) -> Iterator[Blocker]:
    if attempt.by is not None and item.priority in LEAD_DECIDES and not leads(attempt.by, item):
        yield Blocker(
            "lead-decides", _("Giving up a %(priority)s item takes a lead or an admin.") % {"priority": item.priority}
        )


def leads(user: User, item: ActionItem) -> bool:
    """Whether ``user`` answers for the item as an admin, or as a lead of its team or its postmortem's teams."""
    if user.is_admin or item.team_id in lead_team_ids(user):
        return True
    return item.postmortem is not None and postmortem_permissions.leads(user, item.postmortem)
