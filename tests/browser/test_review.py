"""One review by two people, from the request to the publication, while the text goes on being written."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Desk, People
from tests.processes import RunningApp

READY = """
from postmortems import text
from postmortems.models import ContributingFactor, Postmortem, ResponseReview
postmortem = Postmortem.objects.get(pk={number})
ada = postmortem.owner
postmortem.incidents.get().events.create(text="The queue is empty", occurred_at="2026-11-03T12:40Z", author=ada)
for section in postmortem.sections.exclude(key="summary"):
    text.write(section, "It happened, and this is how.", base=section.version, by=ada)
ContributingFactor.objects.create(postmortem=postmortem, statement="The queue had no limit")
ResponseReview.objects.create(postmortem=postmortem, dimension="detection", rating=4)
"""
SELECT = """(paragraph, words) => {
  const node = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  const start = node.data.indexOf(words);
  document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
}"""


@pytest.fixture
def ready(draft: str, running_app: RunningApp) -> str:
    """A draft of Ada's that lacks nothing but its summary and a reviewer."""
    running_app.manage("shell", "-v", "0", "-c", READY.replace("{number}", draft.partition("-")[2]))
    return draft


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def ask_ben(page: Page, draft: str) -> None:
    page.goto(f"/postmortems/{draft}/review/")
    page.get_by_label("Ben Live").check()
    button(page, "Request review").click()


def comment_on(page: Page, words: str, text: str) -> None:
    """Select ``words`` of the summary and say ``text`` about them, to be resolved before approval."""
    page.locator("#summary p").evaluate(SELECT, words)
    page.locator("[data-comment-selection]").click()
    form = page.locator("#new-comment")
    expect(form.get_by_label("The words it is about")).to_have_value(words)
    form.get_by_label("Comment").press_sequentially("@ada")
    page.get_by_role("option", name="Ada Live").click()
    form.get_by_label("Comment").press_sequentially(text)
    expect(form.get_by_label("Comment")).to_have_value(f"@ada-live {text}")
    form.get_by_label("To be resolved before approval").check()
    form.get_by_role("button", name="Comment").click()


def is_in(page: Page, state: str) -> None:
    expect(page.locator("#pm-head")).to_contain_text(state)


def ask_for_what_is_written(ada: Desk, draft: str) -> None:
    """What is missing stands first and leads to the place; then it is in review."""
    ask_ben(ada.page, draft)
    ada.page.get_by_role("link", name=re.compile("“Summary” is still empty")).click()
    expect(ada.section()).to_be_visible()
    ada.type("The shop was slow for forty minutes.")
    ada.is_saved()
    ask_ben(ada.page, draft)
    is_in(ada.page, "In review")


def send_back(page: Page, reading: str) -> None:
    """The reviewer is told, comments on two words, and asks for changes."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Baskets are slow").first.click()
    page.goto(reading)
    comment_on(page, "forty minutes", "Which forty?")
    talk = page.locator(".talk", has_text="Which forty?")
    expect(talk.locator("blockquote")).to_have_text("forty minutes")
    expect(talk).to_contain_text("To be resolved before approval")
    page.locator("#verdict").get_by_label("Note").fill("Say when it began.")
    button(page, "Request changes").click()
    is_in(page, "Draft")


def write_around(ada: Desk, draft: str) -> None:
    """On the page that was open all the time; then it is in review once more."""
    is_in(ada.page, "Draft")
    ada.type(" It began at noon.")
    ada.page.keyboard.press("Control+Home")
    ada.type("On Tuesday: ")
    ada.is_saved()
    ask_ben(ada.page, draft)
    is_in(ada.page, "In review")


def approve_once_resolved(page: Page, reading: str) -> None:
    """What changed since, in words; the thread that blocks holds the approval until it is resolved."""
    page.goto(reading)
    since = page.locator("#since")
    expect(since).to_contain_text("1 part changed since your last verdict")
    expect(since.locator("ins").first).to_have_text("On Tuesday: ")
    expect(since.locator("ins").last).to_contain_text("It began at noon")
    expect(page.locator(".talk blockquote")).to_have_text("forty minutes")
    button(page, "Approve").click()
    is_in(page, "In review")
    page.goto(reading)
    page.locator(".talk").get_by_role("button", name="Resolve", exact=True).click()
    expect(page.locator(".talks-resolved")).to_contain_text("1 resolved")


def make_stale_and_ask_again(ada: Desk, draft: str) -> None:
    """A word typed into what is approved makes the approval stale at once."""
    is_in(ada.page, "Approved")
    expect(button(ada.page, "Publish")).to_be_visible()
    ada.type(" It ended by itself.")
    ada.is_saved()
    expect(button(ada.page, "Publish")).to_have_count(0)
    ada.page.goto(f"/postmortems/{draft}/review/")
    standing = ada.page.locator("section", has=ada.page.locator("#standing-title"))
    expect(standing).to_contain_text("0 of 1 approvals")
    expect(standing).to_contain_text("changed since: Summary")
    button(ada.page, "Ask again").click()
    expect(standing).not_to_contain_text("stale")


def test_a_review_from_the_request_to_the_publication(people: People, ready: str) -> None:
    ada, ben = people.at("Ada", ready), people.at("Ben", ready)
    reading = f"/postmortems/{ready}/read/"

    ask_for_what_is_written(ada, ready)
    send_back(ben.page, reading)
    write_around(ada, ready)
    approve_once_resolved(ben.page, reading)
    make_stale_and_ask_again(ada, ready)

    ben.page.goto(reading)
    expect(ben.page.locator("#since ins")).to_contain_text("It ended by itself")
    button(ben.page, "Approve").click()
    is_in(ben.page, "Approved")
    ada.page.goto(f"/postmortems/{ready}/")
    button(ada.page, "Publish").click()
    expect(ada.page.locator("#summary")).to_have_text(
        "On Tuesday: The shop was slow for forty minutes. It began at noon. It ended by itself."
    )
    expect(ada.page.locator(".title-marks")).to_contain_text("Published")


def test_an_approval_of_what_was_changed_meanwhile_is_refused(people: People, ready: str) -> None:
    ada, ben = people.at("Ada", ready), people.at("Ben", ready)
    ada.type("The shop was slow.")
    ada.is_saved()
    ask_ben(ada.page, ready)
    is_in(ada.page, "In review")
    ben.page.goto(f"/postmortems/{ready}/read/")
    ben.page.locator("#verdict").get_by_label("Note").fill("Well told.")
    ada.type(" Very slow.")
    ada.is_saved()

    button(ben.page, "Approve").click()
    expect(ben.page.get_by_role("main")).to_contain_text("It has changed since you opened it.")
    is_in(ada.page, "In review")
    assert Desk(ada.page).text() == "The shop was slow. Very slow."
