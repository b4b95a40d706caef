"""What `./dev shots` runs: a picture of every page, wide and narrow, light and dark, below var/shots/.

With names (or parts of names) of pages it takes only those; --whole takes whole pages instead of the first screen.
The few pictures that the README shows are written to docs/screenshots/ as well.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.chromium import FLAGS, find_chromium
from tests.pages import NARROW, PAGES, WIDE, Page, sign_in
from tests.processes import RunningApp, application

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
SHOWN = ROOT / "docs" / "screenshots"
SIZES = {"wide": WIDE, "narrow": NARROW}
SCHEMES = ("light", "dark")
IN_README = {
    "home": "home-wide-light",
    "incident": "incident-closed-wide-light",
    "workspace": "postmortem-in-review-wide-light",
    "actions": "actions-wide-light",
}
LARGEST = 250_000  # bytes of a committed picture


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev shots", description=__doc__, allow_abbrev=False)
    parser.add_argument("names", nargs="*", help="parts of the names of pages (tests/pages.py)")
    parser.add_argument("--whole", action="store_true", help="the whole page instead of the first screen")
    chosen = parser.parse_args(argv)
    pages = [page for page in PAGES if not chosen.names or any(name in page.name for name in chosen.names)]
    chromium = find_chromium()
    if not chromium or not pages:
        print("No page has such a name." if chromium else "There is no Chromium on this machine.")
        return 1
    SHOTS.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as running, sync_playwright() as playwright:
        apps = {empty: running.enter_context(installation(empty=empty)) for empty in {page.empty for page in pages}}
        browser = playwright.chromium.launch(executable_path=str(chromium), args=list(FLAGS))
        contexts = {page: visitor(browser, apps, page) for page in pages}
        for page in pages:
            photograph(contexts[page], page, whole=chosen.whole)
        browser.close()
    if not chosen.whole:
        compress()
    print(f"{len(pages) * len(SIZES) * len(SCHEMES)} pictures are in {SHOTS.relative_to(ROOT)}/.")
    return 0


@contextlib.contextmanager
def installation(*, empty: bool) -> Iterator[RunningApp]:
    """A running application of its own, with the demo organisation in it or with nothing at all."""
    with tempfile.TemporaryDirectory(prefix="postmortems-shots-") as folder, application(Path(folder)) as app:
        if not empty:
            app.manage("seed_demo")
        yield app


_visitors: dict[tuple[bool, bool], BrowserContext] = {}


def visitor(browser: Browser, apps: dict[bool, RunningApp], page: Page) -> BrowserContext:
    """The browser of the page's reader, signed in once for each installation."""
    key = (page.stranger, page.empty)
    if key not in _visitors:
        app = apps[page.empty]
        _visitors[key] = browser.new_context(base_url=app.url) if page.stranger else sign_in(browser, app)
    return _visitors[key]


def photograph(context: BrowserContext, page: Page, *, whole: bool) -> None:
    tab = context.new_page()
    for size, viewport in SIZES.items():
        tab.set_viewport_size(viewport)  # type: ignore[arg-type]
        tab.goto(page.path, wait_until="networkidle")
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            tab.evaluate("document.fonts.ready")
            tab.screenshot(path=SHOTS / f"{page.name}-{size}-{scheme}.png", full_page=whole)
    tab.close()


def compress() -> None:
    """Write the README's pictures with as many colours as fit into ``LARGEST``."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name, shot in IN_README.items():
        source, target = SHOTS / f"{shot}.png", SHOWN / f"{name}.png"
        if not source.exists():
            continue
        for colours in (256, 128, 64, 32):
            Image.open(source).convert("RGB").quantize(colours).save(target, optimize=True)
            if target.stat().st_size <= LARGEST:
                break


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
