"""`manage.py prepare`, which `./dev run` calls: demo and administrator link on the first start, nothing later."""

import pytest
from django.core.management import call_command

from core.management.commands import prepare
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch):
    """The commands that `prepare` calls, in order, without running them."""
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: names.append(name))
    return names


def test_the_first_start_loads_the_demo_and_prints_the_way_in(called):
    call_command("prepare", verbosity=0)

    assert called == ["migrate", "seed_demo", "admin_link"]


def test_a_later_start_only_brings_the_database_up_to_date(called):
    make_user()

    call_command("prepare", verbosity=0)

    assert called == ["migrate"]


def test_an_installation_in_production_gets_no_demo(called, settings):
    settings.PRODUCTION = True

    call_command("prepare", verbosity=0)

    assert called == ["migrate", "admin_link"]


def test_every_start_says_how_to_get_a_new_link(called, capsys):
    call_command("prepare")

    assert capsys.readouterr().out.endswith("A new administrator link: ./dev manage admin_link\n")
