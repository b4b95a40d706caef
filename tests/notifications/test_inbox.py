"""One's inbox."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.kinds import KINDS, kinds_by_sight
from notifications.models import Notification
from tests.factories import make_action, make_admin, make_incident, make_open_action, make_postmortem, make_user

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def titles(response):
    return [one["row"].title for one in response.context["rows"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(rows, browser, ada, tell_of, django_assert_num_queries):
    for number in range(rows):
        tell_of(ada, title=f"Item {number}")
    with django_assert_num_queries(7):
        browser.get(INBOX)


def test_shows_the_newest_first_and_links_to_each_thing(browser, ada, tell_of):
    tell_of(ada, title="first")
    item = tell_of(ada, title="second")
    response = browser.get(INBOX)
    assert titles(response) == ["second", "first"]
    assert f'href="{item.get_absolute_url()}"' in response.content.decode()


def test_marks_what_is_unread_for_eyes_and_ears(browser, ada, tell_of):
    tell_of(ada)
    page = browser.get(INBOX).content.decode()
    assert "row-unread" in page
    assert "Unread:" in page
    assert "Notifications, 1 unread" in page


def test_one_is_read_and_unread_again(browser, ada, tell_of):
    tell_of(ada)
    row = Notification.objects.get()
    browser.post(reverse("notifications:read", args=[row.pk]))
    shown = browser.get(INBOX).content.decode()
    assert "row-unread" not in shown
    assert f'action="{reverse("notifications:unread", args=[row.pk])}"' in shown  # the way back

    browser.post(reverse("notifications:unread", args=[row.pk]))
    assert Notification.objects.unread().count() == 1


def test_all_are_read_and_nobody_elses(browser, ada, tell_of):
    bob = make_user("Bob")
    for person in (ada, ada, bob):
        tell_of(person)
    browser.post(reverse("notifications:read_all"))
    assert list(Notification.objects.unread().values_list("recipient", flat=True)) == [bob.pk]


@pytest.mark.parametrize("verb", ["read", "unread"])
def test_anothers_is_not_there(verb, browser, tell_of):
    tell_of(make_user("Bob"))
    address = reverse(f"notifications:{verb}", args=[Notification.objects.get().pk])
    assert browser.post(address).status_code == 404
    assert titles(browser.get(INBOX)) == []


@pytest.mark.parametrize("verb", ["read_all", "try_again"])
def test_a_verb_is_nothing_to_look_at(verb, browser):
    assert browser.get(reverse(f"notifications:{verb}")).status_code == 405


def test_more_than_a_page_has_pages(browser, ada, tell_of):
    for number in range(31):
        tell_of(ada, title=f"Item {number}")
    assert len(titles(browser.get(INBOX))) == 30
    assert titles(browser.get(INBOX + "?page=2")) == ["Item 0"]


def test_an_empty_one_says_what_it_is_for(browser):
    assert "Nothing yet." in browser.get(INBOX).content.decode()


def test_what_one_may_not_see_any_more_is_gone_from_rows_and_count(browser, ada, tell_of):
    incident = make_incident(by=ada)
    tell_of(ada, make_action("The leaked key", postmortem=make_postmortem(incident, owner=ada)))
    incident.visibility = "restricted"
    incident.save()
    response = browser.get(INBOX)
    assert titles(response) == []
    assert response.context["unread_count"] == 0
    assert "The leaked key" not in response.content.decode()


class TestWhatDidNotGetThrough:
    @pytest.fixture
    def given_up(self, tell_of):
        tell_of(make_user("Bob"), title="Alert on queue length")
        Notification.objects.update(given_up_at=timezone.now(), attempts=6)

    def test_is_shown_to_admins_alone(self, given_up, browser, ada):
        assert "Alert on queue length" not in browser.get(INBOX).content.decode()
        browser.force_login(make_admin())
        page = browser.get(INBOX).content.decode()
        assert "Alert on queue length" in page
        assert "bob@example.org" in page

    def test_is_tried_again_when_an_admin_says_so(self, given_up, browser):
        assert browser.post(reverse("notifications:try_again")).status_code == 403
        browser.force_login(make_admin())
        browser.post(reverse("notifications:try_again"))
        assert Notification.objects.claimable().count() == 1

    def test_and_is_no_failure_where_the_person_has_no_access(self, given_up, browser):
        Notification.objects.get().recipient.__class__.objects.filter(name="Bob").update(is_active=False)
        browser.force_login(make_admin())
        assert "Alert on queue length" not in browser.get(INBOX).content.decode()


def test_the_bell_counts_on_every_page(browser, ada, tell_of):
    tell_of(ada)
    make_open_action(owner=ada, due_on=timezone.localdate())
    assert browser.get("/actions/").context["unread_count"] == 1


def test_what_may_be_seen_is_asked_once_for_each_sort_of_thing():
    together = kinds_by_sight()
    assert sorted(name for names in together.values() for name in names) == sorted(KINDS)
    sorts = {kind.visible.__self__.model for kind in KINDS.values()}
    assert len(together) == len(sorts) < len(KINDS)
