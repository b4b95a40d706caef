"""From the outbox to the mailbox: everything once, together, whatever fails on the way."""

from collections import Counter
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from notifications import digest, tasks
from notifications.delivery import deliver
from notifications.models import LEASE, RETRIES, Notification, Urgency
from tests.factories import make_action, make_incident, make_postmortem, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken_server(monkeypatch):
    """A mail server that answers nobody; `.works()` mends it."""

    def refuse(self, messages):
        raise ConnectionRefusedError("nobody listens")

    class Server:
        works = staticmethod(monkeypatch.undo)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return Server


def later(**of_time):
    return timezone.now() + timedelta(**of_time)


class TestADigest:
    def test_holds_everything_a_person_is_told_at_once(self, ada, tell_of):
        for title in ("Limit the retries", "Alert on queue length", "Write the runbook"):
            tell_of(ada, title=title)

        assert deliver() == Counter(sent=1)

        (sent,) = mail.outbox
        assert sent.to == ["ada@example.org"]
        assert all(title in sent.body for title in ("Limit the retries", "Alert on queue length", "Write the runbook"))
        assert Notification.objects.undelivered().count() == 0

    def test_is_one_for_each_person(self, ada, tell_of):
        item = tell_of(ada)
        tell_of(make_user("Bob"), item)

        deliver()

        assert sorted(sent.to[0] for sent in mail.outbox) == ["ada@example.org", "bob@example.org"]

    def test_is_sent_once_however_often_one_delivers(self, ada, tell_of):
        tell_of(ada)
        for hours in range(3):
            deliver(now=later(hours=hours))
        assert len(mail.outbox) == 1

    def test_puts_what_is_urgent_first(self, ada, tell_of):
        tell_of(ada, title="Tidy the wiki", urgency=Urgency.QUIET)
        tell_of(ada, title="Alert on queue length")
        tell_of(ada, title="Limit the retries", urgency=Urgency.URGENT)

        deliver()

        lines = [line.strip() for line in mail.outbox[0].body.splitlines()]
        order = ["Most urgent", "* Limit the retries", "Also waiting for you", "* Alert on queue length"]
        order += ["For you to know", "* Tidy the wiki"]
        assert [line for line in lines if line in order] == order

    def test_links_to_each_thing_in_text_and_html(self, ada, tell_of):
        item = tell_of(ada)
        deliver()
        address = f"http://testserver{item.get_absolute_url()}"
        assert address in mail.outbox[0].body
        assert f'href="{address}"' in mail.outbox[0].alternatives[0].content

    def test_shows_titles_as_text_and_never_as_markup(self, ada, tell_of):
        tell_of(ada, title="Escape <script>alert(1)</script> & co")
        deliver()
        sent = mail.outbox[0]
        assert "Escape <script>alert(1)</script> & co" in sent.body
        assert "Escape &lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in sent.alternatives[0].content

    @pytest.mark.parametrize(
        ("titles", "subject"),
        [
            (["Limit the retries"], "ACT-{} Limit the retries"),
            (["Limit the retries", "Alert"], "2 things wait for you: Limit the retries, …"),
        ],
    )
    def test_says_in_its_subject_what_it_is_about(self, titles, subject, ada, tell_of):
        first, *_others = [tell_of(ada, title=title) for title in titles]
        deliver()
        assert mail.outbox[0].subject == subject.format(first.pk)

    def test_asks_for_no_automatic_answer(self, ada, tell_of):
        tell_of(ada)
        deliver()
        assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


class TestWhoIsNotTold:
    def test_somebody_without_access(self, ada, tell_of):
        tell_of(ada)
        ada.is_active = False
        ada.save()

        assert deliver() == Counter()

        assert mail.outbox == []
        assert Notification.objects.given_up().count() == 0  # nothing is wrong with the mail server

    def test_nor_are_they_sent_old_news_when_they_return(self, ada, tell_of):
        tell_of(ada)
        ada.is_active = False
        ada.save()
        deliver()
        ada.is_active = True
        ada.save()

        assert deliver(now=later(days=30)) == Counter()

    def test_somebody_who_may_not_see_it_any_more(self, ada, tell_of):
        incident = make_incident(by=ada)
        tell_of(ada, make_action("The leaked key", postmortem=make_postmortem(incident, owner=ada)))
        tell_of(ada, title="Limit the retries")
        incident.visibility = "restricted"
        incident.save()

        deliver()

        assert "The leaked key" not in str(mail.outbox[0].message())
        assert Notification.objects.get().title == "Limit the retries"

    def test_and_no_empty_mail_is_sent(self, ada, tell_of):
        incident = make_incident(by=ada)
        tell_of(ada, make_action(postmortem=make_postmortem(incident, owner=ada)))
        incident.visibility = "restricted"
        incident.save()

        assert deliver() == Counter(withdrawn=1)
        assert mail.outbox == []


