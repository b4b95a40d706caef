"""The palette by keyboard alone: open, type, choose, be there; and the verbs of the page one is on."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_first_hour import open_incident
from tests.browser.visits import axe

pytestmark = pytest.mark.once


@pytest.fixture
def incident(admin_page):
    """The page of an incident that has just been opened."""
    open_incident(admin_page, "Parcels leave unlabelled")
    admin_page.wait_for_url("**/incidents/INC-*/")
    return admin_page


def test_jumps_by_keyboard_and_presses_the_verbs_of_the_page(incident):
    page, address = incident, incident.url
    palette = page.get_by_role("dialog", name="Search or jump to")
    page.goto("/actions/")

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    expect(page.get_by_role("group", name="Recent").get_by_role("option")).to_contain_text("Parcels leave unlabelled")

    field.fill("parcels unlabelled")
    option = palette.get_by_role("option", selected=True)
    expect(option).to_contain_text("Parcels leave unlabelled")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(address)

    page.keyboard.press("Control+k")
    field.fill("edit")
    expect(
        page.get_by_role("group", name="On this page").get_by_role("option", name="Edit", exact=True)
    ).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(palette.get_by_role("option", selected=True)).to_have_text("Edit")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "edit/")

    page.keyboard.press("Control+k")
    field.fill("quagga")
    expect(page.get_by_text("Nothing here has that name")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_the_field_in_the_top_bar_opens_it_with_what_was_typed(admin_page):
    page = admin_page
    page.goto("/actions/")
    page.get_by_role("searchbox", name="Search or jump to").press_sequentially("s")
    expect(page.get_by_role("combobox", name="Search or jump to")).to_have_value("s")
    expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_be_visible()
