"""The throw-away servers: from the host's binaries and from the wheels', and nothing stays when they end."""

import os
import shutil
import socket
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from tests import services
from tests.run import Outcome


@pytest.fixture
def without_host(monkeypatch):
    """As on a machine that has neither PostgreSQL nor Redis."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(services, "HOST_POSTGRES", "no-such-folder")


def asked(url):
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 6 * 7")
        return cursor.fetchone()[0]


def is_free(url):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port)) != 0


def test_the_wheel_brings_a_postgresql(without_host):
    with services.postgres() as url:
        assert asked(url) == 42
    assert is_free(url)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run PostgreSQL as somebody else")
def test_a_postgresql_that_the_other_user_may_not_enter_is_copied(without_host, monkeypatch):
    monkeypatch.setattr(services, "_may_execute", lambda _user, _path: False)

    with services.postgres() as url:
        assert asked(url) == 42


def test_the_wheel_brings_a_redis(without_host):
    with services.redis() as url:
        client = redis.Redis.from_url(url)
        client.set("answer", 42)
        assert client.get("answer") == b"42"
        client.close()
    assert is_free(url)


def test_what_cannot_be_had_is_named(without_host, monkeypatch):
    monkeypatch.setattr(services, "package_folder", lambda _name: None)

    with pytest.raises(services.Unavailable, match=r"^Redis \(neither "), services.redis():
        pass
    with pytest.raises(services.Unavailable, match=r"^PostgreSQL \(neither "), services.postgres():
        pass


# --- the closing lines ------------------------------------------------------------------------------

REPORT = '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="1" skipped="{skipped}"/></testsuites>'


def outcome_of(tmp_path, *, tests, failures, skipped, status):
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(tests=tests, failures=failures, skipped=skipped))
    outcome = Outcome()
    outcome.add(report, status)
    return outcome


def test_the_last_line_counts_every_pass(tmp_path, capsys):
    outcome = outcome_of(tmp_path, tests=10, failures=2, skipped=1, status=1)
    outcome.add(tmp_path / "report.xml", 1)

    assert outcome.finish(in_ci=False) == 1
    assert capsys.readouterr().out == "12 passed, 6 failed, 2 skipped\n"


def test_a_run_that_broke_off_counts_as_a_failure(tmp_path, capsys):
    outcome = Outcome(passed=3)
    outcome.add(tmp_path / "never-written.xml", 4)

    assert outcome.finish(in_ci=False) == 1
    assert capsys.readouterr().out == "3 passed, 1 failed\n"


@pytest.mark.parametrize(("in_ci", "status"), [(False, 0), (True, 1)])
def test_what_is_missing_stands_in_one_line_and_fails_in_ci_alone(capsys, in_ci, status):
    outcome = Outcome(passed=3, missing=["PostgreSQL (no binaries)", "Redis (no binaries)"])

    assert outcome.finish(in_ci=in_ci) == status
    assert capsys.readouterr().out.splitlines() == [
        "Not tested, because it cannot be had on this machine: PostgreSQL (no binaries); Redis (no binaries).",
        "3 passed, 0 failed",
    ]


def test_running_no_test_is_a_failure(capsys):
    assert Outcome().finish(in_ci=False) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 0 failed"
