"""Reports by mail: asked for, confirmed, sent once, and left with one click."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing.models import Subscriber, SubscriberMail
from publishing.public import mailing, subscribing
from publishing.statements import releasing
from tests.factories import make_user
from tests.statements.making import make_live

pytestmark = pytest.mark.django_db

HOME = f"/{settings.PUBLIC_PATH}/"
ADDRESS = "reader@example.com"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def ada():
    return make_user("Ada Lovelace")


def ask(client, email=ADDRESS, **fields):
    return client.post(f"{HOME}subscribe/", {"email": email, **fields})


def links(kind):
    mailing.send_mails()
    return re.search(rf"http://testserver({HOME}{kind}/\S+)", mail.outbox[-1].body)[1]


def make_subscriber(email=ADDRESS):
    return Subscriber.objects.create(email=email, confirmed_at=timezone.now())


def test_nobody_is_subscribed_before_they_confirm(client, ada):
    ask(client)
    confirm = links("confirm")
    assert not Subscriber.objects.confirmed().exists()
    client.get(confirm)  # as a program does that looks into mails
    assert not Subscriber.objects.confirmed().exists()
    client.post(confirm)
    assert Subscriber.objects.confirmed().get().email == ADDRESS


def test_the_answer_is_the_same_whether_one_is_subscribed_or_not(client):
    make_subscriber()
    known, new = ask(client), ask(client, "other@example.com")
    assert known.content.replace(ADDRESS.encode(), b"") == new.content.replace(b"other@example.com", b"")
    mailing.send_mails()
    assert [one.to for one in mail.outbox] == [["other@example.com"]]


def test_one_address_gets_few_mails_however_often_it_is_typed(client):
    for _again in range(8):
        ask(client, ADDRESS.upper())
        mailing.send_mails()
    assert len(mail.outbox) == subscribing.MAILS_A_DAY


def test_one_network_asks_only_so_often(client):
    answers = [ask(client, f"reader{n}@example.com").status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_a_program_that_fills_in_everything_starts_nothing(client):
    assert ask(client, website="https://spam.example.com").status_code == 200
    assert not Subscriber.objects.exists()


def test_a_wrong_address_is_said_where_it_was_typed(client):
    answer = ask(client, "reader at example")
    assert answer.status_code == 422
    assert "reader at example" in answer.content.decode()
    assert "does not look like an e-mail address" in answer.content.decode()


def test_a_new_report_goes_to_everybody_once(ada):
    make_subscriber()
    make_subscriber("second@example.com")
    make_live(by=ada)
    mailing.send_mails()
    mailing.send_mails()
    assert sorted(one.to[0] for one in mail.outbox) == [ADDRESS, "second@example.com"]
    assert "Some orders could not be paid" in mail.outbox[0].body


def test_a_mail_can_be_left_by_one_click_of_the_mail_program(client, ada):
    make_subscriber()
    make_live(by=ada)
    mailing.send_mails()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    client.handler.enforce_csrf_checks = True
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (Subscriber.objects.get().email, Subscriber.objects.confirmed().exists()) == ("", False)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_looking_at_the_way_out_takes_nobody_out(client):
    one = make_subscriber()
    assert client.get(f"{HOME}leave/{one.leave_key}/").status_code == 200
    assert Subscriber.objects.confirmed().exists()


def test_who_left_gets_nothing_that_was_already_written_down(ada):
    one = make_subscriber()
    make_live(by=ada)
    subscribing.leave(one)
    assert mailing.send_mails() == {"dropped": 1}
    assert mail.outbox == []


def test_who_left_may_come_back(client, ada):
    subscribing.leave(make_subscriber())
    ask(client)
    client.post(links("confirm"))
    assert Subscriber.objects.confirmed().get().email == ADDRESS


def test_a_report_that_was_withdrawn_before_its_mail_left_is_told_as_that(ada):
    make_subscriber()
    live = make_live(by=ada)
    releasing.withdraw(live, by=ada, reason="Wrong", notice="")
    mailing.send_mails()
    assert [one.subject for one in mail.outbox] == ["Withdrawn: Orders could not be paid"]


def test_two_workers_send_a_mail_once(ada, monkeypatch):
    make_subscriber()
    make_live(by=ada)
    real = mailing.mail_of

    def meanwhile(row):
        monkeypatch.setattr(mailing, "mail_of", real)
        assert not mailing.send_mails()  # another worker, at this moment
        return real(row)

    monkeypatch.setattr(mailing, "mail_of", meanwhile)
    assert mailing.send_mails() == {"sent": 1}
    assert len(mail.outbox) == 1


def test_a_mail_that_fails_is_tried_again_as_the_same_mail(ada, monkeypatch):
    make_subscriber()
    make_live(by=ada)
    ids = []

    def fails(message, **_options):
        ids.append(message.extra_headers["Message-ID"])
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(mailing.EmailMessage, "send", fails)
        assert mailing.send_mails() == {"failed": 1}
    assert mailing.send_mails() == {}  # not before its time
    assert mailing.send_mails(now=timezone.now() + timedelta(minutes=2)) == {"sent": 1}
    assert mail.outbox[0].extra_headers["Message-ID"] == ids[0]


def test_addresses_that_nobody_confirmed_are_forgotten_after_a_week(client):
    ask(client)
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=8))
    kept = make_subscriber("kept@example.com")
    subscribing.forget_unconfirmed()
    assert list(Subscriber.objects.all()) == [kept]


def test_the_database_keeps_no_address_of_who_left():
    one = make_subscriber()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.filter(pk=one.pk).update(left_at=timezone.now())
    assert not SubscriberMail.objects.exists()
