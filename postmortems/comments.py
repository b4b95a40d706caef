"""Commenting: open a thread, answer, resolve; who is told of it, and what an open question stands in the way of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.lifecycle import Attempt, Blocker
from core.markdown import handles_in, plain
from incidents.sight import readers_of
from notifications import kinds, outbox
from notifications.models import Notification
from postmortems.models import Comment, CommentThread, Postmortem
from postmortems.models.comment import QUOTED
from postmortems.review import approve_if_ready

MENTIONED = kinds.register(
    "comment-mention",
    why=gettext_lazy("Somebody mentioned you in a comment."),
    label=gettext_lazy("Somebody mentions you in a comment"),
    icon="at",
    visible=Postmortem.objects.visible_to,
)
ANSWERED = kinds.register(
    "comment",
    why=gettext_lazy("You own what was commented on, or take part in the conversation."),
    label=gettext_lazy("Comments on your postmortem, and answers"),
    icon="chat-left-text",
    visible=Postmortem.objects.visible_to,
)


@dataclass(frozen=True)
class Passage:
    """What a thread is about: a section, the words quoted from it, and their positions, as far as they are known."""

    section: str = ""
    quote: str = ""
    start: str = ""
    end: str = ""


WHOLE = Passage()


@Postmortem.guard("approve", "publish")
def no_open_question_blocks(postmortem: Postmortem, _attempt: Attempt) -> Iterator[Blocker]:
    for thread in postmortem.threads.blocking().select_related("postmortem", "opened_by"):
        words = {"name": thread.opened_by.name, "quote": thread.quote[:60]}
        message = _("A comment by %(name)s has to be resolved first: “%(quote)s”") if thread.quote else ""
        message = message or _("A comment by %(name)s has to be resolved first.")
        yield Blocker("blocking-comment", message % words, thread.get_absolute_url())


@transaction.atomic
def open_thread(
    postmortem: Postmortem, *, by: User, text: str, about: Passage = WHOLE, blocking: bool = False
) -> CommentThread:
    """Begin a conversation about ``about``; a ``blocking`` one must be resolved before approving and publishing.

    ``about`` comes with positions if they are known (``postmortems.passages.anchored``).
    """
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)  # an approval under way has seen it or comes after it
    thread: CommentThread = postmortem.threads.create(
        section=about.section,
        quote=" ".join(about.quote.split())[:QUOTED],
        anchor_start=about.start,
        anchor_end=about.end,
        is_blocking=blocking,
        opened_by=by,
    )
    reply(thread, by=by, text=text)
    return thread


@transaction.atomic
def reply(thread: CommentThread, *, by: User, text: str) -> Comment:
    comment: Comment = thread.comments.create(author=by, text=text.strip())
    _tell(comment)
    return comment


@transaction.atomic
def edit(comment: Comment, text: str) -> None:
    """Say it in other words; people who are mentioned by now are told, the others were told before."""
    comment.text, comment.edited_at = text.strip(), timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    outbox.tell(_news(comment, MENTIONED, mentioned_in(comment)))


@transaction.atomic
def remove(comment: Comment) -> None:
    """Take the words back; ``restore`` brings them again. A thread without words stands in nobody's way."""
    postmortem = Postmortem.objects.select_for_update().get(pk=comment.thread.postmortem_id)
    comment.removed_at = timezone.now()
    comment.save(update_fields=["removed_at"])
    approve_if_ready(postmortem, by=comment.author)


def restore(comment: Comment) -> None:
    comment.removed_at = None
    comment.save(update_fields=["removed_at"])


@transaction.atomic
def resolve(thread: CommentThread, *, by: User) -> None:
    """It is answered. Where it was the last thing in the way of an approval, that takes place."""
    Postmortem.objects.select_for_update().get(pk=thread.postmortem_id)
    thread._move("resolve", by=by, resolved_by=by, resolved_at=timezone.now())
    approve_if_ready(thread.postmortem, by=by)


@transaction.atomic
def reopen(thread: CommentThread, *, by: User) -> None:
    Postmortem.objects.select_for_update().get(pk=thread.postmortem_id)
    thread._move("reopen", by=by, resolved_by=None, resolved_at=None)


@transaction.atomic
def set_blocking(thread: CommentThread, blocking: bool, *, by: User) -> None:
    """Whether it must be resolved before approving and publishing."""
    Postmortem.objects.select_for_update().get(pk=thread.postmortem_id)
    thread.is_blocking = blocking
    thread.save(update_fields=["is_blocking"])
    approve_if_ready(thread.postmortem, by=by)


def seen(postmortem: Postmortem, user: User) -> None:
    """``user`` reads its comments: what they were told of them is read."""
    told = Notification.objects.filter(recipient=user, kind__in=(MENTIONED, ANSWERED), subject_id=postmortem.pk)
    told.unread().update(read_at=timezone.now())


@dataclass(frozen=True)
class Conversation:
    """A thread as the outbox knows it: news of it are news of the postmortem."""

    thread: CommentThread

    @property
    def pk(self) -> int:
        return self.thread.postmortem_id

    @property
    def key(self) -> str:
        return self.thread.postmortem.key

    def get_absolute_url(self) -> str:
        return self.thread.get_absolute_url()


def _tell(comment: Comment) -> None:
    """Those who are mentioned, and those who take part otherwise; each person once."""
    mentioned = mentioned_in(comment)
    others = [person for person in _taking_part(comment.thread, comment.author) if person not in mentioned]
    outbox.tell([*_news(comment, MENTIONED, mentioned), *_news(comment, ANSWERED, others)])


def mentioned_in(comment: Comment) -> list[User]:
    """Those who may see the postmortem; a name alone lets nobody in."""
    handles = handles_in(comment.text)
    return list(_readers(comment.thread).filter(handle__in=handles).exclude(pk=comment.author_id)) if handles else []


def _taking_part(thread: CommentThread, but: User) -> list[User]:
    """The owner of the postmortem, and whoever said something in ``thread``."""
    ids = {thread.postmortem.owner_id, thread.opened_by_id, *thread.comments.values_list("author_id", flat=True)}
    return list(_readers(thread).filter(pk__in=[pk for pk in ids if pk is not None]).exclude(pk=but.pk))


def _readers(thread: CommentThread) -> QuerySet[User]:
    return readers_of(list(thread.postmortem.incidents.select_related("team")))


def _news(comment: Comment, kind: str, recipients: Iterable[User]) -> Iterator[outbox.News]:
    thread = comment.thread
    for person in recipients:
        yield outbox.News(
            recipient=person,
            kind=kind,
            subject=Conversation(thread),
            occasion=f"comment-{comment.pk}",
            title=thread.postmortem.title,
            detail=f"{comment.author.name}: {plain(comment.text)[:200]}",
        )
