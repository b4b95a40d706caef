"""What a newcomer does in the first hour, in a real browser on the real processes: web server, worker, beat."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.visits import axe
from tests.processes import ROOT

# A real document of another organisation where the samples are at hand, else one of our own.
DOCUMENTS = (
    (ROOT.parent / "shared" / "samples" / "postmortems", "09-mybinder-2018-02-22-nginx-down.md"),
    (ROOT / "tests" / "importer" / "fixtures", "01-sre-template.md"),
)
# Reminders come in the morning of the person; in one of these it is day now.
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Pacific/Honolulu", "Pacific/Auckland")
REMINDED_WITHIN = 150  # seconds: beat looks every minute, and delivers every twenty seconds


def test_a_document_is_brought_in_read_and_its_action_is_chased(admin_page):
    page = admin_page
    live_where_it_is_day(page)

    document, truth = choose_document()
    upload(page, document, truth)
    accept_import(page, truth)
    read_article(page, truth)

    promise = truth["action_items"][0]["text"][:30]
    accept_action(page, promise)
    make_overdue(page)
    read_reminder(page, promise)


def test_an_incident_is_opened_told_and_resolved(admin_page):
    page = admin_page
    open_incident(page, "Baskets lose their bicycles")

    add_event(page, minutes_ago=30, text="The first basket comes back empty")
    expect(page.get_by_label("Time", exact=True)).to_be_focused()  # ready for the next one
    add_event(page, minutes_ago=12, text="Baskets are kept for **20 minutes** again")
    expect(page.locator("#timeline strong", has_text="20 minutes")).to_be_visible()

    fill_milestone(page, "started", minutes_ago=31)
    move(page, "Mark mitigated", minutes_ago=12)
    move(page, "Mark resolved", minutes_ago=10)
    expect(page.locator(".title-marks")).to_contain_text("Resolved")

    page.get_by_role("link", name="Write postmortem").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Baskets lose their bicycles")
    write_section(page, "summary", "For half an hour baskets were **empty** when people came back.")


def live_where_it_is_day(page: Page) -> None:
    zone = next(name for name in ZONES if 9 <= datetime.now(ZoneInfo(name)).hour < 23)
    page.goto("/settings/profile/")
    page.get_by_label("Time zone").fill(zone)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Time zone")).to_have_value(zone)


def choose_document() -> tuple[Path, dict[str, Any]]:
    """A file, and what is true of it."""
    folder, name = next((folder, name) for folder, name in DOCUMENTS if (folder / name).exists())
    truths = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return folder / name, next(truth for truth in truths if truth["file"] == name)


def upload(page: Page, document: Path, truth: dict[str, Any]) -> None:
    page.goto("/import/")
    page.locator("input[type=file]").set_input_files(document)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_label("Title")).to_have_value(truth["title"])
    expect(page.locator("input[name=action]")).to_have_count(len(truth["action_items"]))
    assert axe(page) == []


def accept_import(page: Page, truth: dict[str, Any]) -> None:
    page.locator(".verbs").get_by_role("button", name="Import").click()
    expect(page).to_have_url(re.compile(r"/postmortems/PM-\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(truth["title"])


def read_article(page: Page, truth: dict[str, Any]) -> None:
    page.goto(f"{page.url}read/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(truth["title"])
    expect(page.locator("article").first).to_contain_text(truth["timeline"][0]["text"][:20])


def accept_action(page: Page, promise: str) -> None:
    page.goto("/actions/?state=proposed")
    page.get_by_role("link", name=promise).first.click()
    page.locator("summary", has_text="Accept").click()
    page.locator("#accept-owner").select_option(label="Administrator")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".title-marks")).to_contain_text("Open")


def make_overdue(page: Page) -> None:
    page.locator("summary", has_text="Move").click()
    page.locator("#due-due_on").fill(f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}")
    page.locator("#due-reason").fill("It turned out to be more urgent than we thought.")
    page.get_by_role("button", name="Move the date").click()
    expect(page.locator("main")).to_contain_text("days late")


def read_reminder(page: Page, promise: str) -> None:
    """Nobody asks for it: beat finds the item, the worker writes the mail, and it lies in /dev/mail/."""
    deadline = time.monotonic() + REMINDED_WITHIN
    reminder = page.get_by_role("link", name=promise)
    page.goto("/dev/mail/")
    while not reminder.count():
        assert time.monotonic() < deadline, "no reminder came"
        time.sleep(1)
        page.reload()
    reminder.first.click()
    assert axe(page) == []
    expect(page.locator("pre.mail-text")).to_contain_text(promise)
    expect(page.frame_locator("iframe.mail-frame").locator("body")).to_contain_text(promise)


def open_incident(page: Page, title: str) -> None:
    """Title, severity; when it was noticed says “now” already."""
    page.goto("/")
    page.get_by_role("link", name="New incident").first.click()
    page.get_by_label("What is happening?").fill(title)
    page.locator("label", has_text="SEV2").click()
    page.get_by_role("button", name="Open incident").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def add_event(page: Page, *, minutes_ago: int, text: str) -> None:
    events = page.locator("#timeline li.event")
    before = events.count()
    page.get_by_label("Time", exact=True).fill(written(minutes_ago))
    page.get_by_label("What happened?").fill(text)
    page.locator("#quick-add").get_by_role("button", name="Add").click()
    expect(events).to_have_count(before + 1)


def fill_milestone(page: Page, kind: str, *, minutes_ago: int) -> None:
    milestone = page.locator(f"#milestone-{kind}")
    milestone.locator("summary").click()
    milestone.get_by_label("When?").fill(written(minutes_ago))
    milestone.get_by_role("button", name="Set").click()
    expect(page.locator(f"#milestone-{kind} time").first).to_be_visible()


def move(page: Page, verb: str, *, minutes_ago: int) -> None:
    """The primary verb, which asks when."""
    verbs = page.locator(".verbs details").filter(has_text=verb).first
    verbs.locator("summary").first.click()
    verbs.get_by_label("When?").fill(written(minutes_ago))
    verbs.get_by_role("button", name=verb).click()


def write_section(page: Page, key: str, markdown: str) -> None:
    """Type it, and find it in the reading view."""
    page.locator(f'[data-section-text="{key}"]').click()
    page.keyboard.type(markdown)
    expect(page.locator("#pm-head [data-live-status]")).to_have_attribute("data-live-status", "saved")
    page.goto(f"{page.url.partition('#')[0]}read/")
    expect(page.locator(f"#{key} strong")).to_have_text("empty")


def written(minutes_ago: int) -> str:
    return f"{datetime.now(UTC) - timedelta(minutes=minutes_ago):%Y-%m-%d %H:%M} UTC"
