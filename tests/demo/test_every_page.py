"""Every address of the application, walked over the demo: none breaks, and looking at one changes nothing."""

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.models import Team, User
from actions.models import ActionItem
from core.lifecycle import MoveRecord
from incidents.models import Incident
from postmortems.models import Postmortem
from tests.conventions.routes import routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """A year of data, and of each thing one that is there."""
    call_command("seed_demo", verbosity=0)
    return {
        "inc": Incident.objects.order_by("pk").first().pk,
        "pm": Postmortem.objects.order_by("pk").first().pk,
        "act": ActionItem.objects.order_by("pk").first().pk,
        "handle": User.objects.order_by("pk").first().handle,
        "slug": Team.objects.order_by("pk").first().slug,
    }


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
