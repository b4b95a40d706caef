"""Keeping the library's words in step with what is published: at once where it is told, and by a sweep."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from actions.models import ActionItem
from actions.models.item import State
from core.lifecycle import HasLifecycle, MoveRecord, on_move
from core.markdown import count_words, plain
from postmortems.article import WORDS_A_MINUTE
from postmortems.models import Postmortem
from postmortems.models.template import SUMMARY
from publishing.models import LibraryEntry
from publishing.readership import citations

LONGEST = 100_000  # characters of a column; PostgreSQL indexes at most a megabyte of a row
_MARGIN = timedelta(seconds=5)  # an item saved while its entry was written is looked at again


@on_move
def follow(moved: HasLifecycle, made: MoveRecord) -> None:
    """A publication is found at once; so is an action item that was decided or done."""
    if isinstance(moved, Postmortem) and made.verb == "publish":
        enter(moved)
    elif isinstance(moved, ActionItem) and moved.postmortem and moved.postmortem.published_revision_id:
        enter(moved.postmortem)


def enter(postmortem: Postmortem) -> None:
    """Write down the words of what is published of ``postmortem``."""
    revision = postmortem.published_revision
    if revision is None:
        return
    content = revision.content
    summary = [part["markdown"] for part in content["sections"] if part["key"] == SUMMARY]
    text = [f"{part['heading']}\n\n{part['markdown']}" for part in content["sections"] if part["key"] != SUMMARY]
    text += [words for row in content["response"] for words in (row["helped"], row["hindered"])]
    texts = {
        "summary": summary,
        "text": text,
        "timeline": [event["text"] for event in content["timeline"]],
        "factors": [f"{factor['statement']} {factor['category']}" for factor in content["factors"]],
        "actions": _actions(postmortem),
    }
    words = {column: " · ".join(filter(None, map(plain, parts)))[:LONGEST] for column, parts in texts.items()}
    read = sum(count_words(part) for column in ("summary", "text", "timeline") for part in texts[column])
    LibraryEntry.objects.update_or_create(
        postmortem=postmortem,
        defaults={
            **words,
            "revision": revision,
            "title": content["title"],
            "minutes": max(1, round(read / WORDS_A_MINUTE)),
            "refreshed_at": timezone.now(),
        },
    )
    citations.keep(postmortem.pk, content, Postmortem.objects.all())


def _actions(postmortem: Postmortem) -> list[str]:
    items = ActionItem.objects.filter(postmortem=postmortem).exclude(state=State.DECLINED)
    return [f"{title} {done_when}" for title, done_when in items.values_list("title", "done_when")]


def sweep() -> int:
    """Enter what was published or changed without being told (restored, written in bulk). Returns how many."""
    late = ActionItem.objects.filter(
        postmortem=OuterRef("pk"), updated_at__gt=OuterRef("in_library__refreshed_at") - _MARGIN
    )
    other = Q(in_library=None) | ~Q(in_library__revision=F("published_revision"))
    behind = list(Postmortem.objects.published().filter(other | Exists(late)).values_list("pk", flat=True))
    for pk in behind:
        enter(Postmortem.objects.select_related("published_revision").get(pk=pk))
    return len(behind)
