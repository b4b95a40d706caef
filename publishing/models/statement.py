"""What we tell customers, from draft to withdrawal. One statement is one wording; the public sees ``LiveStatement``."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from collab.models import Document
from core.lifecycle import HasLifecycle, MoveRecord, move
from postmortems.models import Postmortem
from publishing.models.live import LiveStatement


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")


OPEN = (State.DRAFT, State.PENDING, State.APPROVED)
WAS_LIVE = (State.LIVE, State.WITHDRAWN, State.SUPERSEDED)
PARTS = {
    "summary": _("Summary"),
    "happened": _("What happened"),
    "doing": _("What we are doing"),
}


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> Self:
        """Those about postmortems that ``user`` may see."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def live(self) -> Self:
        return self.filter(state=State.LIVE)

    def due_by(self, day: date) -> Self:
        """Promised by ``day`` and not public yet."""
        return self.open().filter(due_on__lte=day)

    def for_rows(self) -> Self:
        return self.select_related("postmortem", "page", "approved_by").prefetch_related("authors")


class Statement(HasLifecycle):
    """One wording of what customers are told about a postmortem; its text is a live document of three parts."""

    KEY_PREFIX: ClassVar = "statement"
    MOVES: ClassVar = {
        "submit": move({State.DRAFT}, State.PENDING),
        "take_back": move({State.PENDING, State.APPROVED}, State.DRAFT),
        "send_back": move({State.PENDING}, State.DRAFT, needs_reason=True),
        "approve": move({State.PENDING}, State.APPROVED),
        "outdate": move({State.APPROVED}, State.PENDING),
        "release": move({State.APPROVED}, State.LIVE),
        "supersede": move({State.LIVE}, State.SUPERSEDED),
        "withdraw": move({State.LIVE}, State.WITHDRAWN, needs_reason=True),
    }

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="statements")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, editable=False, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    correction = models.TextField(_("what is corrected"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("authors"))
    summary = models.TextField(blank=True, editable=False)  # the stored reading of ``document``, like the next two
    happened = models.TextField(blank=True, editable=False)
    doing = models.TextField(blank=True, editable=False)
    projected_seq = models.PositiveBigIntegerField(default=0, editable=False)
    approved_text = models.JSONField(null=True, editable=False)  # exactly what was approved: content.Content
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    page = models.ForeignKey(
        LiveStatement, on_delete=models.PROTECT, null=True, editable=False, related_name="statements"
    )
    live_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="statement_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=(State.DRAFT, State.PENDING))
                | models.Q(approved_text__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                name="statement_approved_has_text_and_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN) | models.Q(page__isnull=False, live_at__isnull=False),
                name="statement_live_has_page",
            ),
            models.CheckConstraint(
                condition=models.Q(began_at=None)
                | models.Q(ended_at=None)
                | models.Q(ended_at__gte=models.F("began_at")),
                name="statement_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=("postmortem",), condition=models.Q(state__in=OPEN), name="statement_one_in_the_making"
            ),
            models.UniqueConstraint(
                fields=("postmortem",), condition=models.Q(state=State.LIVE), name="statement_one_live"
            ),
        )
        indexes = (models.Index(fields=("state", "due_on")),)

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """As people know it: by what it is about."""
        return self.postmortem.key

    def get_absolute_url(self) -> str:
        return reverse("statements:workspace", args=[self.key])

    @property
    def is_editable(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        return self.is_editable and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """Name, heading and stored text of each."""
        return [(name, str(heading), getattr(self, name)) for name, heading in PARTS.items()]

    def add_authors(self, people: Iterable[int]) -> None:
        """By their ids; who is an author once never approves this wording."""
        self.authors.add(*people)

    # The moves that decide on the text stand in publishing/statements, beside their rules.

    def send_back(self, *, by: User, reason: str) -> None:
        self._move("send_back", by=by, reason=reason)

    def take_back(self, *, by: User) -> None:
        self._move("take_back", by=by, **NOT_APPROVED)

    def outdate(self) -> None:
        """The text is another than what was approved."""
        self._move("outdate", by=None, **NOT_APPROVED)


NOT_APPROVED: dict[str, Any] = {"approved_text": None, "approved_by": None, "approved_at": None}


class StatementMove(MoveRecord):
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="moves")


class Override(models.Model):
    """Why words that the redaction check stops at may be published all the same; kept with the statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="overrides")
    detector = models.CharField(max_length=20)
    words = models.CharField(max_length=300)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("statement", "detector", "words"), name="override_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.words}: {self.reason}"
