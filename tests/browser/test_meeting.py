"""A meeting on two screens: who comes late lands where it stands, and when it moves on everybody follows."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import sign_in
from tests.processes import RunningApp

MEETING = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from incidents.models import Incident, Severity
from meetings.scheduling import schedule
from postmortems.models import Postmortem, Template
admin = User.objects.admins().first()
incident = Incident.objects.create(title="Baskets are slow", severity=Severity.objects.get(rank=2), created_by=admin)
incident.events.create(text="The queue grows", occurred_at="2026-11-03T12:00Z", author=admin)
postmortem = Postmortem.start(incidents=[incident], template=Template.objects.get(name="One page"), by=admin)
meeting = schedule(postmortem, by=admin, starts_at=timezone.now() + timedelta(hours=1), minutes=60, invitees=[admin])
print(meeting.pk)
"""


@pytest.fixture
def screens(browser: Browser, running_app: RunningApp):
    """Two browsers of their own, signed in, and the address of a meeting that has not begun."""
    contexts = [sign_in(browser, running_app) for _screen in range(2)]
    number = running_app.manage("shell", "-v", "0", "-c", MEETING).strip()
    yield *(context.new_page() for context in contexts), f"/meetings/{number}/"
    for context in contexts:
        context.close()


def heading(page: Page):
    return page.locator("#room-step h1")


def line(page: Page, label: str):
    return page.get_by_role("textbox", name=label)


def test_two_screens_stay_in_step(screens) -> None:
    shared, phone, address = screens
    phone.set_viewport_size({"width": 390, "height": 844})

    shared.goto(address)
    shared.get_by_role("button", name="Begin").click()
    expect(heading(shared)).to_have_text("What happened")
    expect(shared.locator("#room-step")).to_contain_text("The queue grows")
    shared.keyboard.press("ArrowRight")
    expect(heading(shared)).to_have_text("What surprised us")

    phone.goto(f"{address}room/")  # late
    expect(heading(phone)).to_have_text("What surprised us")

    shared.get_by_role("button", name="Next").click()
    expect(heading(phone)).to_have_text("What contributed", timeout=3000)

    phone.context.set_offline(True)
    shared.get_by_role("button", name="Next").click()
    expect(heading(shared)).to_have_text("How the response went")
    phone.context.set_offline(False)
    expect(heading(phone)).to_have_text("How the response went", timeout=10_000)

    shared.locator("[data-section-text=notes]").click()
    shared.keyboard.type("The limit was a surprise.")
    expect(phone.locator("[data-section-text=notes]")).to_contain_text("The limit was a surprise.")

    for step in ("What could change", "Wrap-up"):
        shared.get_by_role("button", name="Next").click()
        expect(heading(phone)).to_have_text(step)
    shared.get_by_role("button", name="End the meeting").click()
    expect(shared.locator("main")).to_contain_text("The limit was a surprise.")
    expect(shared.get_by_role("heading", name="How was it?")).to_be_visible()


def test_what_is_added_on_one_screen_shows_on_the_other_or_says_why_not(screens) -> None:
    shared, phone, address = screens
    shared.goto(address)
    shared.get_by_role("button", name="Begin").click()
    phone.goto(f"{address}room/")

    line(phone, "Park an idea for a fix").fill("Raise the limit")
    line(phone, "Park an idea for a fix").press("Enter")
    expect(shared.locator("#room-parked")).to_contain_text("Raise the limit")
    expect(line(phone, "Park an idea for a fix")).to_have_value("")

    line(phone, "Propose an action").fill("Alert " * 60)
    line(phone, "Propose an action").press("Enter")
    expect(phone.get_by_role("alert")).to_contain_text("at most 300 characters")
    expect(line(phone, "Propose an action")).to_have_value("Alert " * 60)
    line(shared, "What comes of this step").fill("The page came late.")
    line(shared, "What comes of this step").press("Enter")
    expect(phone.locator(".room-outcome")).to_contain_text("The page came late.")

    line(phone, "Name a contributing factor").fill("The limit was on no graph")
    phone.get_by_label("Kind").select_option("Organisational")
    line(phone, "Name a contributing factor").press("Enter")
    expect(line(phone, "Name a contributing factor")).to_have_value("")
    shared.get_by_role("button", name="What contributed").click()
    expect(phone.locator(".factor", has_text="The limit was on no graph")).to_contain_text("Organisational")

    shared.get_by_role("button", name="Wrap-up").click()
    shared.get_by_role("button", name="End the meeting").click()
    expect(shared.locator(".outcomes")).to_contain_text("The page came late.")
