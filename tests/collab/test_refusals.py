"""Who may not, and what is no good: each is refused or bounded, and the others do not notice."""

import contextlib
import socket
import time

import pytest
from websockets.exceptions import ConnectionClosed

from collab import wire
from collab.awareness import State, encode
from collab.replica import Replica
from tests.collab.client import PATIENCE, Writer, closed_with, open_socket
from tests.collab.test_wire import nested


@pytest.fixture
def document(installation):
    return installation.document(text="It broke. ")


@pytest.fixture
def bystander(installation, document):
    """Somebody else in the same document, and one in another, who both must not notice."""
    here = Writer(installation, document, token=installation.token("bystander"))
    there = Writer(installation, installation.document(), token=installation.token("bystander"))
    here.until_it_reads("It broke. ")
    yield here
    for writer in (here, there):
        writer.write("Still here.")
        writer.until_saved()
        writer.leave()


@pytest.mark.parametrize(("token", "code"), [("", 4401), ("pmt_nobody-made-this", 4401)])
def test_a_stranger_is_asked_to_sign_in(installation, document, token, code):
    assert closed_with(open_socket(installation, document, token=token)) == code


def test_who_may_not_see_it_is_told_that_there_is_nothing(installation, document):
    assert Writer(installation, document, token=installation.token("stranger")).close_code() == 4404


def test_a_document_that_is_not_there(installation):
    missing = "00000000-0000-4000-8000-000000000000"

    assert closed_with(open_socket(installation, missing, token=installation.token())) == 4404


def test_a_page_of_another_site_is_sent_away(installation, document):
    with contextlib.closing(
        open_socket(installation, document, Cookie="sessionid=x", Origin="https://evil.example")
    ) as it:
        assert closed_with(it) == 4403


def test_a_reader_reads_and_is_closed_when_they_write(installation, document, bystander):
    reader = Writer(installation, document, token=installation.token("reader", role="viewer"))
    reader.until_it_reads("It broke. ")
    reader.write("Not mine to say.")

    assert reader.close_code() == 4403
    assert installation.texts(document) == {"text": "It broke. "}


def test_a_reader_stays_who_answers_what_the_server_asks(installation, document, bystander):
    reader = Writer(installation, document, token=installation.token("reader", role="viewer"))
    reader.until_it_reads("It broke. ")
    bystander.write("More.")

    reader.until_it_reads("It broke. More.")


HOSTILE = {
    "nothing": b"",
    "random bytes": b"\0\2\xde\xad\xbe\xef",
    "a frame cut short": wire.update_frame(b"\1\1\7\0")[:-2],
    "an update cut short": wire.update_frame(b"\1\1\7\0\4\1\1t\5ab"),
    "an update that claims more than there is": wire.update_frame(b"\1" + wire.number(2**32 - 1) + b"\1\0"),
    "values nested until the stack ends": wire.update_frame(nested(200_000)),
    "ten thousand people at once": wire.awareness_frame(encode(State(n, 0, b"1") for n in range(10_000))),
    "a sync answer that builds upon nothing": wire.sync_frame(b"\1\1\7" + wire.number(2**31) + b"\4\1\4text\1x\0"),
    "a state vector that is none": wire.state_frame(b"\xff\xff"),
}


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_message_ends_the_connection_that_sent_it(installation, document, bystander, frame):
    hostile = Writer(installation, document)
    hostile.until_it_reads("It broke. ")
    hostile.socket.send(frame)

    assert hostile.close_code() == 4400
    assert installation.head(document) == 1


def test_text_instead_of_bytes_ends_the_connection(installation, document, bystander):
    hostile = Writer(installation, document)
    hostile.socket.send("hello")

    assert hostile.close_code() == 4400


def test_a_message_of_a_kind_that_we_do_not_know_is_passed_over(installation, document):
    writer = Writer(installation, document)
    writer.socket.send(b"\x63hello")
    writer.write("x")

    writer.until_saved()


def test_an_update_that_claims_a_huge_clock_is_neither_kept_nor_acknowledged(installation, document, bystander):
    liar = Writer(installation, document)
    liar.until(lambda: liar.acks == [0])
    liar.socket.send(wire.update_frame(b"\1\1\7" + wire.number(2**31) + b"\4\1\4text\1x\0"))

    liar.until(lambda: liar.frames[-1][:2] == b"\0\0")  # asked for what lies before
    assert liar.acks == [0]
    assert installation.head(document) == 1


