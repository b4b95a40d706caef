"""Places in a text that move with it, in any alphabet, whoever made them."""

import pytest

from collab import anchors, documents

pytestmark = pytest.mark.django_db

WORDS = "Zürich 𝄞 sings: naïve café, long before the end."


@pytest.fixture
def document(db):
    return documents.create(kind="song", texts={"a": WORDS, "b": "Other"}, by=None)


def rewrite(document, words):
    documents.edit(document, {"a": words}, by=None)


def place(document, anchor, name="a"):
    return anchors.places(document, {7: (name, anchor)}).get(7, "unknown")


def at(document, quote, words=WORDS):
    start = words.index(quote)
    return anchors.anchor(document, "a", start, start + len(quote))


@pytest.mark.parametrize("quote", ["Zürich", "sings: naïve", "𝄞", "𝄞 sings", "end.", WORDS])
def test_a_passage_is_found_where_it_is(document, quote):
    start = WORDS.index(quote)
    assert place(document, at(document, quote)) == (start, start + len(quote))


def test_it_moves_with_what_is_written_before_and_inside(document):
    anchor = at(document, "naïve café")
    rewrite(document, "Then: " + WORDS.replace("naïve café", "naïve old café"))
    start, end = place(document, anchor)
    assert documents.texts(document)["a"][start:end] == "naïve old café"


def test_what_is_written_at_its_edges_does_not_belong_to_it(document):
    anchor = at(document, "naïve")
    rewrite(document, WORDS.replace("naïve", "(naïve)"))
    start, end = place(document, anchor)
    assert documents.texts(document)["a"][start:end] == "naïve"


def test_what_is_left_of_it_is_still_it(document):
    anchor = at(document, "sings: naïve café")
    rewrite(document, WORDS.replace("sings: ", ""))
    rewrite(document, WORDS.replace("sings: ", "").replace(" café", ""))
    start, end = place(document, anchor)
    assert documents.texts(document)["a"][start:end] == "naïve"


def test_nothing_is_left_of_a_passage_that_was_removed(document):
    anchor = at(document, "naïve")
    rewrite(document, WORDS.replace("naïve", ""))
    assert place(document, anchor) is None
    rewrite(document, "")
    assert place(document, anchor) is None


def test_several_are_found_at_once_also_on_the_same_words(document):
    one, other = at(document, "naïve café"), at(document, "café")
    asked = {1: ("a", one), 2: ("a", other), 3: ("a", one)}
    found = anchors.places(document, asked)
    assert found[1] == found[3] == (WORDS.index("naïve"), WORDS.index(","))
    assert found[2] == (WORDS.index("café"), WORDS.index(","))


def test_asking_changes_nothing(document):
    anchor = at(document, "naïve")
    place(document, anchor)
    assert documents.texts(document) == {"a": WORDS, "b": "Other"}


@pytest.mark.parametrize(
    "start", ["", "!!", "AA==", "AQFh", "AAECAwA=", "AP////8PAAA=", "A" * 200, "AP///////////////w8AAA=="]
)
def test_what_means_nothing_here_is_passed_over(document, start):
    assert place(document, anchors.Anchor(start, start)) == "unknown"


def test_an_anchor_of_another_text_is_passed_over(document):
    assert place(document, at(document, "naïve"), name="b") == "unknown"