class TestADelivererThatDies:
    """Between claim and sending, or between sending and marking, as after kill -9."""

    def die(self, monkeypatch, *, sent):
        send = EmailBackend.send_messages

        def killed(self, messages):
            if sent:
                send(self, messages)
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", killed)
            with pytest.raises(SystemExit):
                deliver()

    def test_before_sending_holds_it_up_until_its_lease_ends(self, ada, tell_of, monkeypatch):
        tell_of(ada)
        self.die(monkeypatch, sent=False)

        assert deliver(now=later(minutes=4)) == Counter()
        assert deliver(now=timezone.now() + LEASE + timedelta(seconds=1)) == Counter(sent=1)
        assert len(mail.outbox) == 1

    def test_after_sending_leads_to_the_same_mail_again(self, ada, tell_of, monkeypatch):
        tell_of(ada)
        self.die(monkeypatch, sent=True)
        tell_of(ada, title="Alert on queue length")  # news since then belong to a mail of their own

        deliver(now=timezone.now() + LEASE + timedelta(seconds=1))

        first, *others = [(sent.extra_headers["Message-ID"], sent.subject) for sent in mail.outbox]
        assert first in others
        assert len(others) == 2
        assert len({number for number, _subject in others}) == 2


class TestABrokenServer:
    def test_is_tried_again_later_and_later_and_then_given_up(self, ada, tell_of, broken_server):
        tell_of(ada)
        now = timezone.now()
        assert deliver(now=now) == Counter(failed=1)
        for wait in RETRIES[:-1]:
            assert deliver(now=now + wait - timedelta(seconds=1)) == Counter()
            now += wait
            assert deliver(now=now) == Counter(failed=1)
        assert deliver(now=now + RETRIES[-1]) == Counter(given_up=1)
        assert deliver(now=now + timedelta(days=30)) == Counter()
        assert Notification.objects.given_up().count() == 1

    def test_that_comes_back_gets_the_mail_once(self, ada, tell_of, broken_server):
        tell_of(ada)
        deliver()
        broken_server.works()

        assert deliver() == Counter()
        assert deliver(now=later(minutes=2)) == Counter(sent=1)
        assert deliver(now=later(hours=2)) == Counter()
        assert len(mail.outbox) == 1

    def test_tries_the_same_mail_each_time(self, ada, tell_of, monkeypatch):
        tried = []

        def disconnect(self, messages):
            tried.extend(message.extra_headers["Message-ID"] for message in messages)
            raise SMTPServerDisconnected("Server closed unexpectedly")

        monkeypatch.setattr(EmailBackend, "send_messages", disconnect)
        tell_of(ada)
        for hours in range(3):
            deliver(now=later(hours=hours))
        assert len(tried) == 3
        assert len(set(tried)) == 1

    def test_that_refuses_one_person_serves_the_others(self, ada, tell_of, monkeypatch):
        take = EmailBackend.send_messages

        def choosy(self, messages):
            if messages[0].to == ["ada@example.org"]:
                raise SMTPRecipientsRefused({"ada@example.org": (550, b"No such user")})
            return take(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", choosy)
        tell_of(ada)
        tell_of(make_user("Bob"))

        assert deliver() == Counter(failed=1, sent=1)
        assert [sent.to for sent in mail.outbox] == [["bob@example.org"]]

    def test_a_mail_that_cannot_even_be_written_holds_up_nobody(self, ada, tell_of, monkeypatch):
        build = digest.build

        def broken(person, *rest, **more):
            if person.name == "Ada":
                raise RuntimeError("a template is broken")
            return build(person, *rest, **more)

        monkeypatch.setattr(digest, "build", broken)
        tell_of(ada)
        tell_of(make_user("Bob"))

        assert deliver() == Counter(failed=1, sent=1)


def test_the_task_delivers(ada, tell_of):
    tell_of(ada)
    tasks.deliver()
    assert len(mail.outbox) == 1
    assert tasks.deliver.name == "notifications.tasks.deliver"


def test_delivering_nothing_costs_two_queries(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        deliver()
