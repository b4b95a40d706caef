"""Two web processes on PostgreSQL and Redis, neighbours on different ones; and what happens while either is away."""

import contextlib
import os
import time
from dataclasses import dataclass
from signal import SIGKILL

import pytest

from collab import wire
from collab.awareness import GONE, State, decode, encode
from tests.collab.client import Writer
from tests.collab.installation import Installation
from tests.collab.line import Line, line_to
from tests.collab.storm import Storm
from tests.collab.web import Web, web
from tests.processes import RunningApp, own_broker, own_database

pytestmark = pytest.mark.services

A_MINUTE = 60


@dataclass
class Two:
    installation: Installation
    one: Web
    other: Web
    postgres: Line
    redis: Line

    def writers(self, document) -> tuple[Writer, Writer]:
        found = [
            Writer(self.installation, document, token=self.installation.token(name), port=place.port)
            for name, place in (("ada", self.one), ("bob", self.other))
        ]
        for writer in found:
            writer.until(lambda writer=writer: writer.acks == [0])
        return found[0], found[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        pytest.skip("needs PostgreSQL and Redis")
    with contextlib.ExitStack() as stack:
        postgres = stack.enter_context(line_to(stack.enter_context(own_database())["DATABASE_URL"]))
        redis = stack.enter_context(line_to(stack.enter_context(own_broker())["REDIS_URL"]))
        addresses = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        app = RunningApp(tmp_path_factory.mktemp("two"), DJANGO_SETTINGS_MODULE="tests.collab.settings", **addresses)
        app.manage("migrate", "--noinput", "-v", "0")
        installation = Installation(app)
        stack.callback(installation.stop)
        yield Two(
            installation, stack.enter_context(web(app)), stack.enter_context(web(app)), postgres=postgres, redis=redis
        )


@pytest.fixture
def two(running):
    yield running
    running.postgres.mend()
    running.redis.mend()


@pytest.fixture
def document(two):
    return two.installation.document(text="")


def test_neighbours_on_different_processes_see_each_other_write(two, document):
    ada, bob = two.writers(document)
    ada.write("from Ada ")
    bob.until_it_reads("from Ada ")
    bob.write("from Bob ")
    ada.until_it_reads("from Ada from Bob ")

    assert two.installation.texts(document) == {"text": "from Ada from Bob "}


def test_they_see_who_is_there_and_who_has_left(two, document):
    ada, bob = two.writers(document)
    ada.socket.send(wire.awareness_frame(encode([State(7, 0, b'"ada"')])))
    bob.until(lambda: bob.awareness)
    ada.leave()
    bob.until(lambda: len(bob.awareness) == 2)

    assert [decode(frame)[0].value for frame in bob.awareness] == [b'"ada"', GONE]


def test_who_comes_later_hears_who_is_there_from_the_other_process(two, document):
    ada = Writer(two.installation, document, port=two.one.port)
    ada.socket.send(wire.awareness_frame(encode([State(7, 0, b'"ada"')])))
    ada.until(lambda: ada.awareness)
    bob = Writer(two.installation, document, port=two.other.port)

    bob.until(lambda: bob.awareness)


def test_a_notice_and_an_edit_by_the_worker_reach_both(two, document):
    ada, bob = two.writers(document)
    two.installation.edit(document, text="By the worker")
    two.installation.run("documents.notice(find(uuid), 'actions')", uuid=str(document))

    for writer in (ada, bob):
        writer.until_it_reads("By the worker")
        writer.until(lambda writer=writer: writer.topics == ["actions"])


def test_a_minute_without_redis_in_the_middle_of_a_storm_loses_nothing(two, document):
    storm = Storm(two.installation, document, [two.one.port, two.other.port])
    storm.begin()
    storm.rage(words=20)
    two.redis.cut()
    back = time.monotonic() + A_MINUTE
    while time.monotonic() < back:
        storm.rage(words=20)
    two.redis.mend()
    storm.rage(words=20)

    storm.calm_down()


def test_without_redis_writing_goes_on_and_comes_together(two, document):
    ada, bob = two.writers(document)
    two.redis.cut()
    ada.write("one ")
    ada.until_saved()
    bob.until_it_reads("one ")
    bob.write("two ")
    bob.until_saved()
    ada.until_it_reads("one two ")
    two.redis.mend()
    ada.write("three")

    bob.until_it_reads("one two three")


def test_without_postgresql_nothing_is_acknowledged_or_shown_and_all_of_it_arrives_later(two, document):
    ada, bob = two.writers(document)
    two.postgres.cut()
    ada.write("kept ")
    with pytest.raises(TimeoutError):
        ada.until_saved(seconds=2)
    with pytest.raises(TimeoutError):
        bob.hear(0.5)
    two.postgres.mend()

    ada.until_saved()
    bob.until_it_reads("kept ")
    assert two.installation.texts(document) == {"text": "kept "}


def test_a_rolling_restart_during_a_storm_loses_nothing(two, document):
    storm = Storm(two.installation, document, [two.one.port, two.other.port])
    storm.begin()
    for place in (two.one, two.other):
        storm.rage(words=30)
        place.stop()
        storm.rage(words=30)
        place.start()

    storm.calm_down()


def test_kill_9_of_one_of_two_loses_nothing(two, document):
    storm = Storm(two.installation, document, [two.one.port, two.other.port])
    storm.begin()
    storm.rage(words=30)
    two.one.stop(SIGKILL)
    storm.rage(words=30)
    two.one.start()

    storm.calm_down()
