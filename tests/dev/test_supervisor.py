"""The supervisor with children of a few lines; `test_runapp.py` has it with the real ones."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.supervisor import STOP_SECONDS, only_one, port_problem
from tests.processes import all_gone, descendants, is_alive

ROOT = Path(__file__).resolve().parents[2]
SUPERVISE = """
import sys
from pathlib import Path
from core.supervisor import Child, Supervisor
children = [Child(name, name, []) for name in sys.argv[1:]]
sys.exit(Supervisor(children, Path.cwd(), lambda line: print(line, flush=True), backoff=(0.05, 0.05)).run())
"""
# One write, so that two children's lines cannot mix.
UP = "import os, signal, sys, time\nos.write(1, b'up\\n')\n"
SLEEPS = f"{UP}time.sleep(600)\n"
FAILS = f"{UP}sys.exit(3)\n"
STUBBORN = f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLEEPS}"


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor over one child for each text; returns it when every child is up."""
    started = []

    def start(*sources):
        names = [f"child{number}" for number in range(len(sources))]
        for name, source in zip(names, sources, strict=True):
            (tmp_path / f"{name}.py").write_text(source)
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, *names],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        for _ in sources:
            assert process.stdout.readline() == "up\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child_and_is_no_failure(supervise, number):
    supervisor = supervise(SLEEPS, SLEEPS)
    children = descendants(supervisor.pid)
    assert len(children) == 2

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=5) == 0
    assert all_gone(children)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere children notice within a second, by looking")
def test_children_die_with_a_supervisor_that_is_killed(supervise):
    supervisor = supervise(SLEEPS, STUBBORN)
    children = descendants(supervisor.pid)
    assert len(children) == 2

    supervisor.kill()
    supervisor.wait()

    assert all_gone(children)


def test_a_child_that_dies_is_started_again(supervise):
    supervisor = supervise(SLEEPS)
    [child] = descendants(supervisor.pid)

    os.kill(child, signal.SIGKILL)

    assert supervisor.stdout.readline() == "The child0 was killed (SIGKILL); starting it again in 0.05 s.\n"
    assert supervisor.stdout.readline() == "up\n"
    [successor] = descendants(supervisor.pid)
    assert successor != child
    assert is_alive(successor)


def test_what_a_dead_child_had_started_is_gone_before_its_successor_starts(supervise):
    supervisor = supervise("import subprocess\nsubprocess.Popen(['sleep', '600'])\n" + SLEEPS)
    first = descendants(supervisor.pid)
    child = min(first)
    [grandchild] = first - {child}

    os.kill(child, signal.SIGKILL)
    supervisor.stdout.readline()

    assert all_gone({grandchild})


def test_a_child_that_keeps_failing_stops_everything_and_says_so(supervise):
    supervisor = supervise(FAILS, SLEEPS)
    rest, _ = supervisor.communicate(timeout=20)

    assert supervisor.returncode == 1
    assert rest.endswith("The child0 ended (exit status 3) 3 times in a row; stopping. The reason stands above.\n")


def test_a_second_signal_ends_a_child_that_will_not_stop(supervise):
    supervisor = supervise(STUBBORN)
    children = descendants(supervisor.pid)

    started = time.monotonic()
    supervisor.send_signal(signal.SIGINT)
    time.sleep(0.5)
    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(timeout=60) == 0
    assert time.monotonic() - started < STOP_SECONDS
    assert all_gone(children)


def test_a_taken_port_is_named_with_another_to_choose():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert port_problem("127.0.0.1", port) == (
            f"Port {port} is taken by another program; stop it or choose another port, for example PORT={port + 1}."
        )


def test_a_free_port_is_no_problem():
    assert port_problem("127.0.0.1", 0) == ""


def test_a_number_that_is_no_port_gets_a_sentence():
    assert port_problem("127.0.0.1", 70000).startswith("70000 is not a port")


def test_an_address_of_another_machine_gets_a_sentence():
    assert port_problem("192.0.2.1", 8000).startswith("Cannot listen on 192.0.2.1:8000 (")


def test_a_lock_is_held_by_one_process_at_a_time(tmp_path):
    held = only_one(tmp_path / "lock")
    assert held is not None

    again = f"import sys; from core.supervisor import only_one; sys.exit(only_one({str(tmp_path / 'lock')!r}) is None)"
    assert subprocess.run([sys.executable, "-c", again], cwd=ROOT, check=False).returncode == 1

    os.close(held)
    assert subprocess.run([sys.executable, "-c", again], cwd=ROOT, check=False).returncode == 0
