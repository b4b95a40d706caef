"""Comments: threads about a passage of the text, or about all of it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lifecycle import HasLifecycle, MoveRecord, move
from postmortems.models.postmortem import Postmortem

QUOTED = 500  # characters kept of the passage


class ThreadState(models.TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")


class CommentThreadQuerySet(models.QuerySet["CommentThread"]):
    def unresolved(self) -> Self:
        return self.filter(state=ThreadState.OPEN)

    def present(self) -> Self:
        """Those in which somebody's words stand."""
        return self.filter(models.Exists(Comment.objects.filter(thread=models.OuterRef("pk"), removed_at=None)))

    def blocking(self) -> Self:
        """Those that stand in the way of approving and publishing."""
        return self.present().unresolved().filter(is_blocking=True)


class CommentThread(HasLifecycle):
    """A conversation. Its verbs stand in ``postmortems/comments.py``.

    The passage is kept twice: as positions that move with the text (base64 of an encoded Yjs relative position each,
    "" where nobody could say them), and as the words it had, which stay when the text is gone.
    """

    MOVES: ClassVar = {
        "resolve": move({ThreadState.OPEN}, ThreadState.RESOLVED),
        "reopen": move({ThreadState.RESOLVED}, ThreadState.OPEN),
    }

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="threads")
    section = models.SlugField(max_length=40, blank=True, help_text="The section's key; empty: about all of it.")
    quote = models.CharField(max_length=QUOTED, blank=True)
    anchor_start = models.CharField(max_length=200, blank=True)
    anchor_end = models.CharField(max_length=200, blank=True)
    is_blocking = models.BooleanField(_("blocking"), default=False)
    state = models.CharField(max_length=12, choices=ThreadState, default=ThreadState.OPEN, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, editable=False)

    objects = CommentThreadQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ThreadState.values), name="comment_thread_state_known"),
            models.CheckConstraint(
                condition=Q(state=ThreadState.OPEN, resolved_by=None, resolved_at=None)
                | Q(state=ThreadState.RESOLVED, resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_thread_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(anchor_start="", anchor_end="")
                | (~Q(anchor_start="") & ~Q(anchor_end="") & ~Q(section="")),
                name="comment_thread_anchored_at_both_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.postmortem_id}: {self.quote or self.section}"[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('postmortems:comments', args=[self.postmortem.key])}#thread-{self.pk}"


class CommentThreadMove(MoveRecord):
    thread = models.ForeignKey(CommentThread, on_delete=models.CASCADE, related_name="moves")


class Comment(models.Model):
    """What one person said. A removed one keeps its place in the conversation, without its words."""

    thread = models.ForeignKey(CommentThread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="comment_not_empty"),)

    def __str__(self) -> str:
        return self.text[:80]
