"""How the browser is started, and what every page must not do."""

import pytest

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
