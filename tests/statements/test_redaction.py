"""What should stay inside is found wherever it stands, and ordinary prose is left alone."""

import base64
import ipaddress
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.statements.content import Content
from publishing.statements.redaction import Surroundings, findings
from publishing.statements.redaction.checking import TABLE

AROUND = Surroundings(
    participants=(("Ada Lovelace", "ada"), ("Will Grant", "will-g"), ("Bo from the vendor", "")),
    people=(("Ada Lovelace", "ada"), ("Grace Hopper", "grace"), ("Mark May", "mark")),
    domains=("corp.example.com", "*.ops.example.net"),
    customers=("Fenwick Cycles", "ACME"),
    own_host="postmortems.example.com",
    trackers=("tracker.example.com",),
)


def found(text, around=AROUND):
    content = Content(title="Orders", summary=text, happened="", doing="")
    return [(one.detector.name, one.words) for one in findings(content, around)]


TELLS = [
    ("people", "Ada Lovelace"),
    ("people", "ada lovelace"),
    ("people", "Lovelace"),
    ("people", "ADA"),
    ("people", "@grace"),
    ("people", "will-g"),
    ("people", "Grace Hopper"),
    ("people", "Ada\nLovelace"),
    ("addresses", "ada@example.org"),
    ("addresses", "first.last+tag@mail.example.co.uk"),
    ("addresses", "ada [at] example.org"),
    ("hosts", "db1.corp.example.com"),
    ("hosts", "https://grafana.corp.example.com/d/abc?x=1"),
    ("hosts", "runner.ops.example.net"),
    ("hosts", "checkout.svc.cluster.local:8443"),
    ("hosts", "payments.internal"),
    ("hosts", "http://jenkins:8080/job/7"),
    ("hosts", "postgres://db/orders"),
    ("hosts", "web-3.prod"),
    ("hosts", "https://postmortems.example.com/incidents/"),
    ("networks", "10.1.2.3"),
    ("networks", "192.168.0.0/16"),
    ("networks", "2001:db8::7"),
    ("networks", "fe80::1"),
    ("keys", "AKIAIOSFODNN7EXAMPLE"),
    ("keys", "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
    ("keys", "xoxb-" + "123456789012-123456789012-abcdefghijklmnopqrstuvwx"),
    ("keys", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"),
    ("keys", "9f86d081884c7d659a2feaa0c55ad015"),
    ("tickets", "INC-42"),
    ("tickets", "PM-7"),
    ("tickets", "ACT-103"),
    ("tickets", "SHOP-1234"),
    ("tickets", "https://tracker.example.com/anything"),
    ("tickets", "https://code.example.org/shop/checkout/issues/17"),
    ("customers", "Fenwick Cycles"),
    ("customers", "acme"),
    ("pictures", "![a graph](/evidence/1/graph.png)"),
    ("wording", "should have known"),
]  # fmt: skip


@pytest.mark.parametrize(("detector", "words"), TELLS, ids=[words for _detector, words in TELLS])
def test_it_is_found_in_a_sentence(detector, words):
    text = f"At noon it broke, and the team {words} and so on."
    assert detector in [name for name, _words in found(text)]


def test_a_password_in_words_is_found():
    assert found("The password was hunter2022 and has been changed.") == [("keys", "hunter2022")]


@pytest.mark.parametrize(
    ("hidden", "detector"),
    [
        ("A**da** Love**lace** looked", "people"),
        ("Ada\u200b Lovelace looked", "people"),
        ("\uff21\uff44\uff41 looked", "people"),
        ("_Ada_ looked", "people"),
        ("Ada&nbsp;Lovelace looked", "people"),
        ("[the graph](https://grafana.corp.example.com/d/1)", "hosts"),
        ("[the graph][1]\n\n[1]: https://grafana.corp.example.com/d/1", "hosts"),
        ("Ada's terminal", "people"),
        ("`10.1.2.3`", "networks"),
        ("INC-**42**", "tickets"),
    ],
)
def test_marks_and_invisible_letters_hide_nothing(hidden, detector):
    assert detector in [name for name, _words in found(hidden)]


@pytest.mark.parametrize(
    "prose",
    [
        "Will this happen again? May we say so? Grace periods were short.",
        "Between 14:05 and 14:52 UTC, version 1.2.3.4 of the app could not pay.",
        "On 3 November 2026 at 09:30:15 some orders took 10.5 seconds.",
        "The ratio was 3:1, and 1,240 orders were late.",
        "We follow RFC-9110, ISO-8601, UTF-8 and TLS-1 as they stand.",
        "A SEV-1 is what we call it; COVID-19 had nothing to do with it.",
        "Read more at https://www.example.com/help/payments and https://status.example.org/.",
        "The code is std::vector, and C::D is a class.",
        "We mark each payment, and may check it twice, with adaptive limits.",
        "An acmetous thing; localhost-like; an internal review; a test of the local network.",
        "internationalisation-and-localisation-of-everything is one long word",
        "Payments were retried automatically. The token of a session lasts an hour.",
        "A/B tests and the 24/7 desk were not affected.",
    ],
)
def test_ordinary_prose_is_left_alone(prose):
    assert found(prose) == []


def test_somebody_who_took_no_part_is_found_by_the_whole_name_alone():
    assert found("The Hopper model, and Mark the day") == []
    assert found("We asked Grace Hopper") == [("people", "Grace Hopper")]


def test_a_name_that_is_a_word_is_found_inside_a_sentence():
    assert found("We asked Will about it") == [("people", "Will")]


def test_every_text_that_becomes_public_is_looked_at():
    content = Content(title="For ACME", summary="ACME", happened="ACME", doing="ACME", correction="ACME")
    parts = [one.part for one in findings(content, AROUND)]
    assert parts == ["title", "summary", "happened", "doing", "correction"]


def test_what_two_detectors_find_is_told_once():
    assert found("Write to ada@corp.example.com now") == [("addresses", "ada@corp.example.com")]


def test_every_detector_has_a_sample_here():
    assert {name for name, _words in TELLS} == {detector.name for detector in TABLE}


words = st.lists(
    st.sampled_from(["the", "order", "was", "late", "and", "then", "it", "went", "on", "for", "an", "hour"]), max_size=6
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(before=words, after=words, address=st.ip_addresses())
def test_any_ip_address_is_found(before, after, address):
    if address.version == 6 and address in ipaddress.ip_network("::/96"):
        return  # ``::`` alone and IPv4 in disguise
    assert ("networks", str(address)) in found(f"{before} {address} {after}")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_random_keys_are_found(seed):
    key = base64.urlsafe_b64encode(random.Random(seed).randbytes(30)).decode()
    assert any(name == "keys" for name, _words in found(f"with {key} in it"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text):
    for _name, told in found(text):
        assert told == " ".join(told.split())
