"""Settings → Reminders: the calendar and the days."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from actions.models import ChasingPolicy
from tests.factories import make_admin

pytestmark = pytest.mark.django_db
TYPED = {
    "holiday_country": "DE",
    "holiday_region": "by",
    "soon_days": 2,
    "lead_days": 5,
    "admin_days": 10,
    "decide_days": 4,
    "verify_days": 14,
}


def send(client, **changes):
    return client.post(reverse("actions:policy"), {**TYPED, **changes})


def test_an_admin_chooses_the_holidays_and_the_days(signed_in):
    assert send(signed_in(make_admin())).status_code == 302
    assert (Organisation.get().holiday_country, Organisation.get().holiday_region) == ("DE", "BY")
    assert (ChasingPolicy.get().lead_days, ChasingPolicy.get().verify_days) == (5, 14)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"holiday_region": "ATLANTIS"}, "There is no such region."),
        ({"holiday_country": "", "holiday_region": "BY"}, "There is no such region."),
        ({"holiday_country": "XX"}, "Select a valid choice"),
        ({"lead_days": 30, "admin_days": 5}, "The leads are told before the admins"),
        ({"verify_days": 0}, "greater than or equal to 1"),
        ({"verify_days": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(changes, sentence, signed_in):
    answer = send(signed_in(make_admin()), **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Organisation.objects.exists()
    assert not ChasingPolicy.objects.exists()
