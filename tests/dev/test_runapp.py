"""The whole application as an operator starts it: web server, worker and beat under one command."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.processes import RunningApp, all_gone, application, descendants


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with application(tmp_path_factory.mktemp("runapp")) as app:
        yield app


@pytest.fixture
def app(installation):
    """One installation for all tests here, running at the start of each."""
    if not installation.is_running:
        installation.start()
    return installation


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def has_beat(app):
    """Web server, worker, and the beat that the worker forks."""
    return len(descendants(app.process.pid)) >= 3


def test_it_says_where_it_runs_and_is_ready(app):
    wait_for(lambda: app.answers("/readyz"))

    assert f"Running at {app.url}/ (Ctrl-C stops it)" in app.log.read_text()


def test_ctrl_c_stops_everything_within_seconds(app):
    wait_for(lambda: has_beat(app))
    everything = descendants(app.process.pid)
    started = time.monotonic()

    assert app.stop(signal.SIGINT) == 0

    assert time.monotonic() - started < 30
    assert all_gone(everything)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere children notice within a second, by looking")
def test_kill_9_leaves_nothing_behind(app):
    wait_for(lambda: has_beat(app))
    everything = descendants(app.process.pid)

    app.stop(signal.SIGKILL)

    assert all_gone(everything)


def test_a_worker_that_is_killed_comes_back_with_one_beat(app):
    wait_for(lambda: has_beat(app))
    before = descendants(app.process.pid)
    worker = next(pid for pid in before if descendants(pid))

    os.kill(worker, signal.SIGKILL)

    wait_for(lambda: worker not in (now := descendants(app.process.pid)) and len(now) == len(before))
    assert "The worker was killed (SIGKILL); starting it again in 1 s." in app.log.read_text()


def test_it_can_run_without_a_worker(app):
    app.end()
    app.start("--no-worker")
    only = descendants(app.process.pid)
    app.end()

    assert len(only) == 1


def second_start(app, **changes):
    return subprocess.run(
        [sys.executable, "manage.py", "runapp"],
        env={**app.env, **changes},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_taken_port_is_refused_with_one_sentence(app):
    done = second_start(app)

    assert done.returncode == 1
    assert re.fullmatch(r"CommandError: Port \d+ is taken by another program; .* for example PORT=\d+\.\n", done.stderr)


def test_a_second_start_on_the_same_data_is_refused_with_one_sentence(app):
    done = second_start(app, PORT=str(RunningApp(app.data_dir).port))

    assert done.returncode == 1
    assert done.stderr.startswith(f"CommandError: The application already runs on {app.data_dir}; ")
