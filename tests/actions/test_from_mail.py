"""Links in mails: GET asks, POST does it, once, for whom it was sent to."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from actions.links import LASTS, forget_spent, token_for
from actions.models import SpentLink
from actions.reminders import chase
from notifications.delivery import deliver
from tests.actions.test_reminders import DUE, MORNING_AFTER
from tests.factories import make_action_in, make_incident, make_open_action, make_postmortem, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(ada):
    return make_open_action(owner=ada, due_on=DUE)


def address(deed, item, person, occasion="ACT:1"):
    return reverse("actions:from_mail", args=[token_for(deed, item=item.pk, person=person.pk, occasion=occasion)])


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def state_of(item):
    item.refresh_from_db()
    return item.state


@pytest.mark.parametrize("deed", ["finish", "move_due", "give_up", "snooze"])
def test_looking_at_the_page_any_number_of_times_changes_nothing(deed, client, item, ada):
    for method in (client.get, client.head, client.get):
        assert method(address(deed, item, ada)).status_code == 200
    item.refresh_from_db()
    assert (item.state, item.due_on, item.snoozes.count(), SpentLink.objects.count()) == ("open", DUE, 0, 0)


def test_done_without_being_signed_in(client, item, ada):
    answer = client.post(address("finish", item, ada))
    assert answer.status_code == 200
    assert state_of(item) == "done"
    assert item.moves.last().by == ada


def test_another_date_needs_its_reason(client, item, ada):
    here = address("move_due", item, ada)
    assert client.post(here, {"due_on": "2027-01-15"}).status_code == 422
    assert client.post(here, {"due_on": "2027-01-15", "reason": "The disks are late"}).status_code == 200
    item.refresh_from_db()
    assert item.due_on == date(2027, 1, 15)
    assert item.due_changes.get().by == ada


def test_not_going_to_do_it_with_a_reason(client, item, ada):
    client.post(address("give_up", item, ada), {"reason": "The service is switched off"})
    assert state_of(item) == "wont_do"


def test_what_takes_a_lead_is_refused_in_words_and_the_link_stays_good(client, ada):
    item = make_open_action(owner=ada, due_on=DUE, priority="P1")
    answer = client.post(address("give_up", item, ada), {"reason": "The service is switched off"})
    assert answer.status_code == 409
    assert "takes a lead or an admin" in answer.content.decode()
    assert (state_of(item), SpentLink.objects.count()) == ("open", 0)


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 200), (30, 200), (31, 422)])
def test_snoozing_from_tomorrow_for_a_month_at_most(days, status, client, item, ada):
    until = timezone.localdate() + timedelta(days=days)
    assert client.post(address("snooze", item, ada), {"until": until.isoformat()}).status_code == status
    assert item.snoozes.filter(person=ada).exists() == (status == 200)


def test_did_it_work(client, ada):
    item = make_action_in("done", by=ada)
    item.questions.create(why="done", occasion="done")
    client.post(address("confirm", item, ada))
    assert state_of(item) == "verified"


class TestALinkThatDoesNothing:
    def refused(self, answer, words):
        assert answer.status_code == 410
        assert words in answer.content.decode()

    def test_used_already(self, client, item, ada):
        here = address("finish", item, ada)
        client.post(here)
        item.reopen(by=ada, reason="Not yet")
        self.refused(client.post(here), "used already")
        self.refused(client.get(here), "used already")
        assert state_of(item) == "open"

    def test_too_old(self, client, item, ada):
        here = address("finish", item, ada)
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            self.refused(client.post(here), "too old")
        assert state_of(item) == "open"

    @pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "x"])
    def test_changed_by_somebody(self, change, client, item, ada):
        token = token_for("finish", item=item.pk, person=ada.pk, occasion="x")
        self.refused(client.post(reverse("actions:from_mail", args=[change(token)])), "not complete")
        assert state_of(item) == "open"

    def test_somebody_elses_by_now(self, client, item, ada, bob):
        here = address("finish", item, ada)
        item.created_by = item.owner = bob
        type(item).objects.update(owner=bob, created_by=bob)
        self.refused(client.post(here), "belongs to somebody else")
        assert state_of(item) == "open"

    def test_whose_person_has_no_access_any_more(self, client, item, ada):
        ada.is_active = False
        ada.save()
        self.refused(client.post(address("finish", item, ada)), "may not")
        assert state_of(item) == "open"

    def test_about_what_its_person_may_not_see_any_more_and_it_says_nothing_of_it(self, client, ada):
        incident = make_incident(by=ada, team=make_team(members=(ada,)))
        item = make_open_action(
            "The leaked key", owner=ada, due_on=DUE, postmortem=make_postmortem(incident, owner=ada)
        )
        incident.visibility = "restricted"
        incident.save()
        answer = client.get(address("finish", item, ada))
        self.refused(answer, "may not")
        assert "The leaked key" not in answer.content.decode()


def test_every_line_of_the_mail_carries_working_links_in_text_and_html(client, item, ada):
    chase(at=MORNING_AFTER)
    deliver(now=MORNING_AFTER + timedelta(days=300))
    (sent,) = mail.outbox
    links = [line.partition(": ")[2] for line in sent.body.splitlines() if "/from-mail/" in line]
    assert len(links) == 4
    for link in links:
        assert link in sent.alternatives[0].content.replace("&amp;", "&")
        assert client.get(link.removeprefix("http://testserver")).status_code == 200


def test_a_link_of_one_person_is_not_anothers(client, item, ada):
    """Zoe copies the address and puts herself in: the signature no longer fits."""
    zoe = make_user("Zoe")
    assert client.post(address("finish", item, zoe)).status_code == 410
    assert state_of(item) == "open"


def test_that_a_link_was_used_is_forgotten_when_it_is_too_old_to_be_used(client, item, ada):
    client.post(address("finish", item, ada))
    spent = SpentLink.objects.get()
    assert forget_spent(now=spent.at + LASTS) == 0
    assert forget_spent(now=spent.at + LASTS + timedelta(seconds=1)) == 1
