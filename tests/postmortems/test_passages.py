"""The passage of a comment is found again whatever was edited around it."""

import pytest

from collab import documents
from postmortems import comments, passages, text
from postmortems.comments import Passage
from postmortems.conversations import talks_of


@pytest.mark.parametrize(
    ("markdown", "quote", "found"),
    [
        ("It **broke** at noon.", "broke at noon", "broke** at noon"),
        ("- one\n- two\n", "one two", "one\n- two"),
        ("See [the board](https://x) there.", "the board", "the board"),
        ("Über “alles” gut", "“alles”", "“alles”"),
        ("a_b c", "a_b", "a_b"),
    ],
)
def test_words_of_the_page_are_found_in_the_text(markdown, quote, found):
    start, end = passages.find(quote, markdown)
    assert markdown[start:end] == found


@pytest.mark.parametrize("quote", ["", " ", "!!!", "not there", "broke noon"])
def test_other_words_are_not(quote):
    assert passages.find(quote, "It broke at noon.") is None


def test_a_long_quote_is_looked_for_in_no_time():
    assert passages.find("a " * 250 + "b", "a " * 50_000) is None


def gone(postmortem, reader):
    return [talk.is_gone for talk in talks_of(postmortem, reader)]


def type_in(postmortem, words, by):
    documents.edit(text.document_of(postmortem), {"summary": words}, by=by)
    text.refresh(postmortem)


@pytest.fixture
def thread(people, full):
    about = passages.anchored(full, Passage("summary", "and this is how"))
    return comments.open_thread(full, by=people.rita, text="How?", about=about)


def test_a_comment_from_the_reading_page_is_anchored(thread):
    assert thread.anchor_start
    assert thread.anchor_end


def test_it_stays_when_the_words_around_and_inside_change(people, full, thread):
    type_in(full, "Long before: something happened, and this is roughly how", people.max)
    assert gone(full, people.rita) == [False]


def test_it_says_so_when_its_words_are_gone_and_keeps_them(people, full, thread):
    type_in(full, "Something happened.", people.max)
    assert gone(full, people.rita) == [True]
    assert thread.quote == "and this is how"


def test_words_that_were_cut_out_and_put_in_elsewhere_are_there(people, full, thread):
    type_in(full, "Something happened", people.max)
    type_in(full, "First, and this is how: something happened", people.max)
    assert gone(full, people.rita) == [False]


def test_without_an_anchor_the_words_are_looked_for(people, full):
    comments.open_thread(full, by=people.rita, text="?", about=Passage("summary", "this  is"))
    assert gone(full, people.rita) == [False]
    type_in(full, "Else.", people.max)
    assert gone(full, people.rita) == [True]


def test_a_forged_anchor_harms_nobody(people, full):
    comments.open_thread(full, by=people.rita, text="?", about=Passage("summary", "this is", "AAECAwA=", "AAECAwA="))
    assert gone(full, people.rita) == [False]
