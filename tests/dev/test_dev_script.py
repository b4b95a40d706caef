"""`./dev`: what it says when something is in the way, and that it resumes and repeats nothing."""

import ast
import importlib.machinery
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "dev"


def run_dev(*args, **env):
    """Run the real script; what is in the way must be said before anything is installed."""
    return subprocess.run(
        [sys.executable, SCRIPT, *args],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """The script as a module, over an empty checkout; `dev.done` lists the steps that it would have run."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("dev_script", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev_script", loader))
    loader.exec_module(module)
    module.ROOT, module.VENV, module.PYTHON = tmp_path, tmp_path / ".venv", tmp_path / ".venv" / "bin" / "python"
    module.FRONTEND, module.BUILD = tmp_path / "frontend", tmp_path / "static" / "build"
    module.TOOLS, module.STAMPS = tmp_path / "var" / "tools", tmp_path / "var" / "setup"
    module.RUNTIME_LOCK, module.TEST_LOCK = tmp_path / "requirements.lock", tmp_path / "requirements-test.lock"
    for folder in (module.FRONTEND, module.STAMPS):
        folder.mkdir(parents=True)
    for path in (
        module.RUNTIME_LOCK,
        module.TEST_LOCK,
        module.FRONTEND / "package.json",
        module.FRONTEND / "package-lock.json",
    ):
        path.write_text(path.name)
    module.done = []
    module.find_uv = lambda: "uv"
    module.find_node = lambda: (["npm"], {})
    module.work = lambda title, *_command, **_options: pretend(module, title)
    return module


def pretend(dev, title):
    """Leave behind what the step would have made."""
    dev.done.append(title)
    if title == "Making .venv":
        dev.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        dev.PYTHON.unlink(missing_ok=True)
        dev.PYTHON.symlink_to(sys.executable)
        (dev.VENV / "pyvenv.cfg").write_text("")
    elif title == "Installing npm packages":
        (dev.FRONTEND / "node_modules").mkdir(exist_ok=True)
    elif title == "Building the front end":
        dev.BUILD.mkdir(parents=True, exist_ok=True)
        (dev.BUILD / "app.css").write_text("")


def interrupt(dev, at):
    """Let the step `at` be cut off by Ctrl-C, once."""
    go_on = dev.work

    def work(title, *_command, **_options):
        if title == at:
            dev.work = go_on
            raise KeyboardInterrupt
        go_on(title)

    dev.work = work


# --- what is in the way -----------------------------------------------------------------------------


def test_old_pythons_can_read_the_script():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


def test_a_python_that_is_too_old_says_which_is_needed(dev, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(dev.Problem, match=r"^Python 3\.11 or newer is needed and this is 3\.8\.10; install one "):
        dev.need_new_python()


@pytest.mark.parametrize("options", [lambda _port: [], lambda port: ["--port", str(port)]], ids=["PORT", "--port"])
def test_a_taken_port_is_said_before_anything_is_installed(options):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run_dev("run", *options(port), PORT="8000" if options(port) else str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"./dev: Port {port} is taken by another program; ")


@pytest.mark.parametrize("port", ["http", "-1", "99999"])
def test_a_port_that_is_none_gets_a_sentence(port):
    done = run_dev("run", PORT=port)

    assert done.returncode == 1
    assert "for example PORT=8000" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_gets_a_sentence():
    done = run_dev("run", PORT="0", DATA_DIR="/proc/nowhere")

    assert done.returncode == 1
    assert done.stderr.startswith("./dev: Cannot write to /proc/nowhere (")


def test_an_unknown_command_names_the_known_ones():
    done = run_dev("runn")

    assert done.returncode == 1
    assert done.stderr.startswith("./dev: There is no command 'runn'; there are: run, test, check, ")


def test_without_a_command_it_lists_them():
    assert "./dev run " in run_dev().stdout


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to write: No space left on device (os error 28)", "the disk is full"),
        ("npm error code ENOTFOUND", "the package registry could not be reached"),
        ("Caused by: dns error: failed to lookup address information", "the package registry could not be reached"),
        ("error: Permission denied (os error 13)", "this folder may not be written to"),
        ("npm error code EINTEGRITY", "not the one in the lock"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate", "certificate is not trusted"),
    ],
)
def test_known_causes_become_one_sentence(dev, output, sentence, capsys):
    assert sentence in dev.cause_of(output)
    assert capsys.readouterr().err == ""


def test_an_unknown_cause_is_shown_as_it_is(dev, capsys):
    assert dev.cause_of("SyntaxError: ?") == "the reason stands above."
    assert capsys.readouterr().err == "SyntaxError: ?\n"


# --- resume, and repeat nothing ---------------------------------------------------------------------

EVERYTHING = ["Making .venv", "Installing Python packages", "Installing npm packages", "Building the front end"]


def test_the_first_set_up_does_every_step(dev):
    dev.set_up()

    assert dev.done == EVERYTHING


def test_a_second_set_up_does_nothing(dev):
    dev.set_up()
    dev.done.clear()

    dev.set_up()

    assert dev.done == []


@pytest.mark.parametrize("step", EVERYTHING)
def test_an_interrupted_set_up_goes_on_with_the_step_that_was_cut_off(dev, step):
    interrupt(dev, at=step)
    with pytest.raises(KeyboardInterrupt):
        dev.set_up()
    dev.done.clear()

    dev.set_up()

    assert dev.done == EVERYTHING[EVERYTHING.index(step) :]


def test_a_half_made_venv_is_made_anew(dev):
    dev.set_up()
    dev.PYTHON.unlink()
    dev.done.clear()

    dev.set_up()

    assert dev.done == ["Making .venv", "Installing Python packages"]


def test_a_changed_lock_installs_packages_alone(dev):
    dev.set_up()
    dev.RUNTIME_LOCK.write_text("newer")
    dev.done.clear()

    dev.set_up()

    assert dev.done == ["Installing Python packages"]


def test_a_changed_stylesheet_builds_alone(dev):
    dev.set_up()
    (dev.FRONTEND / "app.scss").write_text("")
    dev.done.clear()

    dev.set_up()

    assert dev.done == ["Building the front end"]


def test_running_after_testing_takes_nothing_away(dev):
    dev.set_up(for_tests=True)
    dev.done.clear()

    dev.set_up()

    assert dev.done == []


def test_testing_after_running_adds_the_test_packages(dev):
    dev.set_up()
    dev.done.clear()

    dev.set_up(for_tests=True)

    assert dev.done == ["Installing Python packages"]


def test_what_npm_installs_does_not_count_as_a_source(dev):
    dev.set_up()
    (dev.FRONTEND / "node_modules" / "added.js").write_text("")
    dev.done.clear()

    dev.set_up()

    assert dev.done == []
