"""The workspace of a postmortem around its text: without a script, and what stands beside it."""

import pytest
from playwright.sync_api import Browser, Page, expect

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


def test_without_a_script_a_section_is_a_form(browser: Browser, workspace: Page, running_app: RunningApp) -> None:
    state = workspace.context.storage_state()
    plain = browser.new_context(base_url=running_app.url, storage_state=state, java_script_enabled=False).new_page()
    plain.goto(workspace.url)
    plain.get_by_role("link", name="Write Summary").click()
    plain.get_by_role("textbox", name="Summary").fill("Plain words")
    plain.get_by_role("button", name="Save").click()

    expect(plain.locator("#section-summary .desk-prose")).to_have_text("Plain words")
    expect(workspace.locator('[data-section-text="summary"]')).to_have_text("Plain words")
    plain.context.close()


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
