"""An issue made from an item, and what is asked about a linked one: against a tracker's API on loopback."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from integrations.trackers import links
from integrations.trackers.models import IssueLink
from tests.factories import make_action, make_incident, make_postmortem
from tests.trackers.conftest import connect

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(params=["github", "jira"])
def connection(request, fake):
    return connect(request.param, fake.base)


@pytest.fixture
def item(ada):
    return make_action("Limit the retries", owner=ada, done_when="No more than three")


def ask(item, connection, user):
    client = Client()
    client.force_login(user)
    return client.post(f"/trackers/{item.key}/make/", {"connection": connection.pk})


def test_an_issue_is_made_by_the_worker_and_then_tracks_the_item(fake, connection, item, ada):
    assert ask(item, connection, ada).headers["Location"] == item.get_absolute_url()
    assert fake.calls == []
    assert links.make_issues() == 1
    link = IssueLink.objects.get()
    assert (link.making, link.title, link.state) == ("", "Limit the retries", "open")
    item.refresh_from_db()
    assert item.tracker_url == link.url
    assert links.make_issues() == 0
    assert len(fake.issues) == 1


def test_the_token_goes_along(fake, item, ada):
    ask(item, connect("github", fake.base), ada)
    links.make_issues()
    assert fake.calls[-1][2] == "Bearer a token"


def test_a_cloud_account_goes_along_with_its_token(fake, item, ada):
    ask(item, connect("jira", fake.base, account="ada@example.org"), ada)
    links.make_issues()
    assert fake.calls[-1][2].startswith("Basic ")


def test_what_is_sent_is_the_item_and_the_way_back_and_nothing_of_the_incident(ada):
    incident = make_incident("Zanzibar", by=ada, visibility="restricted")
    item = make_action("Rotate keys", owner=ada, done_when="They are", postmortem=make_postmortem(incident, owner=ada))
    draft = links.draft_of(item)
    assert (draft.title, draft.text) == (
        "Rotate keys",
        f"They are\n\n{item.key}: http://testserver/actions/{item.key}/",
    )


def test_a_refusal_is_tried_again_later_and_then_shown(fake, connection, item, ada):
    fake.fail = 422
    ask(item, connection, ada)
    now = timezone.now()
    for tries in range(5):
        links.make_issues(now=now + timedelta(hours=10 * tries))
    assert IssueLink.objects.get().making == "failed"
    assert len(fake.calls) == 5
    assert links.make_issues(now=now + timedelta(days=9)) == 0


def test_after_a_refusal_it_is_made_once_the_tracker_agrees(fake, connection, item, ada):
    fake.fail = 403
    ask(item, connection, ada)
    links.make_issues()
    fake.fail = 0
    assert links.make_issues() == 0
    links.make_issues(now=timezone.now() + timedelta(minutes=2))
    assert IssueLink.objects.get().making == ""
    assert len(fake.issues) == 1


@pytest.mark.parametrize("how", ["drop", "fail"])
def test_an_answer_that_never_came_is_not_tried_again_until_a_person_has_looked(fake, connection, item, ada, how):
    setattr(fake, how, 500 if how == "fail" else True)
    ask(item, connection, ada)
    links.make_issues()
    assert IssueLink.objects.get().making == "unsure"
    assert links.make_issues(now=timezone.now() + timedelta(days=1)) == 0
    page = Client()
    page.force_login(ada)
    assert b"look there whether the issue was made" in page.get(f"/trackers/{item.key}/").content


def test_a_worker_that_dies_in_the_middle_makes_no_second_issue(fake, connection, item, ada):
    ask(item, connection, ada)
    now = timezone.now()
    IssueLink.objects.update(making="trying", claimed_until=now + timedelta(minutes=2))
    assert links.make_issues(now=now) == 0
    assert links.make_issues(now=now + timedelta(minutes=3)) == 0
    assert IssueLink.objects.get().making == "unsure"
    assert fake.calls == []


def test_a_tracker_that_is_not_there_is_tried_again(item, ada, settings):
    settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
    ask(item, connect("github", "http://127.0.0.1:1"), ada)
    links.make_issues()
    assert IssueLink.objects.get().making == "asked"


def test_a_linked_issue_is_looked_at_and_shown_without_a_move(fake, item, ada):
    connect("github", fake.base, project="octo/hello")
    issue = fake.make_github("octo/hello", "Retries without limit")
    issue |= {"state": "closed", "state_reason": "completed"}
    link = links.link(item, issue["html_url"])
    assert links.fetch_states() == 1
    link.refresh_from_db()
    assert (link.title, link.words, link.state) == ("Retries without limit", "closed as completed", "done")
    item.refresh_from_db()
    assert item.state == "proposed"
    assert links.fetch_states() == 0


def test_a_linked_issue_that_is_not_there_is_shown(fake, item):
    connect("github", fake.base, project="octo/hello")
    link = links.link(item, f"{fake.base}/octo/hello/issues/99")
    links.fetch_states()
    link.refresh_from_db()
    assert link.gone == "missing"


def test_a_linked_issue_of_jira_is_looked_at(fake, item):
    connect("jira", fake.base)
    issue = fake.make_jira("Retries without limit")
    link = links.link(item, f"{fake.base}/browse/{issue['key']}")
    links.fetch_states()
    link.refresh_from_db()
    assert (link.title, link.words) == ("Retries without limit", "To Do")
