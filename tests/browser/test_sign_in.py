"""The way in, in a real browser."""

from playwright.sync_api import expect


def test_a_stranger_is_brought_to_the_sign_in_page(page, running_app):
    page.goto("/incidents/")

    expect(page).to_have_url(f"{running_app.url}/accounts/login/?next=/incidents/")


def test_the_administrator_link_lets_in_once(page, context, running_app):
    link = running_app.manage("admin_link").split()[-1]
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)

    context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    page.goto("/incidents/")
    expect(page).to_have_url(f"{running_app.url}/accounts/login/?next=/incidents/")
