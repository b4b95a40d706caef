"""What action items do with a script: the due date follows the priority, proposals follow one another."""

from playwright.sync_api import Page, expect

from tests.processes import RunningApp

POSTMORTEM = """
from accounts.models import User
from incidents.models import Incident, Severity
from postmortems.models import Postmortem, Template
admin = User.objects.admins().first()
incident = Incident.objects.create(title="Baskets are slow", severity=Severity.objects.get(rank=2), created_by=admin)
print(Postmortem.start(incidents=[incident], template=Template.objects.first(), by=admin).key)
"""


def test_the_due_date_follows_the_priority_until_somebody_types_one(admin_page: Page) -> None:
    page = admin_page
    page.goto("/actions/new/")
    due = page.locator("[name=due_on]")
    preset = due.input_value()

    page.get_by_label("Priority").select_option("P1")
    expect(due).not_to_have_value(preset)

    due.fill("2030-12-24")
    with page.expect_response(lambda answer: "/actions/new/due/" in answer.url):
        page.get_by_label("Priority").select_option("P4")
    expect(due).to_have_value("2030-12-24")


def test_proposals_follow_one_another_beside_the_text(admin_page: Page, running_app: RunningApp) -> None:
    page = admin_page
    page.goto(f"/postmortems/{running_app.manage('shell', '-v', '0', '-c', POSTMORTEM).strip()}/")
    page.get_by_role("main").get_by_role("link", name="Actions", exact=True).click()
    field = page.get_by_label("Propose an action")

    for title in ("Limit the retries", "Alert on queue length"):
        field.fill(title)
        page.get_by_role("button", name="Propose").click()
        expect(page.locator(".action-row", has_text=title)).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value("")


ASK_AND_TYPE = """() => {
  document.body.dispatchEvent(new CustomEvent("changed-actions"));
  document.querySelector(".action-quick [name=title]").value = "Half a sentence";
}"""


def test_what_is_typed_while_the_list_is_fetched_anew_stays(admin_page: Page, running_app: RunningApp) -> None:
    page = admin_page
    page.goto(f"/postmortems/{running_app.manage('shell', '-v', '0', '-c', POSTMORTEM).strip()}/")
    page.get_by_role("main").get_by_role("link", name="Actions", exact=True).click()
    field = page.get_by_label("Propose an action")
    expect(field).to_be_visible()
    expect(page.locator("#pm-head [data-live-status]")).to_have_attribute("data-live-status", "saved")

    with page.expect_response(lambda answer: answer.request.method == "GET" and "/actions/" in answer.url):
        page.evaluate(ASK_AND_TYPE)
    page.wait_for_timeout(500)  # long enough for what came to be put in
    expect(field).to_have_value("Half a sentence")
