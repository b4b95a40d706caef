"""Many action items by keyboard alone: rows walked, chosen and changed together; cards moved on the board."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import axe
from tests.processes import RunningApp

pytestmark = pytest.mark.once
THREE = """
from datetime import date
from accounts.models import User
from actions.models import ActionItem
admin = User.objects.admins().first()
for title in ("Drain the queue", "Drain the pool", "Drain the swamp"):
    item = ActionItem.objects.create(title=title, owner=admin, created_by=admin, due_on=date(2040, 1, 7))
    item.accept(by=admin)
"""


@pytest.fixture
def page(admin_page: Page, running_app: RunningApp) -> Page:
    running_app.manage("shell", "-v", "0", "-c", THREE)
    return admin_page


def test_rows_are_chosen_and_changed_by_keyboard(page: Page) -> None:
    page.goto("/actions/?q=drain&sort=title&state=open")
    row = page.locator("tbody tr")
    titles = row.locator(".cell-title > a").all_inner_texts()

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("status").filter(has_text="2 chosen")).to_be_visible()
    assert axe(page) == []

    page.keyboard.press("d")
    expect(page.locator("#together-due_on")).to_be_focused()
    page.locator("tbody input[type=checkbox]").first.focus()
    page.keyboard.press("e")
    expect(page.get_by_text("2 actions were changed.")).to_be_visible()
    for title in titles[:2]:
        expect(row.filter(has_text=title)).to_have_count(0)


def test_a_card_is_moved_by_keyboard_and_by_dragging(page: Page) -> None:
    page.goto("/actions/board/?q=drain")
    column = {name: page.locator(f"[data-state={name}]") for name in ("open", "in_progress", "blocked")}
    title = column["open"].locator(".board-card-title").first.inner_text()

    page.get_by_role("region", name="Actions by state").focus()
    page.keyboard.press("ArrowDown")
    expect(column["open"].locator(".board-card-title").first).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("Enter")  # the first in the menu: Start
    expect(column["in_progress"].get_by_text(title)).to_be_visible()

    column["in_progress"].locator("li", has_text=title).drag_to(column["blocked"])
    reason = page.get_by_label("What is it waiting for?").filter(visible=True)
    expect(reason).to_be_focused()
    reason.fill("A part that is on its way")
    page.get_by_role("button", name="Mark as blocked").filter(visible=True).click()
    expect(column["blocked"].get_by_text(title)).to_be_visible()
