"""Connections in the settings, and the part of an item's page about its issue."""

import pytest
from django.db import connection as database
from django.test import Client

from accounts.models import AuditEntry
from accounts.models.audit import Verb
from integrations.trackers import links
from integrations.trackers.kinds import recognise
from integrations.trackers.models import Connection, IssueLink
from tests.factories import make_action, make_postmortem, make_restricted_incident, make_user, make_viewer
from tests.trackers.conftest import connect

pytestmark = pytest.mark.django_db
FORM = {"name": "Code", "base_url": "https://api.github.com", "project": "octo/hello", "token": "ghp_secret"}


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def item(ada):
    return make_action("Limit the retries", owner=ada)


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "remote", "url"),
    [
        ("https://github.com/Octo/Hello/issues/7", "github.com/octo/hello#7", "https://github.com/Octo/Hello/issues/7"),
        (" http://www.github.com/o/h/pull/7/files?w=1#x", "github.com/o/h#7", "https://github.com/o/h/issues/7"),
        ("https://git.acme.dev/o/h/issues/1", "git.acme.dev/o/h#1", "https://git.acme.dev/o/h/issues/1"),
        (
            "https://acme.atlassian.net/browse/ops-12",
            "acme.atlassian.net/ops-12",
            "https://acme.atlassian.net/browse/OPS-12",
        ),
        ("https://x.dev/jira/browse/OPS-1?focused=2", "x.dev/jira/ops-1", "https://x.dev/jira/browse/OPS-1"),
        (
            "https://acme.atlassian.net/jira/software/projects/OPS/boards/1?selectedIssue=OPS-3",
            "acme.atlassian.net/ops-3",
            "https://acme.atlassian.net/browse/OPS-3",
        ),
    ],
)
def test_addresses_are_recognised_and_made_one(typed, remote, url):
    found = recognise(typed)
    assert found
    assert (found[1].remote, found[1].url) == (remote, url)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "https://github.com/o/h",
        "https://github.com/o/h/issues/0",
        "javascript:alert(1)//github.com/o/h/issues/1",
    ],
)
def test_what_is_no_issue_is_not_recognised(typed):
    assert recognise(typed) is None


# -- connections -----------------------------------------------------------------------------------


def test_an_admin_connects_and_sees_the_secret_once(as_admin):
    answer = as_admin.post("/settings/trackers/new/github/", FORM)
    connection = Connection.objects.get()
    assert connection.webhook_secret in answer.content.decode()
    assert connection.hook_url in answer.content.decode()
    again = as_admin.get(f"/settings/trackers/{connection.pk}/").content.decode()
    assert connection.webhook_secret not in again
    assert "ghp_secret" not in again


def test_secrets_are_stored_encrypted_and_stay_when_the_form_leaves_them_out(as_admin):
    as_admin.post("/settings/trackers/new/github/", FORM)
    connection = Connection.objects.get()
    as_admin.post(f"/settings/trackers/{connection.pk}/", FORM | {"token": "", "name": "Source"})
    kept = Connection.objects.get()
    assert (kept.name, kept.token, kept.webhook_secret) == ("Source", "ghp_secret", connection.webhook_secret)
    with database.cursor() as cursor:
        cursor.execute("SELECT token, webhook_secret FROM integrations_connection")
        stored = " ".join(cursor.fetchone())
    assert "ghp_secret" not in stored
    assert kept.webhook_secret not in stored


def test_connections_are_on_record_without_their_secrets(as_admin):
    as_admin.post("/settings/trackers/new/github/", FORM)
    entry = AuditEntry.objects.get(verb=Verb.SETTING)
    assert entry.label == "Code"
    assert "ghp_secret" not in str(vars(entry))


@pytest.mark.parametrize(
    "wrong", [{"base_url": "ftp://x"}, {"base_url": "nonsense"}, {"project": "no slash"}, {"token": ""}, {"name": ""}]
)
def test_wrong_input_is_named_beside_its_field(as_admin, wrong):
    answer = as_admin.post("/settings/trackers/new/github/", FORM | wrong)
    assert answer.status_code == 422
    assert b"invalid-feedback" in answer.content
    assert not Connection.objects.exists()


def test_the_test_button_says_what_the_tracker_says(as_admin, fake):
    good = connect("github", fake.base)
    assert b"It works: octo/hello answers" in as_admin.post(f"/settings/trackers/{good.pk}/test/").content
    fake.fail = 401
    assert b"GitHub said no (401)" in as_admin.post(f"/settings/trackers/{good.pk}/test/").content


