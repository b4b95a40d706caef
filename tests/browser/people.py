"""Several people, each in a browser of their own, in one postmortem."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect

from tests.processes import RunningApp

DRAFTS = 20
WORLD = f"""
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from incidents.models import Incident, Severity
from postmortems.models import Postmortem, Template
people = {{}}
for name, role in (("Ada Live", "member"), ("Ben Live", "member"), ("Cleo Live", "member"), ("Vera Live", "viewer")):
    handle = name.split()[0].lower() + "-live"
    user = User.objects.create_user(f"{{handle}}@example.test", name=name, handle=handle, role=role)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    people[name.split()[0]] = session.session_key
ada = User.objects.get(handle="ada-live")
drafts = []
for n in range({DRAFTS}):
    incident = Incident.objects.create(
        title=f"Baskets are slow {{n}}", severity=Severity.objects.get(rank=2), created_by=ada
    )
    incident.events.create(text="The queue grows", occurred_at="2026-11-03T12:00Z", author=ada)
    one_page = Template.objects.get(name="One page")
    drafts.append(Postmortem.start(incidents=[incident], template=one_page, by=ada).key)
print(json.dumps({{"people": people, "drafts": drafts}}))
"""
WORDS = """element => [...element.querySelectorAll(".cm-line")].map(line => {
  const copy = line.cloneNode(true);
  for (const caret of copy.querySelectorAll(".caret")) caret.remove();
  return copy.textContent.replaceAll("\\u2060", "");
}).join("\\n")"""


@dataclass
class Desk:
    """One person's page of the draft."""

    page: Page

    def section(self, key: str = "summary") -> Locator:
        return self.page.locator(f'[data-section-text="{key}"]')

    def type(self, words: str, key: str = "summary") -> None:
        """At the end of the section, unless the cursor is in it already."""
        if not self.section(key).evaluate("element => element.contains(document.activeElement)"):
            self.section(key).click()
            self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def reads(self, words: str, key: str = "summary") -> None:
        """Wait until the section reads so, without the cursors of the others."""
        expect(self.section(key)).to_be_visible()
        try:
            self.page.wait_for_function(f"([key, words]) => ({WORDS})({FIND}) === words", arg=[key, words])
        except Exception as error:
            raise AssertionError(f"{self.text(key)!r} instead of {words!r}") from error

    def text(self, key: str = "summary") -> str:
        return str(self.section(key).evaluate(WORDS))

    def is_saved(self) -> None:
        self.says("saved")

    def says(self, status: str) -> None:
        expect(self.page.locator("#pm-head [data-live-status]")).to_have_attribute("data-live-status", status)


FIND = 'document.querySelector(`[data-section-text="${key}"]`)'


@dataclass
class People:
    """Opens pages: ``people.at("Ada", draft)``."""

    browser: Browser
    app: RunningApp
    sessions: dict[str, str]
    troubles: list[str] = field(default_factory=list)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def at(self, name: str, draft: str, *, socket: Callable[[WebSocketRoute], None] | None = None) -> Desk:
        """``socket`` stands between the page and the server's socket, if given."""
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(base_url=self.app.url, locale="en-GB")
            cookie = {"name": "sessionid", "value": self.sessions[name], "url": self.app.url}
            self.contexts[name].add_cookies([cookie])  # type: ignore[list-item]
        page = self.contexts[name].new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if "Security Policy" in said.text else None)
        if socket:
            page.route_web_socket("**/ws/documents/**", socket)
        page.goto(f"/postmortems/{draft}/")
        desk = Desk(page)
        expect(desk.section()).to_be_visible()
        return desk
