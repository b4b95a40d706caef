"""Every address of the application, walked over the demo: none breaks, and looking at one changes nothing."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from actions.models import ActionItem
from core.lifecycle import MoveRecord
from incidents.models import Incident
from integrations.trackers import links
from integrations.trackers.models import IssueLink
from postmortems.models import Postmortem
from tests.conventions.routes import routes
from tests.pages import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A year of data for all tests of this module; what the command that made it said."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield call_into_text("seed_demo")
        transaction.set_rollback(True)


def call_into_text(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture
def known(said):
    """Of each thing one that is there."""
    return {
        "inc": Incident.objects.order_by("pk").first().pk,
        "pm": Postmortem.objects.order_by("pk").first().pk,
        "act": ActionItem.objects.order_by("pk").first().pk,
        "handle": User.objects.order_by("pk").first().handle,
        "slug": Team.objects.order_by("pk").first().slug,
    }


def test_the_command_says_what_it_made(said):
    assert "Pedlar Lane is here: 16 people, 29 incidents" in said


@pytest.mark.once  # PostgreSQL goes on counting where an earlier test ended, and the pages are named by number
def test_the_pages_that_are_named_after_a_state_show_an_item_in_it(known):
    keys = {page.name.removeprefix("action-"): page.path.split("/")[2] for page in PAGES if "/ACT-" in page.path}
    items = {name: ActionItem.objects.for_rows().get(pk=key.removeprefix("ACT-")) for name, key in keys.items()}
    assert items["verified"].state == "verified"
    assert items["blocked"].state == "blocked"
    assert items["proposed"].state == "proposed"
    assert items["not-done"].state == "wont_do"
    assert items["orphaned"].is_orphaned
    assert items["late"].is_overdue()
    assert items["in-question"] in ActionItem.objects.in_question()
    assert items["tracked"].issue_link.gone == "moved"


def test_nothing_of_the_demo_waits_for_a_call_to_its_tracker(known):
    assert IssueLink.objects.count() == 2
    assert not IssueLink.objects.to_fetch(timezone.now()).exists()
    assert links.follow_addresses() == 0


def moves_made():
    return sum(model._base_manager.count() for model in apps.get_models() if issubclass(model, MoveRecord))


def test_every_address_answers_and_looking_changes_nothing(client, known, django_user_model):
    client.force_login(django_user_model.objects.admins().first())
    client.raise_request_exception = False  # a page that breaks is named below, with all others that do
    before = moves_made()
    answers = {
        route.name: client.get(route.address).status_code for route in routes(known) if "logout" not in route.name
    }

    assert {name: status for name, status in answers.items() if status >= 500} == {}
    assert sum(status == 200 for status in answers.values()) > len(answers) / 4  # the walk did reach pages
    assert moves_made() == before
