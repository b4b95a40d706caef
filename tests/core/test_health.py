"""``/healthz`` and ``/readyz``, asked by anybody."""

import pytest
from django.db.utils import OperationalError

from core import health


def test_a_living_process_says_so_without_a_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_ready_process_names_each_thing_it_checked(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_a_broken_check_makes_it_unready_and_tells_no_more_than_the_kind_of_error(client, monkeypatch):
    def gone() -> None:
        raise OperationalError("password=hunter2")

    monkeypatch.setitem(health.CHECKS, "database", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "OperationalError"
    assert "hunter2" not in answer.text


@pytest.mark.django_db
def test_missing_migrations_make_it_unready(client, monkeypatch):
    monkeypatch.setattr("core.health.MigrationExecutor.migration_plan", lambda *_args: ["one"])
    assert client.get("/readyz").json()["migrations"] == "MigrationsMissing"
