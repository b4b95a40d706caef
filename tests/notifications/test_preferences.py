"""What I am told, where and when."""

import pytest
from django.urls import reverse

from notifications.models import Preferences

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def test_who_chose_nothing_has_everything_everywhere(browser):
    page = browser.get(reverse("notifications:preferences")).content.decode()
    assert page.count("checked") >= 16 + 5


def test_choices_are_kept(browser, ada):
    typed = {"hour": 10, "days": [0, 2], "by_mail": ["action-overdue"], "in_inbox": ["action-overdue", "action-soon"]}
    assert browser.post(reverse("notifications:preferences"), typed).status_code == 302
    wishes = Preferences.objects.get(person=ada)
    assert (wishes.hour, wishes.days) == (10, [0, 2])
    assert "action-soon" in wishes.not_by_mail
    assert "action-soon" not in wishes.not_in_inbox
    assert "action-overdue" not in wishes.not_by_mail + wishes.not_in_inbox


@pytest.mark.parametrize(
    "wrong", [{"hour": 24}, {"hour": "noon"}, {"days": []}, {"days": [9]}, {"by_mail": ["gossip"]}]
)
def test_what_cannot_be_is_refused(wrong, browser):
    typed = {"hour": 8, "days": [0], "by_mail": [], "in_inbox": [], **wrong}
    assert browser.post(reverse("notifications:preferences"), typed).status_code == 422
    assert not Preferences.objects.exists()
