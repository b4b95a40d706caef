"""What happens to an issue, and what that means for the item it tracks."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.models.audit import Verb
from integrations.trackers import links
from integrations.trackers.deliveries import work
from integrations.trackers.models import Delivery, IssueLink
from notifications.models import Notification
from tests.factories import make_action, make_action_in
from tests.trackers.conftest import happens, sample, send

pytestmark = pytest.mark.django_db
GITHUB = "https://github.com/Codertocat/Hello-World/issues/1"
JIRA = "https://some-instance-test.atlassian.net/browse/TES-41"
DUE = date(2026, 12, 1)


@pytest.fixture
def tracked(ada, github):
    """An open item that an issue of GitHub tracks."""
    item = make_action_in("open", by=ada)
    links.link(item, GITHUB)
    return item


@pytest.fixture
def in_jira(ada, jira):
    item = make_action_in("open", by=ada)
    links.link(item, JIRA)
    return item


def state(item) -> str:
    item.refresh_from_db()
    return str(item.state)


def told(user) -> list[str]:
    return list(Notification.objects.visible_to(user).order_by("pk").values_list("title", flat=True))


# -- GitHub ----------------------------------------------------------------------------------------


def test_closed_there_is_done_here_and_never_verified(github, tracked):
    happens(github, "issues.closed.SYNTHETIC")
    assert state(tracked) == "done"
    move = tracked.moves.last()
    assert (move.verb, move.by, move.reason) == ("finish", None, "Codertocat/Hello-World#1 was closed.")


def test_reopened_there_is_open_here_with_the_tracker_as_the_reason(github, tracked):
    happens(github, "issues.closed.SYNTHETIC")
    happens(github, "issues.reopened", updated_at="2026-11-20T10:00:00Z")
    assert state(tracked) == "open"
    assert tracked.moves.last().reason == "Codertocat/Hello-World#1 was reopened."


def test_what_was_verified_is_open_again_when_its_issue_is_reopened(github, tracked, ada):
    happens(github, "issues.closed.SYNTHETIC")
    tracked.refresh_from_db()
    tracked.verify(by=ada)
    happens(github, "issues.reopened", updated_at="2026-11-20T10:00:00Z")
    assert state(tracked) == "open"


@pytest.mark.parametrize("where", ["in_progress", "blocked"])
def test_whatever_was_under_way_is_done(github, ada, where):
    item = make_action_in(where, by=ada)
    links.link(item, GITHUB)
    happens(github, "issues.closed.SYNTHETIC")
    assert state(item) == "done"


@pytest.mark.parametrize("where", ["proposed", "declined", "verified"])
def test_what_is_undecided_or_settled_stays_as_it_is(github, ada, where):
    item = make_action_in(where, by=ada)
    links.link(item, GITHUB)
    happens(github, "issues.closed.SYNTHETIC")
    assert state(item) == where
    assert IssueLink.objects.get().state == "done"


def test_what_was_given_up_is_not_taken_up_by_reopening(github, as_admin, ada):
    item = make_action_in("open", by=ada)
    links.link(item, GITHUB)
    happens(github, "issues.closed.SYNTHETIC")
    item.refresh_from_db()
    item.reopen(by=ada, reason="No")
    item.give_up(by=ada, reason="Not worth it")
    happens(github, "issues.reopened", updated_at="2026-11-20T10:00:00Z")
    assert state(item) == "wont_do"


def test_closed_without_doing_it_is_told_and_decided_by_people(github, tracked, ada):
    happens(github, "issues.closed.SYNTHETIC", state_reason="not_planned")
    assert state(tracked) == "open"
    assert told(ada) == [f"Codertocat/Hello-World#1 was closed without doing it. Decide about {tracked.key}."]


def test_closing_by_hand_and_there_is_one_move(github, tracked, ada):
    tracked.finish(by=ada)
    happens(github, "issues.closed.SYNTHETIC")
    assert [move.verb for move in tracked.moves.all()] == ["accept", "finish"]


def test_a_deleted_issue_is_shown_and_its_owner_told(github, tracked, ada):
    happens(github, "issues.deleted")
    assert IssueLink.objects.get().gone == "deleted"
    assert state(tracked) == "open"
    assert told(ada) == ["Its issue Codertocat/Hello-World#1 was deleted there."]


def test_a_transferred_issue_is_followed_and_its_owner_told(github, ada):
    item = make_action_in("open", by=ada)
    links.link(item, "https://github.com/octo-org/octo-repo/issues/1")
    happens(github, "issues.transferred")
    link = IssueLink.objects.get()
    assert (link.name, link.gone, link.url) == ("Codertocat/Hello-World#1", "moved", GITHUB)
    item.refresh_from_db()
    assert item.tracker_url == GITHUB
    assert told(ada) == ["Its issue was moved: Codertocat/Hello-World#1 now."]
    happens(github, "issues.closed.SYNTHETIC", updated_at="2030-01-01T00:00:00Z")
    assert state(item) == "done"


def test_names_and_assignments_are_shown(github, tracked):
    happens(github, "issues.assigned", title="Another title")
    link = IssueLink.objects.get()
    assert (link.title, link.assignee) == ("Another title", "Codertocat")


def test_what_comes_late_changes_nothing(github, tracked):
    happens(github, "issues.closed.SYNTHETIC", updated_at="2026-11-20T10:00:00Z")
    happens(github, "issues.reopened", updated_at="2026-11-19T10:00:00Z")
    assert state(tracked) == "done"


def test_a_delivery_sent_again_has_its_effect_once(github, tracked, ada):
    for _again in range(2):
        send(github, sample("github/issues.deleted"), delivery="d-1")
        work()
    assert len(told(ada)) == 1


def test_one_issue_may_track_several_items(github, tracked, ada):
    other = make_action_in("open", by=ada)
    links.link(other, GITHUB.replace("Codertocat", "codertocat") + "?x=1#comment")
    happens(github, "issues.closed.SYNTHETIC")
    assert (state(tracked), state(other)) == ("done", "done")


def test_another_trackers_issue_of_the_same_name_is_another(jira, github, tracked):
    happens(jira, "webhook-issue-updated-resolved")
    assert state(tracked) == "open"


def test_it_is_on_record_as_a_move_of_nobody(github, tracked):
    happens(github, "issues.closed.SYNTHETIC")
    entry = AuditEntry.objects.filter(verb=Verb.MOVED, key=tracked.key).latest("pk")
    assert (entry.actor, entry.before, entry.after) == (None, {"state": "open"}, {"state": "done"})


def test_an_address_that_came_by_another_way_is_linked_before_the_next_event(github, ada):
    item = make_action_in("open", by=ada, tracker_url=GITHUB)
    links.follow_addresses()
    happens(github, "issues.closed.SYNTHETIC")
    assert state(item) == "done"


# -- Jira ------------------------------------------------------------------------------------------


def test_resolved_in_jira_is_done(jira, in_jira):
    happens(jira, "webhook-issue-updated-resolved")
    assert state(in_jira) == "done"
    assert IssueLink.objects.get().words == "Done"


def test_reopened_in_jira_is_open(jira, in_jira):
    happens(jira, "webhook-issue-updated-resolved")
    happens(jira, "webhook-issue-updated-reopened")
    assert state(in_jira) == "open"
    assert in_jira.moves.last().reason == "TES-41 was reopened."


def test_started_in_jira_is_shown(jira, in_jira):
    happens(jira, "webhook-issue-updated-started-working")
    assert (state(in_jira), IssueLink.objects.get().words) == ("open", "In Progress")


def test_renamed_and_assigned_in_jira_is_shown(jira, in_jira):
    happens(jira, "webhook-issue-updated-renamed")
    assert IssueLink.objects.get().title == "Unit test summary 1"
    happens(jira, "webhook-issue-updated-assigned")
    assert IssueLink.objects.get().assignee == "Test User"
    happens(jira, "webhook-issue-updated-assigned-nobody")
    assert IssueLink.objects.get().assignee == ""


def test_deleted_in_jira_is_shown_and_told(jira, ada):
    item = make_action_in("open", by=ada)
    links.link(item, "https://some-instance-test.atlassian.net/browse/IDT-19")
    happens(jira, "webhook-issue-deleted")
    assert IssueLink.objects.get().gone == "deleted"
    assert told(ada) == ["Its issue IDT-19 was deleted there."]


def test_moved_to_another_project_in_jira_is_followed(jira, in_jira, ada):
    payload = sample("jira/webhook-issue-updated-renamed")
    payload["issue"]["key"] = "OPS-7"
    payload["changelog"]["items"] = [{"field": "Key", "fromString": "TES-41", "toString": "OPS-7"}]
    send(jira, payload)
    work()
    link = IssueLink.objects.get()
    assert (link.name, link.gone) == ("OPS-7", "moved")
    assert told(ada) == ["Its issue was moved: OPS-7 now."]


def test_closed_on_a_jira_of_ones_own_is_done(jira, ada):
    item = make_action_in("open", by=ada)
    links.link(item, "http://some-instance-test.centralus.cloudapp.azure.com:8080/browse/TES-4")
    happens(jira, "webhook-server-issue-updated-closed")
    assert state(item) == "done"


def test_what_will_not_be_done_in_jira_is_told(jira, in_jira, ada):
    payload = sample("jira/webhook-issue-updated-resolved")
    payload["issue"]["fields"]["resolution"]["name"] = "Won't Do"
    send(jira, payload)
    work()
    assert state(in_jira) == "open"
    assert len(told(ada)) == 1


def test_every_recorded_event_is_worked_on(github, jira, in_jira, tracked):
    names = {
        github: ("opened", "opened.with-empty-body", "labeled", "milestoned", "edited", "unassigned", "assigned"),
        jira: (
            "cloud-comment-created",
            "cloud-issue-created-many-fields",
            "server-old-issue-updated-no-event-type-assigned",
        ),
    }
    for connection, events in names.items():
        for name in events:
            prefix = "issues." if connection == github else "webhook-"
            happens(connection, prefix + name)
    assert not Delivery.objects.filter(worked_at=None).exists()


def test_an_item_without_an_owner_is_told_to_nobody(github, ada):
    links.link(make_action(created_by=ada), GITHUB)
    happens(github, "issues.deleted")
    assert Notification.objects.count() == 0
