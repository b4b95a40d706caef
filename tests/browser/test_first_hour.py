"""What a newcomer does in the first hour, in a real browser on the real processes: web server, worker, beat."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect


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


def written(minutes_ago: int) -> str:
    return f"{datetime.now(UTC) - timedelta(minutes=minutes_ago):%Y-%m-%d %H:%M} UTC"
