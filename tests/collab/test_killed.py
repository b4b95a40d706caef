"""Web processes die while people write."""

from signal import SIGKILL

import pytest

from tests.collab.storm import Storm
from tests.collab.web import web

KILLS = 4  # `./dev bench collab-kills` does a hundred


@pytest.fixture
def process(installation):
    with web(installation.app) as process:
        yield process


def test_nothing_that_anybody_was_told_is_missing_after_kill_9(installation, process):
    storm = Storm(installation, installation.document(), [process.port])
    storm.begin()
    for _kill in range(KILLS):
        storm.rage(words=30)
        storm.cut_off(lambda: process.stop(SIGKILL))
        process.start()
        storm.may_come.set()

    storm.calm_down()


def test_a_process_that_is_asked_to_end_writes_what_it_has(installation, process):
    storm = Storm(installation, installation.document(), [process.port])
    storm.begin()
    storm.rage(words=30)
    storm.cut_off(process.stop)
    process.start()

    storm.calm_down()
