"""Fixtures for every test, and which tests the second pass (PostgreSQL + Redis) repeats."""

import os
import socket
from pathlib import Path

import pytest
from django.test import TransactionTestCase

from tests.processes import application, mail_server

# Playwright's own event loop runs in the thread that also talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "running_app"}
LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-stored",
        action="store_true",
        help="run only what meets a database, a broker or a browser (the second pass of ./dev test)",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    browser_tests = Path(__file__).parent / "browser"
    for item in items:
        if browser_tests in item.path.parents:
            item.add_marker("browser")
    second_pass = config.getoption("--only-stored")
    wanted: list[pytest.Item] = []
    unwanted: list[pytest.Item] = []
    for item in items:
        (wanted if _belongs_here(item, second_pass=second_pass) else unwanted).append(item)
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)
    # Playwright keeps an event loop running to the end of the session; asynchronous code in other tests minds.
    items[:] = sorted(wanted, key=lambda item: item.get_closest_marker("browser") is not None)


def _belongs_here(item: pytest.Item, *, second_pass: bool) -> bool:
    for_services = item.get_closest_marker("services") is not None
    if not second_pass:
        return not for_services
    if item.get_closest_marker("once"):
        return False
    return for_services or item.get_closest_marker("browser") is not None or _meets_database(item)


def _meets_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    test_class = getattr(item, "cls", None)
    return bool(test_class and issubclass(test_class, TransactionTestCase))


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """A test that reaches beyond this machine fails: it would be slow here and red elsewhere."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"A test tried to reach {address[0]}: tests stay on this machine.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def running_app(tmp_path_factory):
    """The real application, started once: `.url`, `.manage(*args)`, `.data_dir`, `.restart(**env)`."""
    with application(tmp_path_factory.mktemp("app")) as app:
        yield app


@pytest.fixture
def smtp_sink(tmp_path):
    """A mail server: `.url` for EMAIL_URL, `.messages()`, `.wait_for(count)`."""
    with mail_server(tmp_path) as sink:
        yield sink
