"""Where findings stand, what is left alone, and that no text takes long."""

import time
from itertools import pairwise

import pytest

from postmortems.language import check

pytestmark = pytest.mark.once


def words(text):
    return [text[finding.start : finding.end] for finding in check(text)]


def test_a_finding_says_where_why_and_asks():
    [finding] = check("Before: 🙂 the on-call failed to notice it.")
    assert "Before: 🙂 the on-call failed to notice it."[finding.start : finding.end] == "failed to"
    assert finding.rule == "failed-to"
    assert finding.why
    assert finding.ask.endswith("?")


def test_an_empty_text_has_none():
    assert check("") == []
    assert check(" \n\n") == []


def test_a_sentence_may_go_over_lines():
    assert words("It could\n   have been noticed earlier.") == ["could\n   have been noticed"]


def test_findings_stand_in_order_and_apart():
    text = "Bob forgot it. We should have tested this, and it was human error."
    found = check(text)
    assert [finding.rule for finding in found] == ["forgot", "counterfactual", "human-error"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_marks_of_markdown_change_nothing():
    assert words("The **on-call** failed to _notice_ it.") == ["failed to"]
    assert words("- [ ] We *should have* tested it.") == ["should have* tested"]
    assert words("| What | We should have tested it. |") == ["should have tested"]


@pytest.mark.parametrize(
    "text",
    [
        "> We should have tested it.",
        "```\nWe should have tested it.\n```",
        "~~~text\nWe should have tested it.",
        "    We should have tested it.",
        "<!-- We should have tested it. -->",
        "It said `operator error`.",
        "See https://example.org/human-error-we-should-have-tested.",
        "See [the report](/human%20error/).",
        'Support wrote "you should have read the manual".',
        "Support wrote “you should have read the manual”.",
        "Support wrote 'you should have read the manual'.",
        "2026-11-03T14:05:00Z ERROR operator failed to follow leader",
    ],
)
def test_what_others_said_and_code_is_left_alone(text):
    assert check(text) == []


def test_an_apostrophe_opens_no_quotation():
    assert words("The engineers' notes say that Bob's team failed to notice it; it's fine.") == ["failed to"]
    assert words("It's said that the engineer failed to notice what's there.") == ["failed to"]


def test_text_after_code_is_looked_at_again():
    assert words("```\nx\n```\n\nWe should have tested it.") == ["should have tested"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The pod failed to start.", False),
        ("The on-call engineer failed to start it.", True),
        ("Pages to the on-call engineer failed to arrive.", False),
        ("The team's deployment failed to start.", False),
        ("The workaround the team tried failed to help.", False),
        ("During the rollout the reviewer failed to see it.", True),
        ("One of the engineers failed to see it.", True),
        ("The developer portal failed to load.", False),
        ("The database team failed to tell us.", True),
        ("The etcd operator failed to start.", False),
        ("The operator failed to follow the steps.", True),
        ("They failed to start.", False),
        ("They failed to follow the steps.", True),
    ],
)
def test_failed_to_depends_on_whom_it_is_said_of(sentence, found):
    assert bool(check(sentence)) is found


def test_ten_thousand_words_take_no_time():
    text = "The payment service failed to reconnect after the failover, so we restarted it by hand at noon. " * 600
    check(text[:5000])
    begun = time.process_time()
    check(text)
    assert time.process_time() - begun < 0.5  # 0.1 s on a quiet machine


@pytest.mark.parametrize(
    "text",
    [
        "should have " * 20_000,
        "the " * 60_000,
        "the team " * 20_000 + "failed to",
        '"' * 100_000,
        "`" * 100_000,
        "'a " * 50_000,
        "[](" * 50_000,
        "(" * 100_000 + "\n" * 50_000,
        "<!--" * 40_000,
        "```\n" * 30_000,
        "because " * 30_000,
        "a" * 200_000,
        "-" * 200_000,
        "decision was by the one of the our " * 6_000,
        " " * 200_000,
        "> \n" * 60_000,
        "*_" * 100_000,
        "human error and " * 10_000,
    ],
)
def test_no_text_takes_long(text):
    begun = time.process_time()
    check(text)
    assert time.process_time() - begun < 8
