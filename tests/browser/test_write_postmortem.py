"""What the workspace of a postmortem does with a script: writing in place, and never over somebody else's words."""

import pytest
from playwright.sync_api import Page, expect

from tests.processes import RunningApp

POSTMORTEM = """
from accounts.models import User
from incidents.models import Incident, Severity
from postmortems.models import Postmortem, Template
admin = User.objects.admins().first()
incident = Incident.objects.create(title="Baskets are slow", severity=Severity.objects.get(rank=2), created_by=admin)
incident.events.create(text="The queue grows", occurred_at="2026-11-03T12:00Z", author=admin)
postmortem = Postmortem.start(incidents=[incident], template=Template.objects.get(name="One page"), by=admin)
print(postmortem.key)
"""


@pytest.fixture
def workspace(admin_page: Page, running_app: RunningApp) -> Page:
    """The workspace of a new draft."""
    admin_page.goto(f"/postmortems/{running_app.manage('shell', '-v', '0', '-c', POSTMORTEM).strip()}/")
    return admin_page


def open_section(page: Page, key: str):
    page.locator(f"#edit-{key}").click()
    field = page.locator(f"#{key}-markdown")
    expect(field).to_be_focused()
    return field


def test_a_section_is_written_previewed_and_saved_in_place(workspace: Page) -> None:
    page = workspace
    field = open_section(page, "summary")

    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("and ")
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    expect(field).to_have_value("- one\n- two\n\nand **bold**")

    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview-summary li")).to_have_text(["one", "two"])
    expect(field).to_have_value("- one\n- two\n\nand **bold**")

    field.press("Control+Enter")
    expect(page.locator("#section-summary strong")).to_have_text("bold")
    expect(page.locator("#outline .is-written")).to_have_count(1)
    expect(page.locator("#pm-head")).to_contain_text("What is missing")


def test_the_toolbar_marks_lines_and_undo_takes_it_back(workspace: Page) -> None:
    page = workspace
    field = open_section(page, "summary")
    page.keyboard.type("first\nsecond")
    page.keyboard.press("Control+a")

    page.get_by_role("button", name="Numbered list").click()
    expect(field).to_have_value("1. first\n2. second")
    field.press("Control+z")
    expect(field).to_have_value("first\nsecond")


def test_two_who_write_at_once_see_both_texts(workspace: Page) -> None:
    page = workspace
    other = page.context.new_page()
    other.goto(page.url)
    for tab, words in ((page, "Mine"), (other, "Theirs")):
        open_section(tab, "summary").fill(words)
    other.get_by_role("button", name="Save").click()
    expect(other.locator("#section-summary .desk-prose")).to_have_text("Theirs")

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("was saved while you wrote")
    expect(page.locator(".text-there")).to_have_text("Theirs")
    field = page.locator("#summary-markdown")
    expect(field).to_have_value("Mine")

    field.fill("Theirs and mine")
    page.get_by_role("button", name="Save the right one").click()
    expect(page.locator("#section-summary .desk-prose")).to_have_text("Theirs and mine")


def test_a_factor_is_added_beside_the_text_removed_and_brought_back(workspace: Page) -> None:
    page = workspace
    page.locator("#tab-factors").click()
    page.get_by_role("link", name="Add a factor").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#part .invalid-feedback")).to_have_text("Say in a sentence what contributed.")

    page.get_by_label("Statement").fill("The queue had no limit")
    page.get_by_label("The queue grows").check()
    page.get_by_role("button", name="Save").click()
    factor = page.locator(".factor", has_text="The queue had no limit")
    expect(factor.locator(".evidence")).to_contain_text("The queue grows")

    factor.locator("summary").click()
    factor.get_by_role("button", name="Remove").click()
    expect(factor).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".factor", has_text="The queue had no limit")).to_be_visible()


def test_what_stands_beside_the_text_folds_away_and_stays_so(workspace: Page) -> None:
    page = workspace
    part = page.locator("#part")
    expect(part).to_be_visible()
    page.keyboard.press(".")
    expect(part).to_be_hidden()
    page.reload()
    expect(part).to_be_hidden()
    page.get_by_role("button", name="Fold away").click()
    expect(part).to_be_visible()
