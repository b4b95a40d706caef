"""From an overdue item over the morning's mail to another date, on the item and on the list."""

import re

from playwright.sync_api import Page, expect

from tests.processes import RunningApp

LATE = """
from datetime import UTC, date, datetime
from accounts.models import User
from actions.models import ActionItem
from notifications.models import Preferences
admin = User.objects.admins().first()
Preferences.objects.update_or_create(person=admin, defaults={"hour": 0, "days": list(range(7))})
item = ActionItem.objects.create(
    title="Renew the certificates by a robot", owner=admin, due_on=date(2026, 1, 5), created_by=admin
)
item.accept(by=admin)
print(item.key)
"""
DELIVER = """
from django.utils import timezone
from actions.reminders import chase
from notifications.delivery import deliver
from notifications.models import Round
Round.objects.all().delete()
chase(at=timezone.now())
deliver()
"""


def overdue(page: Page) -> int:
    """What the dashboard's card says."""
    page.goto("/actions/figures/")
    card = page.get_by_role("main").get_by_role("link", name=re.compile("Overdue")).first
    return int(re.sub(r"\D", "", card.inner_text()))


def test_the_date_is_moved_from_the_mail(admin_page: Page, running_app: RunningApp) -> None:
    page = admin_page
    key = running_app.manage("shell", "-v", "0", "-c", LATE).strip()
    running_app.manage("shell", "-v", "0", "-c", DELIVER)

    page.goto("/dev/mail/")
    page.get_by_role("main").get_by_role("link", name=re.compile("certificates|things wait")).first.click()
    text = page.locator("pre.mail-text")
    expect(text).to_contain_text("Renew the certificates by a robot")
    lines = text.inner_text().partition("Renew the certificates by a robot")[2].splitlines()
    link = next(line for line in lines if "Move the date:" in line).partition(": ")[2].strip()

    overdue_before = overdue(page)

    page.context.clear_cookies()  # whoever reads mail is often not signed in
    page.goto(link)
    expect(page.get_by_role("heading", name="Move the date")).to_be_visible()
    page.get_by_label("Due").fill("2031-02-03")
    page.get_by_label("What makes it take longer").fill("The robot has to be built first")
    page.get_by_role("button", name="Move the date").click()
    expect(page.get_by_role("heading", name=f"The date of {key} was moved.")).to_be_visible()

    page.goto(running_app.manage("admin_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/actions/{key}/")
    expect(page.get_by_text("The robot has to be built first")).to_be_visible()
    expect(page.locator("#due + dd")).to_contain_text("moved once")
    page.goto(f"/actions/?q={key}")
    expect(page.get_by_role("row", name=re.compile(key))).to_contain_text("moved once")
    assert overdue(page) == overdue_before - 1

    page.goto(link)
    expect(page.get_by_text("This link was used already")).to_be_visible()
