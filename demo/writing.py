"""The acts of a postmortem: it is started, written over some days, reviewed, published, perhaps revised."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from demo.acts import Act, Story
from demo.doing import point_at, propose
from demo.response import event_at
from postmortems import comments, review, text
from postmortems.comments import Passage
from postmortems.models import ContributingFactor, FactorCategory, Postmortem, ReviewDecision, Template
from postmortems.passages import anchored

Verdict = ReviewDecision.Verdict


def postmortem_acts(story: Story) -> Iterator[Act]:
    """Everything that happens to the postmortem, if the story has one."""
    told = story.told.get("postmortem")
    if told is None:
        return
    yield story.step(told["started"], "start", partial(start, story))
    if "waived" in told:
        yield story.step(told["waived"]["after"], "waive", partial(waive, story))
        return
    yield from _writing(story, told)
    yield from _review(story, told)
    if "published" in told:
        yield story.step(told["published"], "publish", partial(publish, story))
    if "revised" in told:
        yield story.step(told["revised"]["after"], "revise", partial(revise, story))


def _writing(story: Story, told: dict[str, Any]) -> Iterator[Act]:
    """The sections are written one after another, up to the last writing day."""
    first, last = told["started"], told.get("written", told["started"])
    sections = list(told.get("sections", {}).items())
    for number, (key, markdown) in enumerate(sections):
        day = first + round((last - first) * (number + 1) / len(sections))
        by = told.get("writers", {}).get(key, told["owner"])
        yield story.step(day, "write", partial(write, story, key, markdown, by=by), of=f"{number:02}")
    for number, factor in enumerate(told.get("factors", [])):
        yield story.step(last, "factors", partial(add_factor, story, factor, number))
    yield story.step(last, "factors", partial(rate_response, story))
    for item in told.get("actions", []):
        yield from propose(story, item)
    for planned in told.get("also", []):
        yield story.step(last, "propose", partial(point_at, story, planned), of=planned["title"])


def _review(story: Story, told: dict[str, Any]) -> Iterator[Act]:
    if "submitted" in told:
        yield story.step(told["submitted"], "submit", partial(submit, story))
    if back := told.get("sent_back"):
        yield story.step(back["after"], "send_back", partial(decide, story, back, Verdict.CHANGES_REQUESTED))
        for key, markdown in back["rewritten"].items():
            yield story.step(back["again"], "rewrite", partial(write, story, key, markdown, by=told["owner"]))
        yield story.step(back["again"], "resubmit", partial(submit, story))
    for number, comment in enumerate(told.get("comments", [])):
        yield from _comment(story, comment, f"comment-{number}")
    for verdict in told.get("approvals", []):
        decided = partial(decide, story, verdict, Verdict.APPROVED)
        yield story.step(verdict["after"], "approve", decided, of=verdict["by"])


def _comment(story: Story, told: dict[str, Any], name: str) -> Iterator[Act]:
    yield story.step(told["after"], "comment", partial(comment, story, told, name), of=name)
    for number, said in enumerate(told.get("replies", [])):
        yield story.step(said["after"], "answer", partial(answer, story, said, name), of=f"{name}-{number}")
    if end := told.get("resolved"):
        yield story.step(end["after"], "settle", partial(settle, story, end, name), of=name)


def start(story: Story) -> None:
    """Start the draft; its due date counts from that day, not from the one on which the demo is made."""
    told = story.told["postmortem"]
    owner = story.person(told["owner"])
    template = Template.objects.get(name=told["template"])
    title = told.get("title", "")
    postmortem = Postmortem.start(incidents=[story.incident], template=template, by=owner, owner=owner, title=title)
    agreed = story.calendar.working_day(told["due"]) if "due" in told else None
    postmortem.due_on = agreed or postmortem.severity().postmortem_due(story.calendar.working_day(told["started"]))
    postmortem.save(update_fields=["due_on"])
    postmortem.reviewers.set(story.person(handle) for handle in told.get("reviewers", []))
    story.cast.postmortems[story.name] = postmortem


def write(story: Story, key: str, markdown: str, *, by: str) -> None:
    section = story.postmortem.sections.get(key=key)
    text.write(section, story.cast.tell(markdown), base=section.version, by=story.person(by))


def add_factor(story: Story, told: dict[str, Any], position: int) -> None:
    factor = ContributingFactor.objects.create(
        postmortem=story.postmortem,
        statement=story.cast.tell(told["statement"]),
        kind=told["kind"],
        category=FactorCategory.objects.exclude(parent=None).get(name=told["category"]) if "category" in told else None,
        position=position,
    )
    factor.evidence.set(event_at(story, when) for when in told.get("evidence", []))


def rate_response(story: Story) -> None:
    """How the response went: ``dimension = [rating, what helped, what got in the way]``."""
    for dimension, (rating, helped, hindered) in story.told["postmortem"].get("response", {}).items():
        story.postmortem.response.update_or_create(
            dimension=dimension, defaults={"rating": rating, "helped": helped, "hindered": hindered}
        )


def submit(story: Story) -> None:
    review.submit(story.postmortem, by=_owner(story))


def decide(story: Story, told: dict[str, Any], verdict: str) -> None:
    review.decide(story.postmortem, by=story.person(told["by"]), verdict=verdict, note=told.get("note", ""))


def comment(story: Story, told: dict[str, Any], name: str) -> None:
    about = anchored(story.postmortem, Passage(told["section"], told["quote"]))
    by, blocking = story.person(told["by"]), told.get("blocking", False)
    words = story.cast.tell(told["text"])
    story.threads[name] = comments.open_thread(story.postmortem, by=by, text=words, about=about, blocking=blocking)


def answer(story: Story, told: dict[str, Any], name: str) -> None:
    comments.reply(story.threads[name], by=story.person(told["by"]), text=story.cast.tell(told["text"]))


def settle(story: Story, told: dict[str, Any], name: str) -> None:
    comments.resolve(story.threads[name], by=story.person(told["by"]))


def publish(story: Story) -> None:
    story.postmortem.refresh_from_db()
    review.publish(story.postmortem, by=_owner(story))


def revise(story: Story) -> None:
    told = story.told["postmortem"]["revised"]
    story.postmortem.refresh_from_db()
    story.postmortem.revise(by=story.person(told["by"]))
    story.postmortem.due_on = story.calendar.working_day(told["due"])
    story.postmortem.save(update_fields=["due_on"])
    for key, markdown in told["sections"].items():
        write(story, key, markdown, by=told["by"])


def waive(story: Story) -> None:
    told = story.told["postmortem"]["waived"]
    story.postmortem.waive(by=story.person(told["by"]), reason=story.cast.tell(told["reason"]))


def _owner(story: Story) -> Any:
    return story.person(story.told["postmortem"]["owner"])
