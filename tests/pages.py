"""Every page, in one literal list: the tests of pages visit it, and `./dev shots` photographs it.

The keys in the addresses are those of the demo organisation; its acts are made in the order of time, so they stay.
"""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from tests.processes import RunningApp

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Page:
    """Where it is, who looks (the administrator, or a stranger), and in which of the two installations.

    What is ``public`` has the organisation's name in its title, not the product's.
    """

    name: str
    path: str
    stranger: bool = False
    empty: bool = False
    status: int = 200
    public: bool = False


PAGES = (
    # outside
    Page("sign-in", "/accounts/login/", stranger=True),
    Page("password-reset", "/accounts/password/reset/", stranger=True),
    Page("link-gone", "/join/nobody-made-this/", stranger=True, status=404),
    # what needs me
    Page("home", "/"),
    Page("home-empty", "/", empty=True),
    Page("inbox", "/inbox/"),
    Page("inbox-empty", "/inbox/", empty=True),
    Page("preferences", "/settings/notifications/"),
    Page("mails", "/dev/mail/"),
    Page("search", "/search/?q=order"),
    Page("search-nothing", "/search/?q=quagga"),
    # incidents
    Page("incidents", "/incidents/"),
    Page("incidents-filtered", "/incidents/?severity=1&q=order"),
    Page("incidents-columns", "/incidents/?column=tags&column=state&column=visibility&column=customers&sort=title"),
    Page("incidents-empty", "/incidents/", empty=True),
    Page("incident-new", "/incidents/new/"),
    Page("incident-going-on", "/incidents/INC-29/"),
    Page("incident-closed", "/incidents/INC-3/"),
    Page("incident-restricted", "/incidents/INC-11/"),
    Page("incident-cancelled", "/incidents/INC-8/"),
    Page("incident-edit", "/incidents/INC-29/edit/"),
    Page("incident-access", "/incidents/INC-11/access/"),
    Page("incident-paste", "/incidents/INC-29/events/paste/"),
    Page("incident-merge", "/incidents/INC-29/merge/"),
    Page("incident-merge-preview", "/incidents/INC-29/merge/?into=INC-3"),
    Page("incident-evidence-upload", "/incidents/INC-29/evidence/upload/"),
    Page("incident-evidence-add", "/incidents/INC-29/evidence/add/quote/"),
    Page("incident-evidence-edit", "/incidents/INC-3/evidence/1/edit/"),
    # postmortems
    Page("postmortems", "/postmortems/"),
    Page("postmortems-empty", "/postmortems/", empty=True),
    Page("postmortems-list", "/postmortems/?view=list"),
    Page("postmortems-without", "/postmortems/without/"),
    Page("postmortems-without-waived", "/postmortems/without/?show=waived"),
    Page("postmortem-start", "/postmortems/new/?incident=INC-29"),
    Page("postmortem-draft", "/postmortems/PM-20/"),
    Page("postmortem-in-review", "/postmortems/PM-17/"),
    Page("postmortem-published", "/postmortems/PM-3/"),
    Page("postmortem-waived", "/postmortems/PM-10/"),
    Page("postmortem-read", "/postmortems/PM-2/read/"),
    Page("postmortem-read-in-review", "/postmortems/PM-17/read/"),
    Page("postmortem-write", "/postmortems/PM-18/?edit=impact"),
    Page("postmortem-about", "/postmortems/PM-17/about/"),
    Page("postmortem-review-request", "/postmortems/PM-20/review/"),
    Page("postmortem-review", "/postmortems/PM-17/review/"),
    Page("postmortem-outline", "/postmortems/PM-17/outline/"),
    Page("postmortem-timeline", "/postmortems/PM-17/timeline/"),
    Page("postmortem-factors", "/postmortems/PM-17/factors/"),
    Page("postmortem-factor-new", "/postmortems/PM-17/factors/add/"),
    Page("postmortem-response", "/postmortems/PM-17/response/"),
    Page("postmortem-actions", "/postmortems/PM-17/actions/"),
    Page("postmortem-comments", "/postmortems/PM-17/comments/"),
    Page("postmortem-comment-edit", "/postmortems/PM-17/comments/said/4/edit/"),
    Page("postmortem-factor-edit", "/postmortems/PM-17/factors/83/edit/"),
    Page("postmortem-wording", "/postmortems/PM-17/wording/"),
    Page("postmortem-history", "/postmortems/PM-17/history/"),
    Page("postmortem-revisions", "/postmortems/PM-6/revisions/"),
    Page("postmortem-revision", "/postmortems/PM-6/revisions/1/"),
    Page("postmortem-compare", "/postmortems/PM-6/revisions/compare/"),
    # what was learned
    Page("library", "/library/"),
    Page("library-search", "/library/?q=order+cache"),
    Page("library-empty", "/library/", empty=True),
    # what customers are told
    Page("statements", "/statements/"),
    Page("statements-empty", "/statements/", empty=True),
    Page("statement-start", "/postmortems/PM-13/statement/"),
    Page("statement-waiting", "/postmortems/PM-16/statement/"),
    Page("statement-live", "/postmortems/PM-2/statement/"),
    Page("statement-review", "/postmortems/PM-16/statement/review/"),
    Page("statement-preview", "/postmortems/PM-16/statement/preview/", public=True),
    Page("statement-withdraw", "/postmortems/PM-2/statement/withdraw/"),
    Page("public-site", "/settings/public-site/"),
    Page("public-list", "/status-reports/", stranger=True, public=True),
    Page("public-empty", "/status-reports/", empty=True, public=True),
    Page("public-subscribe", "/status-reports/subscribe/", stranger=True, public=True),
    Page("public-nothing", "/status-reports/nothing/", stranger=True, public=True, status=404),
    Page("digest", "/library/digest/"),
    Page("brief", "/postmortems/PM-1/brief/"),
    Page("readers", "/postmortems/PM-1/readers/"),
    Page("export", "/settings/export/"),
    Page("export-empty", "/settings/export/", empty=True),
    # actions
    Page("actions", "/actions/"),
    Page("actions-board", "/actions/board/"),
    Page("actions-board-empty", "/actions/board/", empty=True),
    Page("actions-figures", "/actions/figures/"),
    Page("actions-figures-empty", "/actions/figures/", empty=True),
    Page("actions-empty", "/actions/", empty=True),
    Page("action-new", "/actions/new/"),
    Page("action-late", "/actions/ACT-32/"),
    Page("action-verified", "/actions/ACT-46/"),
    Page("action-blocked", "/actions/ACT-36/"),
    Page("action-orphaned", "/actions/ACT-66/"),
    Page("action-in-question", "/actions/ACT-39/"),
    Page("action-proposed", "/actions/ACT-65/"),
    Page("action-not-done", "/actions/ACT-1/"),
    Page("action-tracked", "/actions/ACT-45/"),
    Page("actions-orphaned", "/actions/without-owner/"),
    Page("actions-orphaned-empty", "/actions/without-owner/", empty=True),
    Page("action-edit", "/actions/ACT-32/edit/"),
    # meetings
    Page("meetings", "/meetings/"),
    Page("meetings-empty", "/meetings/", empty=True),
    Page("meetings-past", "/meetings/?view=past"),
    Page("meetings-month", "/meetings/?view=month"),
    Page("meeting-ahead", "/meetings/3/"),
    Page("meeting-held", "/meetings/1/"),
    Page("meeting-room", "/meetings/1/room/"),
    Page("meeting-call", "/meetings/of/PM-17/call/"),
    Page("meeting-edit", "/meetings/3/edit/"),
    Page("meetings-of-postmortem", "/meetings/of/PM-17/"),
    Page("meeting-calendar", "/meetings/calendar/"),
    # trackers
    Page("trackers", "/settings/trackers/"),
    Page("tracker-new", "/settings/trackers/new/jira/"),
    Page("tracker", "/settings/trackers/1/"),
    # taking in
    Page("import", "/import/"),
    # people
    Page("profile", "/settings/profile/"),
    Page("password-set", "/accounts/password/set/"),
    Page("second-factor", "/accounts/2fa/"),
    Page("second-factor-app", "/accounts/2fa/app/on/"),
    Page("second-factor-passkey", "/accounts/2fa/passkeys/add/"),
    Page("people", "/settings/people/"),
    Page("person", "/people/kwame/"),
    Page("hand-over", "/people/kwame/hand-over/"),
    Page("teams", "/settings/teams/"),
    Page("teams-empty", "/settings/teams/", empty=True),
    Page("team", "/settings/teams/storefront/"),
    Page("team-chat", "/settings/teams/storefront/chat/"),
    Page("team-list", "/settings/teams/storefront/send-list/"),
    Page("tokens", "/settings/tokens/"),
    Page("views", "/settings/views/"),
    Page("views-empty", "/settings/views/", empty=True),
    Page("view-edit", "/settings/views/3/"),
    Page("view-save", "/settings/views/save/?list_name=actions&query=due%3Doverdue"),
    Page("audit", "/settings/audit/"),
    Page("audit-filtered", "/settings/audit/?verb=moved&object=INC-3"),
    # what incidents are sorted by
    Page("services", "/settings/services/"),
    Page("services-empty", "/settings/services/", empty=True),
    Page("service-new", "/settings/services/new/"),
    Page("service-edit", "/settings/services/1/"),
    Page("severities", "/settings/severities/"),
    Page("severity-new", "/settings/severities/new/"),
    Page("severity-edit", "/settings/severities/1/"),
    Page("reminders", "/settings/reminders/"),
    Page("tags", "/settings/tags/"),
    Page("tags-empty", "/settings/tags/", empty=True),
    Page("tag", "/settings/tags/database/"),
    # what postmortems start with and are sorted by
    Page("templates", "/settings/templates/"),
    Page("template-new", "/settings/templates/new/"),
    Page("template", "/settings/templates/1/"),
    Page("template-preview", "/settings/templates/1/preview/"),
    Page("template-section", "/settings/templates/1/sections/of/summary/"),
    Page("template-section-new", "/settings/templates/1/sections/add/"),
    Page("categories", "/settings/categories/"),
    Page("category", "/settings/categories/1/"),
    # nothing
    Page("not-found", "/incidents/INC-999/", status=404),
)


def sign_in(browser: Browser, app: RunningApp, **context: object) -> BrowserContext:
    """A browser that has come in by the administrator's one-time link."""
    inside = browser.new_context(base_url=app.url, locale="en-GB", timezone_id="Europe/Berlin", **context)  # type: ignore[arg-type]
    page = inside.new_page()
    page.goto(app.manage("admin_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.close()
    return inside
