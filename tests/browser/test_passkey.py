"""Passkeys, in a real browser with a make-believe authenticator."""

import contextlib

import pytest
from playwright.sync_api import expect

PASSWORD = "a good old rope"
SETTINGS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key(page):
    """An authenticator in the browser that says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": SETTINGS})
    yield session
    with contextlib.suppress(Exception):  # the page may be gone already
        session.send("WebAuthn.disable")


def test_a_passkey_is_added_and_signs_in_without_a_password(page, key, running_app):
    home = running_app.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to an IP address
    link = running_app.manage("admin_link", "keys@example.org").split()[-1]
    page.goto(home + link[link.index("/enter/") :])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{home}/accounts/password/set/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()

    page.goto(f"{home}/accounts/2fa/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{home}/accounts/2fa/")
    expect(page.get_by_text("Blue key", exact=True).first).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{home}/")

    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/")
    page.get_by_label("E-mail address").fill("keys@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{home}/")


def test_a_refused_passkey_is_said_beside_the_button(page, running_app):
    home = running_app.url.replace("127.0.0.1", "localhost")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # with no authenticator at all
    page.goto(f"{home}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = async () => { throw new Error('stopped'); }; }")
    expect(page.get_by_text("That did not work, or was stopped.")).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work, or was stopped.")).to_be_visible()
