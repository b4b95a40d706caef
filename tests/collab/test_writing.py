"""Several people in one document, through real sockets."""

import urllib.request

import pytest

from tests.collab.client import Writer


@pytest.fixture
def document(installation):
    return installation.document(text="It broke. ")


def test_who_joins_sees_what_is_there(installation, document):
    Writer(installation, document).until_it_reads("It broke. ")


def test_what_one_writes_another_sees_and_the_disk_has(installation, document):
    ada, bob = Writer(installation, document), Writer(installation, document, token=installation.token("bob"))
    ada.until_it_reads("It broke. ")
    bob.until_it_reads("It broke. ")

    ada.write("At noon.")
    ada.until_saved()
    bob.until_it_reads("It broke. At noon.")

    assert installation.texts(document) == {"text": "It broke. At noon."}


def test_what_two_write_at_once_both_have(installation, document):
    ada, bob = Writer(installation, document), Writer(installation, document, token=installation.token("bob"))
    for _round in range(20):
        ada.write("a")
        bob.write("b")
    for writer in (ada, bob):
        writer.until(lambda writer=writer: len(str(writer.text)) == len("It broke. ") + 40)

    assert str(ada.text) == str(bob.text)


def test_acknowledgements_count_update_frames(installation, document):
    ada = Writer(installation, document)
    for word in ("one ", "two ", "three "):
        ada.write(word)
    ada.until_saved()

    assert ada.durable == 3
    assert ada.acks == sorted(ada.acks)


def test_nobody_is_sent_what_they_alone_have_written(installation, document):
    ada, bob = Writer(installation, document), Writer(installation, document)
    for writer in (ada, bob):
        writer.until_it_reads("It broke. ")
        writer.frames.clear()
    for word in ("one ", "two "):
        ada.write(word)
        ada.until_saved()
    bob.until_it_reads("It broke. one two ")

    assert [frame for frame in ada.frames if frame[:2] == b"\0\2"] == []
    assert len([frame for frame in bob.frames if frame[:2] == b"\0\2"]) == 2


def test_an_ordinary_client_hears_nothing_of_acknowledgements(installation, document):
    ada, bob = Writer(installation, document, acks=False), Writer(installation, document, acks=False)
    ada.until_it_reads("It broke. ")
    ada.write("More.")
    bob.until_it_reads("It broke. More.")

    assert {frame[0] for frame in ada.frames + bob.frames} == {0}


def test_an_edit_by_a_program_shows_on_open_pages(installation, document):
    ada = Writer(installation, document)
    ada.until_it_reads("It broke. ")

    installation.edit(document, text="It broke at noon. ")

    ada.until_it_reads("It broke at noon. ")


def test_a_notice_reaches_open_pages(installation, document):
    ada = Writer(installation, document)
    ada.until_it_reads("It broke. ")

    installation.run("documents.notice(find(uuid), 'timeline')", uuid=str(document))

    ada.until(lambda: ada.topics == ["timeline"])


def test_an_operator_sees_what_goes_on(installation, document):
    ada = Writer(installation, document)
    ada.write("More.")
    ada.until_saved()

    with urllib.request.urlopen(f"{installation.app.url}/metrics", timeout=20) as answer:
        figures = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line[0] != "#")
    assert float(figures["collab_open_documents"]) >= 1
    assert float(figures["collab_updates_total"]) >= 1
    assert float(figures["collab_commit_seconds_count"]) >= 1