def test_the_test_button_does_not_reach_into_the_servers_own_network(as_admin, fake, settings):
    settings.OUTBOUND_ALLOWED = []
    inside = connect("github", fake.base)
    answer = as_admin.post(f"/settings/trackers/{inside.pk}/test/")
    assert b"private network" in answer.content
    assert fake.calls == []


def test_only_admins_reach_connections(ada):
    found = connect("github")
    for path in ("", "new/github/", f"{found.pk}/"):
        assert browser(ada).get(f"/settings/trackers/{path}").status_code == 403


def test_deleting_a_connection_keeps_the_links(as_admin, item):
    found = connect("github")
    links.link(item, "https://github.com/octo/hello/issues/1")
    as_admin.post(f"/settings/trackers/{found.pk}/delete/")
    assert IssueLink.objects.get().connection is None


def test_an_unknown_kind_is_not_there(as_admin):
    assert as_admin.get("/settings/trackers/new/trello/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(as_admin, rows, django_assert_num_queries):
    for number in range(rows):
        connect("github", name=f"GitHub {number}")
    as_admin.get("/inbox/")
    with django_assert_num_queries(4):
        as_admin.get("/settings/trackers/")


# -- an item's issue -------------------------------------------------------------------------------


def test_an_address_is_linked_and_shown_on_the_item(ada, item):
    browser(ada).post(f"/trackers/{item.key}/link/", {"url": "https://github.com/octo/hello/pull/7"})
    item.refresh_from_db()
    assert item.tracker_url == "https://github.com/octo/hello/issues/7"
    assert b"octo/hello#7" in browser(ada).get(f"/trackers/{item.key}/").content
    assert f"/trackers/{item.key}/".encode() in browser(ada).get(item.get_absolute_url()).content


def test_what_leads_to_no_issue_is_said_and_kept(ada, item):
    answer = browser(ada).post(f"/trackers/{item.key}/link/", {"url": "https://example.org/what"})
    assert answer.status_code == 422
    assert b"leads to no issue" in answer.content
    assert b"https://example.org/what" in answer.content


def test_an_address_that_came_with_the_item_is_linked_when_looked_at(ada):
    item = make_action(owner=ada, tracker_url="https://github.com/octo/hello/issues/7")
    assert b"octo/hello#7" in browser(ada).get(f"/trackers/{item.key}/").content


def test_an_address_that_is_changed_or_cleared_elsewhere_takes_the_link_along(ada, item):
    links.link(item, "https://github.com/octo/hello/issues/7")
    type(item).objects.update(tracker_url="https://github.com/octo/hello/issues/8#comment")
    assert links.follow_addresses() == 1
    assert IssueLink.objects.get().name == "octo/hello#8"
    assert links.follow_addresses() == 0
    type(item).objects.update(tracker_url="https://example.org/elsewhere")
    links.follow_addresses()
    assert not IssueLink.objects.exists()


def test_a_link_is_taken_off(ada, item):
    links.link(item, "https://github.com/octo/hello/issues/7")
    browser(ada).post(f"/trackers/{item.key}/unlink/")
    item.refresh_from_db()
    assert item.tracker_url == ""
    assert not IssueLink.objects.exists()


def test_what_will_be_sent_is_shown_and_a_restricted_incident_is_named_as_such(ada):
    connect("github")
    incident = make_restricted_incident(ada, by=ada)
    item = make_action("Rotate keys", owner=ada, postmortem=make_postmortem(incident, owner=ada))
    content = browser(ada).get(f"/trackers/{item.key}/").content
    assert b"Rotate keys" in content
    assert b"restricted incident" in content


def test_readers_see_the_issue_and_change_nothing(item):
    viewer = browser(make_viewer())
    connect("github")
    assert viewer.get(f"/trackers/{item.key}/").status_code == 200
    for verb in ("link", "unlink", "make"):
        assert viewer.post(f"/trackers/{item.key}/{verb}/").status_code == 403


def test_strangers_find_nothing(ada):
    item = make_action(owner=ada, postmortem=make_postmortem(make_restricted_incident(ada, by=ada), owner=ada))
    other = browser(make_user("Other"))
    assert other.get(f"/trackers/{item.key}/").status_code == 404
    assert other.post(f"/trackers/{item.key}/make/").status_code == 404
