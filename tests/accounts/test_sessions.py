"""Where one is signed in, and ending that."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.devices import device_of
from accounts.models import AuditEntry, SignedIn
from accounts.models.audit import Verb
from tests.factories import make_user

PROFILE = reverse("accounts:profile")
OTHERS = reverse("accounts:end_other_sessions")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"


def sign_in(agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert client.post("/accounts/login/", {"login": "cai@example.org", "password": "password"}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("curl/8.5", "curl"),
        ("", "An unknown device"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert device_of(agent) == words


def test_the_profile_lists_ones_sessions_and_marks_this_one(member):
    make_user("Dan")
    here = sign_in()
    sign_in(PHONE, "192.0.2.9")
    page = here.get(PROFILE).content.decode()
    for words in ("Firefox on Linux", "192.0.2.7", "Safari on iPhone", "192.0.2.9"):
        assert words in page
    assert page.count("This one") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_profile_asks_the_database_the_same_for_one_session_and_for_three(member, rows, django_assert_num_queries):
    here, *_others = [sign_in() for _number in range(rows)]
    with django_assert_num_queries(4):
        here.get(PROFILE)


def test_the_last_look_is_written_at_most_once_a_minute(member, time_machine):
    time_machine.move_to("2026-11-23 08:00Z")
    here = sign_in()
    began = timezone.now()
    for clock, seen in (("08:00:40Z", "08:00"), ("08:01:10Z", "08:01"), ("08:01:50Z", "08:01")):
        time_machine.move_to(f"2026-11-23 {clock}")
        cache.clear()  # as another process has it
        here.get(PROFILE)
        assert f"{SignedIn.objects.get().seen_at:%H:%M}" == seen
    assert SignedIn.objects.get().began_at < began.replace(minute=1)


def test_one_session_is_ended_and_the_others_go_on(member):
    here, phone = sign_in(), sign_in(PHONE)
    theirs = SignedIn.objects.get(agent=PHONE)
    here.post(reverse("accounts:end_session", args=[theirs.pk]))
    assert (is_in(here), is_in(phone)) == (True, False)
    entry = AuditEntry.objects.get(verb=Verb.SESSIONS_ENDED)
    assert entry.after == {"device": "Safari on iPhone", "address": "192.0.2.7"}


def test_ending_this_session_leads_to_sign_in(member):
    here = sign_in()
    answer = here.post(reverse("accounts:end_session", args=[SignedIn.objects.get().pk]))
    assert answer.headers["Location"] == "/accounts/login/"
    assert not is_in(here)


def test_somebody_elses_session_is_not_there(signed_in, member, lead):
    sign_in()
    theirs = SignedIn.objects.get(user=member)
    assert signed_in(lead).post(reverse("accounts:end_session", args=[theirs.pk])).status_code == 404
    assert SignedIn.objects.filter(pk=theirs.pk).exists()


def test_everywhere_else_is_ended_at_once_and_here_goes_on(member):
    here, phone, laptop = sign_in(), sign_in(PHONE), sign_in()
    unlisted = sign_in()
    SignedIn.objects.order_by("pk").last().delete()  # from before sessions were listed
    here.post(OTHERS)
    assert [is_in(client) for client in (here, phone, laptop, unlisted)] == [True, False, False, False]
    assert here.get(PROFILE).content.decode().count("Firefox on Linux") == 1


def test_a_changed_password_leaves_this_session_alone_in_the_list(member):
    here, phone = sign_in(), sign_in(PHONE)
    here.post("/accounts/password/change/", {"oldpassword": "password", "password1": "a long new passphrase"})
    assert "Safari on iPhone" not in here.get(PROFILE).content.decode()
    assert (is_in(here), is_in(phone)) == (True, False)


def test_the_sessions_of_a_deactivated_person_end_at_once(signed_in, admin, member):
    here, phone = sign_in(), sign_in(PHONE)
    signed_in(admin).post(reverse("accounts:deactivate", args=[member.handle]))
    assert not SignedIn.objects.filter(user=member).exists()
    assert [is_in(client) for client in (here, phone)] == [False, False]
