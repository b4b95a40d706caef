import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident
from postmortems.models import Postmortem
from tests.factories import make_incident, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_team, make_incident])
def test_where_there_is_data_it_is_refused_and_nothing_changes(make):
    make()
    before = Incident.objects.count()

    with pytest.raises(CommandError, match="There is data already"):
        call_command("seed_demo")

    assert (Incident.objects.count(), Postmortem.objects.count()) == (before, 0)
