"""From a postmortem to what customers read, corrected and withdrawn, as the people of communications live it."""

import json
import re
import time
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import RunningApp

WORLD = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from incidents.models import Incident, Severity
from postmortems import text
from postmortems.models import Postmortem, Template
sessions = {}
for name in ("Cora Customers", "Dilip Desk"):
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.test", name=name, may_approve_statements=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    sessions[name.split()[0]] = session.session_key
eng = User.objects.create_user("zoran@example.test", name="Zoran Quick")
incident = Incident.objects.create(title="Baskets lose items", severity=Severity.objects.get(rank=2), created_by=eng)
incident.participants.create(user=eng, role="responder")
postmortem = Postmortem.start(incidents=[incident], template=Template.objects.get(name="One page"), by=eng)
text.write(postmortem.sections.get(key="summary"), "Zoran saw the cache drop the baskets.", by=eng)
print(json.dumps({"sessions": sessions, "key": postmortem.key}))
"""
TITLE = "Some baskets lost their bicycles"
CORRECTED = "It was forty minutes, not thirty."


@pytest.fixture
def desk(browser: Browser, running_app: RunningApp):
    """Two people from communications and a stranger, each in a browser of their own, and a postmortem's key."""
    told = json.loads(running_app.manage("shell", "-v", "0", "-c", WORLD).splitlines()[-1])
    pages, troubles = {}, []
    for name in ("Cora", "Dilip", "stranger"):
        context = browser.new_context(base_url=running_app.url, locale="en-GB")
        if name in told["sessions"]:
            cookie = {"name": "sessionid", "value": told["sessions"][name], "url": running_app.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        pages[name] = context.new_page()
        pages[name].on("pageerror", lambda error: troubles.append(str(error)))
        pages[name].on("console", lambda said: troubles.append(said.text) if "Security Policy" in said.text else None)
    yield pages, told["key"]
    for page in pages.values():
        page.context.close()
    assert troubles == []


def mail(app: RunningApp, subject: str):
    """The text of the mail with this subject, once the worker has sent it."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        for path in sorted((app.data_dir / "mail").glob("*")):
            for raw in path.read_bytes().split(b"-" * 79):
                message = message_from_bytes(raw.strip(), policy=policy.default)
                if message["Subject"] == subject:
                    return message
        time.sleep(0.5)
    raise AssertionError(f"no mail “{subject}”")


def body(message) -> str:
    return str(message.get_body().get_content())


def type_into(page: Page, part: str, words: str) -> None:
    text = page.locator(f"[data-section-text={part}]")
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    expect(page.locator(".title-marks [data-live-status]")).to_have_attribute("data-live-status", "saved")


def approve_and_release(dilip: Page, cora: Page) -> None:
    dilip.get_by_role("link", name="Read and decide").click()
    dilip.get_by_role("button", name="Approve this text").click()
    expect(dilip.get_by_text("Approved. It can go live now.")).to_be_visible()
    cora.reload()
    cora.get_by_role("button", name="Put it live").click()
    expect(cora.get_by_text("It is live.")).to_be_visible()


def subscribe(stranger: Page, app: RunningApp) -> None:
    stranger.goto("/status-reports/")
    stranger.get_by_role("link", name="Reports by mail").click()
    stranger.get_by_label("E-mail address").fill("reader@example.com")
    stranger.get_by_role("button", name="Subscribe").click()
    expect(stranger.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    link = re.search(r"/status-reports/confirm/\S+", body(mail(app, "Confirm: Status reports by mail")))
    assert link
    stranger.goto(link[0])
    stranger.get_by_role("button", name="Yes, subscribe").click()
    expect(stranger.get_by_role("heading", name="You are subscribed")).to_be_visible()


def begin(cora: Page, key: str) -> None:
    """From the postmortem's own page, with its summary."""
    cora.goto(f"/postmortems/{key}/")
    cora.locator("#pm-head .verbs details:has(.verb-menu) > summary").click()
    cora.get_by_role("link", name="Tell customers").click()
    cora.get_by_label("Title, as customers read it").fill(TITLE)
    cora.get_by_label("From the summary of the postmortem").check()
    cora.get_by_role("button", name="Begin").click()
    expect(cora.locator(".statement-inside")).to_contain_text("Zoran saw the cache drop the baskets.")
    type_into(cora, "happened", "A cache dropped what was in some baskets.")
    type_into(cora, "doing", "Baskets are kept in two places.")


def mend_what_is_found(cora: Page, key: str) -> None:
    """The name in the summary keeps it from being submitted; mended, it goes through."""
    findings = cora.locator("#findings")
    expect(findings).to_contain_text("Zoran")
    cora.get_by_role("button", name="Ask for approval").click()
    expect(cora.get_by_text("1 place should not be public as it stands.")).to_be_visible()
    cora.goto(f"/postmortems/{key}/statement/")
    type_into(cora, "summary", "For thirty minutes some baskets lost bicycles.")
    expect(findings).to_contain_text("finds nothing")
    submit(cora)
    expect(cora.get_by_role("link", name="Read and decide")).to_have_count(0)  # not of one's own


def submit(cora: Page) -> None:
    cora.reload()
    cora.get_by_role("button", name="Ask for approval").click()
    expect(cora.get_by_text("Communications is asked to approve it.")).to_be_visible()


def read(stranger: Page, app: RunningApp) -> str:
    """As a page, in the feed and by mail; returns the permanent address."""
    stranger.goto("/status-reports/")
    stranger.reload()  # browsers may show a page for a minute without asking
    stranger.get_by_role("link", name=TITLE).click()
    for words in ("For thirty minutes some baskets lost bicycles.", "Baskets are kept in two places."):
        expect(stranger.get_by_text(words)).to_be_visible()
    assert TITLE in stranger.request.get("/status-reports/feed.atom").text()
    told = mail(app, TITLE)
    assert stranger.url in body(told)
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return stranger.url


def correct(cora: Page, dilip: Page, stranger: Page, key: str) -> None:
    cora.get_by_role("button", name="Correct it").click()
    expect(cora.locator("[data-section-text=summary]")).to_contain_text("thirty minutes")
    type_into(cora, "summary", "For forty minutes some baskets lost bicycles.")
    stranger.reload()
    expect(stranger.get_by_text("thirty minutes")).to_be_visible()
    cora.get_by_label("What is corrected").fill(CORRECTED)
    cora.get_by_role("button", name="Save title and times").click()
    submit(cora)
    dilip.goto(f"/postmortems/{key}/statement/review/")
    expect(dilip.locator(".diff del")).to_contain_text("thirty")
    expect(dilip.locator(".diff ins")).to_contain_text("forty")
    dilip.goto(f"/postmortems/{key}/statement/")
    approve_and_release(dilip, cora)
    stranger.wait_for_timeout(1100)  # pages are kept for a second
    stranger.reload()
    expect(stranger.get_by_text("For forty minutes some baskets lost bicycles.")).to_be_visible()
    expect(stranger.locator(".corrections")).to_contain_text(CORRECTED)


def withdraw(cora: Page) -> None:
    cora.get_by_role("link", name="Withdraw").click()
    cora.get_by_label("Why, for colleagues").fill("The number is disputed.")
    cora.get_by_label("What readers are told").fill("We write again when we are sure.")
    cora.get_by_role("button", name="Withdraw").click()
    expect(cora.get_by_text("Its address says so from now on.")).to_be_visible()


def test_a_statement_is_written_approved_read_corrected_and_withdrawn(desk, running_app) -> None:
    pages, key = desk
    cora, dilip, stranger = pages["Cora"], pages["Dilip"], pages["stranger"]
    subscribe(stranger, running_app)
    begin(cora, key)
    mend_what_is_found(cora, key)
    dilip.goto(f"/postmortems/{key}/statement/")
    approve_and_release(dilip, cora)
    address = read(stranger, running_app)
    correct(cora, dilip, stranger, key)
    withdraw(cora)
    stranger.wait_for_timeout(1100)
    stranger.goto(address)
    stranger.reload()
    expect(stranger.locator(".notice")).to_contain_text("This report was withdrawn on")
    expect(stranger.locator(".notice")).to_contain_text("We write again when we are sure.")
    expect(stranger.get_by_text("forty minutes")).to_have_count(0)
    assert address in body(mail(running_app, f"Withdrawn: {TITLE}"))
    assert stranger.context.cookies() == []
