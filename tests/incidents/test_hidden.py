"""What one may see and what is hidden from one are each other's complement, for everybody."""

import pytest

from incidents.models import Incident
from postmortems.models import Postmortem
from tests.factories import (
    make_admin,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_team,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db


def test_every_incident_is_either_visible_or_hidden():
    named, member, viewer, admin = make_user("Nia"), make_user("Cai"), make_viewer(), make_admin()
    narrowed = make_admin("Alice")
    narrowed.narrowed = True
    team, other = make_team(members=(member,)), make_team("Search")
    make_incident("For all")
    make_incident("For us", visibility="team", team=team)
    make_incident("For them", visibility="team", team=other).restricted_to.add(named)
    make_restricted_incident(named, title="For few", team=team)
    for user in (named, member, viewer, admin, narrowed):
        visible, hidden = (
            set(rows) for rows in (Incident.objects.visible_to(user), Incident.objects.hidden_from(user))
        )
        assert visible | hidden == set(Incident.objects.all()), user
        assert not visible & hidden, user


def test_a_postmortem_is_visible_where_none_of_its_incidents_is_hidden():
    bob = make_user("Bob")
    open_one, hidden = make_incident("For all"), make_restricted_incident(bob)
    both, plain = make_postmortem(open_one, hidden), make_postmortem(open_one)
    assert set(Postmortem.objects.visible_to(make_user("Zoe"))) == {plain}
    assert set(Postmortem.objects.visible_to(bob)) == {both, plain}
