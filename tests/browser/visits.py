"""What one visit to a page brings to light; the tests of pages look at these findings from several sides."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage
from playwright.sync_api import Page as Tab

from tests.pages import NARROW, WIDE, Page

AXE = Path(__file__).resolve().parent.parent.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STEPS = 60  # presses of Tab; more than the frame and the first half of any page have stops
# Where a field takes the focus at once, the walk would begin behind it.
TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.scrollTo(0, 0);
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const ring = (candidate) => {
    if (!candidate) return false;
    const style = getComputedStyle(candidate);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  };
  // A control drawn by its label or by its frame shows the ring there.
  const drawn = [element, element.parentElement, element.nextElementSibling, ...(element.labels || [])];
  const box = element.getBoundingClientRect();
  return {
    what: element.outerHTML.slice(0, 120),
    id: element.className === "skip-link" ? "skip-link" : "",
    visible: drawn.some(ring) && (box.width > 1 || drawn.slice(1).some(ring)),
  };
}"""
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((element) => element.outerHTML.slice(0, 120))"""


@dataclass
class Visit:
    """``troubles`` are console errors and violations of the content security policy."""

    status: int
    source: str
    title: str = ""
    heading: str = ""
    troubles: list[str] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)
    first_stop: str = ""
    hidden_stops: list[str] = field(default_factory=list)
    wider_than_a_phone: list[str] = field(default_factory=list)


def visit(context: BrowserContext, page: Page) -> Visit:
    """Go there once and look at it wide and narrow, light and dark, with the keyboard."""
    tab = context.new_page()
    tab.set_viewport_size(WIDE)  # type: ignore[arg-type]
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda said: troubles.append(said.text) if _is_trouble(said, page) else None)
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = tab.goto(page.path, wait_until="networkidle")
    assert answer
    heading = tab.locator("h1").first
    found = Visit(
        status=answer.status,
        source=answer.text(),
        title=tab.title(),
        heading=" ".join(heading.inner_text().split()) if heading.count() else "",
        troubles=troubles,
    )
    _walk(tab, found)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found.axe[scheme] = axe(tab)
    tab.set_viewport_size(NARROW)  # type: ignore[arg-type]
    if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.wider_than_a_phone = tab.evaluate(WIDER) or ["something"]
    tab.close()
    return found


def _is_trouble(said: ConsoleMessage, page: Page) -> bool:
    """Errors; but a browser also notes that the page itself was answered with 404, where that is what we want."""
    return said.type == "error" and not (page.status != 200 and "status of 404" in said.text)


def _walk(tab: Tab, found: Visit) -> None:
    """Press Tab until the focus has left the page."""
    tab.evaluate(TO_THE_TOP)
    before = ""
    for number in range(STEPS):
        tab.keyboard.press("Tab")
        stop: dict[str, Any] | None = tab.evaluate(FOCUSED)
        if stop is None:
            return
        if number == 0:
            found.first_stop = stop["id"] or stop["what"]
        # A date has several stops inside, and the browser draws the ring of the later ones.
        if not stop["visible"] and stop["what"] != before:
            found.hidden_stops.append(stop["what"])
        before = stop["what"]


def axe(tab: Tab) -> list[str]:
    """What axe-core finds on the page as it is now, a line for each element."""
    tab.evaluate(AXE.read_text())
    violations = tab.evaluate("async () => (await axe.run()).violations")
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
        for violation in violations
        for node in violation["nodes"]
    ]
