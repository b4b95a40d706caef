"""The door for Python."""

import pytest
from django.db import transaction

from collab import documents, log
from collab.models import Document, Topic
from collab.replica import Replica, Unreadable
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_document(**texts):
    return documents.create(kind="note", texts=texts or {"summary": "It broke."}, by=None)


def test_a_new_document_reads_as_it_was_seeded():
    document = make_document(summary="It broke.", lessons="Wörds 😀\nand more\n")

    assert documents.texts(document) == {"summary": "It broke.", "lessons": "Wörds 😀\nand more\n"}


def test_an_edit_changes_what_it_names_and_nothing_else():
    document = make_document(summary="It broke.", lessons="None")

    documents.edit(document, {"summary": "It broke at noon.", "new": "Here"}, by=None)

    assert documents.texts(document) == {"summary": "It broke at noon.", "lessons": "None", "new": "Here"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "a"),
        ("a", ""),
        ("ä 😀 b", "ä 😀 c"),
        ("one two three", "one 2 three"),
        ("line\nline\nline\n", "line\nother\nline\n"),
        ("same", "same"),
        ("\ttab  and   spaces ", "tab and spaces"),
        ("👩‍👩‍👧 family", "👩‍👧 family"),
    ],
)
def test_an_edit_arrives_exactly(before, after):
    document = make_document(text=before)

    documents.edit(document, {"text": after}, by=None)

    assert documents.texts(document)["text"] == after


def test_an_edit_is_small_so_that_cursors_and_anchors_stay():
    document = make_document(text="word " * 2000)

    documents.edit(document, {"text": "word " * 1000 + "another " + "word " * 1000}, by=None)

    assert len(bytes(document.updates.get(seq=2).data)) < 100


def test_an_edit_that_changes_nothing_is_no_update():
    document = make_document(text="same")

    documents.edit(document, {"text": "same"}, by=None)

    assert document.updates.count() == 1


def test_windows_line_ends_become_ordinary_ones():
    assert documents.texts(make_document(text="a\r\nb\r\n"))["text"] == "a\nb\n"


def test_an_edit_that_is_rolled_back_never_was():
    document = make_document(text="before")

    with transaction.atomic():
        documents.edit(document, {"text": "after"}, by=None)
        transaction.set_rollback(True)

    assert documents.texts(document)["text"] == "before"


def test_an_edit_of_a_document_that_is_gone_says_so():
    document = make_document()
    Document.objects.all().delete()

    with pytest.raises(log.DocumentGone):
        documents.edit(document, {"summary": "Late"}, by=None)


def test_the_number_of_the_newest_update_counts_up_without_gaps():
    document = make_document(text="a")
    for wanted in ("b", "c", "d"):
        documents.edit(document, {"text": wanted}, by=None)

    document.refresh_from_db()
    assert document.head_seq == 4
    assert list(document.updates.values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_who_wrote_since_a_number():
    ada, bob = make_user("Ada"), make_user("Bob")
    document = documents.create(kind="note", texts={"text": "a"}, by=ada)
    documents.edit(document, {"text": "b"}, by=bob)

    assert documents.authors(document, 0) == {ada.pk, bob.pk}
    assert documents.authors(document, 1) == {bob.pk}
    assert documents.authors(document, 2) == set()


def test_a_notice_counts_up_its_topic():
    document = make_document()
    for topic in ("timeline", "timeline", "actions"):
        documents.notice(document, topic)

    assert dict(Topic.objects.values_list("name", "changes")) == {"timeline": 2, "actions": 1}


def test_what_a_database_cannot_store_is_left_out_of_the_text():
    document = make_document(text="a\0b")

    assert documents.texts(document)["text"] == "ab"


def test_two_who_edit_at_once_both_stay():
    document = make_document(text="The end.")
    stored = log.read(document.pk).updates
    one, other = Replica(*stored), Replica(*stored)

    log.append(
        document.pk, [(None, one.edit({"text": "Not the end."})), (None, other.edit({"text": "The end. More."}))]
    )

    assert documents.texts(document)["text"].replace("  ", " ") == "Not the end. More."


def test_what_is_new_is_told_once_also_after_an_attempt_that_failed():
    first, second = Replica().edit({"text": "One"}), Replica().edit({"text": "Two"})
    replica = Replica()
    with pytest.raises(Unreadable):
        replica.integrate([first, b"no update"])

    assert Replica(replica.integrate([second])).texts() == {"text": "Two"}
    assert replica.integrate([first, second]) == b""
