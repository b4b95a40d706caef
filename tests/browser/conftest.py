"""How the browser is started, and what every page must not do."""

import json

import pytest

from tests.browser.people import WORLD, People
from tests.chromium import FLAGS, find_chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that is on the machine; none is ever downloaded."""
    chromium = find_chromium()
    if not chromium:
        pytest.skip("there is no Chromium on this machine")
    return {**browser_type_launch_args, "executable_path": str(chromium), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, running_app):
    return {
        **browser_context_args,
        "base_url": running_app.url,
        "locale": "en-GB",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def page(page):
    """A page on which a script error, or something the content security policy had to stop, fails the test."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    assert troubles == []


@pytest.fixture
def admin_page(page, running_app):
    """A page on which the administrator has just signed in by a one-time link."""
    page.goto(running_app.manage("admin_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return page


@pytest.fixture(scope="session")
def live_world(running_app):
    """Four people who are signed in, and drafts to write in, made in one go."""
    printed = running_app.manage("shell", "-v", "0", "-c", WORLD)
    return json.loads(printed.splitlines()[-1])


@pytest.fixture
def draft(live_world):
    """A draft of one's own."""
    return live_world["drafts"].pop()


@pytest.fixture
def people(browser, running_app, live_world):
    """Their browsers; a script error on any of their pages fails the test."""
    found = People(browser, running_app, live_world["people"])
    yield found
    for context in found.contexts.values():
        context.close()
    assert found.troubles == []
