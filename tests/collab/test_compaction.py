"""Folding the log loses nothing."""

import pytest

from collab import compaction, documents, log
from collab.models import Author, Document, Snapshot, Update
from collab.replica import Replica
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    document = documents.create(kind="note", texts={"text": "0"}, by=None)
    for number in range(1, 10):
        documents.edit(document, {"text": f"{number}"}, by=None)
    return document


def fresh(document):
    return Document.objects.get(pk=document.pk)


def test_a_folded_document_reads_the_same(document):
    assert compaction.fold(document.pk)

    assert documents.texts(document) == {"text": "9"}
    assert not Update.objects.filter(document=document).exists()
    assert (fresh(document).tail_rows, fresh(document).tail_bytes, fresh(document).head_seq) == (0, 0, 10)


def test_it_goes_on_after_a_fold(document):
    compaction.fold(document.pk)
    documents.edit(document, {"text": "more"}, by=None)

    assert documents.texts(document) == {"text": "more"}
    assert Update.objects.get(document=document).seq == 11
    assert compaction.fold(document.pk)
    assert documents.texts(document) == {"text": "more"}


def test_what_is_appended_during_a_fold_stays(document, monkeypatch):
    exchange = compaction._exchange

    def appended_first(*args):
        documents.edit(document, {"text": "9 and late"}, by=None)
        return exchange(*args)

    monkeypatch.setattr(compaction, "_exchange", appended_first)
    assert compaction.fold(document.pk)

    assert documents.texts(document) == {"text": "9 and late"}
    assert fresh(document).tail_rows == 1


def test_the_second_of_two_folds_at_once_leaves_everything_as_it_is(document, monkeypatch):
    exchange = compaction._exchange

    def folded_first(*args):
        monkeypatch.setattr(compaction, "_exchange", exchange)
        assert compaction.fold(document.pk)
        documents.edit(document, {"text": "after"}, by=None)
        return exchange(*args)

    compaction.fold(document.pk)
    documents.edit(document, {"text": "before"}, by=None)
    monkeypatch.setattr(compaction, "_exchange", folded_first)
    assert not compaction.fold(document.pk)

    assert documents.texts(document) == {"text": "after"}
    assert Snapshot.objects.get(document=document).seq == 11


def test_who_wrote_is_known_after_the_fold():
    ada, bob = make_user("Ada"), make_user("Bob")
    document = documents.create(kind="note", texts={"text": "a"}, by=ada)
    documents.edit(document, {"text": "b"}, by=bob)
    compaction.fold(document.pk)
    documents.edit(document, {"text": "c"}, by=ada)
    compaction.fold(document.pk)

    assert documents.authors(document, 0) == {ada.pk, bob.pk}
    assert documents.authors(document, 2) == {ada.pk}
    assert Author.objects.count() == 2


def test_there_is_nothing_to_fold_twice(document):
    compaction.fold(document.pk)

    assert not compaction.fold(document.pk)


def test_a_reader_who_meets_a_fold_reads_again(document, monkeypatch):
    read_after = log.read_after

    def folded_in_between(document_id, seq):
        monkeypatch.setattr(log, "read_after", read_after)
        compaction.fold(document_id)
        return read_after(document_id, seq)

    monkeypatch.setattr(log, "read_after", folded_in_between)

    assert Replica(*log.read(document.pk).updates).texts() == {"text": "9"}
