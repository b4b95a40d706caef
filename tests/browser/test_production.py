"""The newcomer's path on the processes of the compose file, with some of them killed on the way."""

import pytest
from playwright.sync_api import expect

from tests.browser import test_first_hour as walk
from tests.production.composed import composed

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with composed(tmp_path_factory.mktemp("composed")) as running:
        yield running


@pytest.fixture
def admin_page(browser, installation):
    context = browser.new_context(base_url=installation.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(installation.manage("admin_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    yield page
    context.close()


def test_killing_a_web_process_and_the_worker_on_the_way_loses_nothing(admin_page, installation):
    page = admin_page
    walk.live_where_it_is_day(page)
    document, truth = walk.choose_document()
    walk.upload(page, document, truth)
    installation.kill("web-0")
    walk.accept_import(page, truth)
    walk.read_article(page, truth)

    promise = truth["action_items"][0]["text"][:30]
    walk.accept_action(page, promise)
    installation.kill("worker-0")
    walk.make_overdue(page)
    installation.start("worker")  # as `restart: unless-stopped` would
    walk.read_reminder(page, promise)

    page.goto("/dev/mail/")
    expect(page.get_by_role("link", name=promise)).to_have_count(1)


def test_what_a_killed_web_process_was_told_is_there_on_the_other(admin_page, installation):
    if installation.processes["web-0"].poll() is not None:
        installation.start("web", 0)
        installation.wait_until_ready()
    page = admin_page
    walk.open_incident(page, "Lamps go out in the harbour")
    installation.kill("web-1")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamps go out in the harbour")
    walk.add_event(page, minutes_ago=3, text="The other process answers")