def test_who_left_something_out_is_asked_for_it_and_then_acknowledged(installation, document):
    """A page that comes back may write before it was asked what it wrote elsewhere."""
    page = Replica()
    first, second = page.edit({"text": "It"}), page.edit({"text": "It works."})
    writer = Writer(installation, document)
    writer.until(lambda: writer.acks == [0])

    writer.socket.send(wire.update_frame(second))
    writer.until(lambda: writer.frames[-1][:2] == b"\0\0")
    writer.socket.send(wire.sync_frame(wire_merge(first, second)))
    writer.until(lambda: writer.durable == 1)

    assert sorted(installation.texts(document)["text"]) == sorted("It broke. It works.")


def wire_merge(*updates):
    return Replica(*updates).since()


@pytest.mark.parametrize("update", [b"\0\0", "again"])
def test_updates_without_news_are_acknowledged_and_not_kept(installation, document, update):
    writer = Writer(installation, document)
    writer.until_it_reads("It broke. ")
    everything = writer.doc.get_update() if update == "again" else update
    for _time in range(3):
        writer.socket.send(wire.update_frame(everything))
        writer.socket.send(wire.sync_frame(everything))

    writer.until(lambda: writer.durable == 3)
    assert installation.head(document) == 1


def test_a_frame_that_is_too_large_ends_the_connection(installation, document, bystander):
    hostile = Writer(installation, document)
    hostile.until_it_reads("It broke. ")
    hostile.socket.send(wire.update_frame(b"x" * 5 * 1024 * 1024))

    assert hostile.close_code() == 4413


def test_a_frame_of_100_megabytes_is_refused_at_its_first_bytes(installation, document, bystander):
    hostile = open_socket(installation, document, token=installation.token())
    with contextlib.suppress(ConnectionClosed, OSError):
        hostile.send(b"x" * 100 * 1024 * 1024)

    assert closed_with(hostile) in (1006, 1009)


def test_hundreds_of_connections_of_one_person_are_bounded(installation, document, bystander):
    token = installation.token("eager")
    sockets = [open_socket(installation, document, token=token) for _number in range(203)]

    codes = [first_or_code(it) for it in sockets]
    for it in sockets:
        with contextlib.suppress(OSError):
            it.socket.shutdown(socket.SHUT_RDWR)

    assert (codes.count(0), codes.count(1013)) == (200, 3)


def first_or_code(it) -> int:
    """0 for somebody who was let in."""
    try:
        return int(it.recv(10)[0])
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def test_whose_token_is_revoked_is_sent_away(installation, document, bystander):
    leaver = Writer(installation, document, token=installation.token("revoked"))
    leaver.until_it_reads("It broke. ")
    installation.run("ApiToken.objects.get(user__name='revoked').revoke()")

    assert leaver.close_code() == 4403


def test_who_is_deactivated_is_sent_away(installation, document, bystander):
    leaver = Writer(installation, document, token=installation.token("deactivated"))
    leaver.until_it_reads("It broke. ")
    installation.run("User.objects.get(name='deactivated').deactivate()")

    assert leaver.close_code() == 4403


def test_who_becomes_a_viewer_reads_on_and_writes_no_more(installation, document, bystander):
    demoted = Writer(installation, document, token=installation.token("demoted"))
    demoted.until_it_reads("It broke. ")
    installation.run("User.objects.get(name='demoted').change_role('viewer')")

    refused_by = time.monotonic() + PATIENCE
    with contextlib.suppress(ConnectionClosed):
        while time.monotonic() < refused_by:  # it is looked at once a second, however fast the disk is
            demoted.write("x")
            demoted.until_saved()

    assert demoted.close_code() == 4403


def test_a_session_that_is_ended_ends_its_sockets(installation, document, bystander):
    key = installation.run(
        """
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
user = User.objects.create_user("browser@example.org", name="Browser")
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
answer = session.session_key
"""
    )
    page = open_socket(
        installation, document, Cookie=f"sessionid={key}", Origin=installation.app.url.replace("localhost", "127.0.0.1")
    )
    assert page.recv(10)[:2] == b"\0\0"
    installation.run(
        "from django.contrib.sessions.models import Session; Session.objects.filter(pk=key).delete()", key=key
    )

    assert closed_with(page) == 4403
