"""What changed, in words: nothing is lost, and what did not change is not marked."""

import re

from hypothesis import given
from hypothesis import strategies as st

from core.diff import changes, edits, word_diff

TEXTS = st.text(alphabet="ab c\n.", max_size=80)


def test_words_that_changed_are_marked_within_their_line():
    assert word_diff("The retry had a limit.", "The retry had no limit.") == (
        "The retry had <del>a </del><ins>no </ins>limit."
    )


def test_what_was_typed_stays_text():
    assert word_diff("", "<b>") == "<ins>&lt;b&gt;</ins>"


def test_long_unchanged_stretches_are_left_out():
    lines = "".join(f"line {n}\n" for n in range(30))
    diff = word_diff(lines, lines + "more\n")
    assert "line 29" in diff
    assert "line 3\n" not in diff
    assert diff.count("⋯") == 1


def test_a_large_rewrite_is_shown_as_a_whole():
    before, after = "a b " * 3000, "c d " * 3000
    assert re.sub("<.*?>", "", word_diff(before, after)) == before + after


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_difference(before, after):
    steps = [step for step in changes(before, after) if step[0] != "skipped"]
    if len(steps) == len(list(changes(before, after))):
        assert "".join(text for kind, text in steps if kind != "added") == before
        assert "".join(text for kind, text in steps if kind != "removed") == after


@given(TEXTS, TEXTS)
def test_edits_lead_from_one_text_to_the_other(before, after):
    pieces = list(edits(before, after))

    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after
