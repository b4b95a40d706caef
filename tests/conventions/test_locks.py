"""The locks name versions and hashes, no addresses; and the database driver is the one we test with."""

import ast
import importlib.metadata
import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from tests.conventions.test_files import code, nodes, packages

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = ["requirements.lock", "requirements-test.lock"]
REQUIREMENT = re.compile(r"^[a-z0-9-]+(\[[a-z0-9,-]+\])?==[^\s;]+( ; [^\\]+)?$")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")


def requirements(lock):
    """Each requirement of a lock with its hashes, continuation lines joined."""
    lines = (ROOT / lock).read_text().replace("\\\n", "\n").splitlines()
    found, latest = {}, ""
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("--hash"):
            found[latest].append(line)
        else:
            latest = line
            found[latest] = []
    return found


def locked_names(lock):
    return {re.split(r"[\[=]", requirement)[0] for requirement in requirements(lock)}


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_python_lock_holds_versions_and_hashes_alone(lock):
    strange = [
        line
        for requirement, hashes in requirements(lock).items()
        for line in (requirement, *hashes)
        if not (HASH if line.startswith("--") else REQUIREMENT).match(line)
    ]
    assert strange == []
    assert [requirement for requirement, hashes in requirements(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_python_lock_has_everything_that_the_project_asks_for(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"]
    if lock == "requirements-test.lock":
        wanted = wanted + project["dependency-groups"]["test"]
    names = {re.split(r"[\[<>=!; ]", requirement)[0] for requirement in wanted}

    assert names - locked_names(lock) == set()


def test_the_test_lock_pins_what_the_application_lock_pins():
    assert set(requirements("requirements.lock")) - set(requirements("requirements-test.lock")) == set()


def test_the_npm_lock_holds_hashes_and_no_addresses():
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    of_registry = {path: entry for path, entry in packages.items() if path}

    assert [path for path, entry in packages.items() if "resolved" in entry or entry.get("link")] == []
    assert [path for path, entry in of_registry.items() if "integrity" not in entry] == []


def imported(path):
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_the_application_imports_nothing_that_only_the_tests_have():
    distributions = importlib.metadata.packages_distributions()
    names = {name for path in code() for name in imported(path)} - set(sys.stdlib_module_names) - packages()
    locked = {name.replace("_", "-") for name in locked_names("requirements.lock")}

    assert {n for n in names if not locked & {d.lower().replace("_", "-") for d in distributions.get(n, [])}} == set()


def test_postgresql_is_reached_through_psycopg2_alone():
    # Django prefers version 3 as soon as it is importable, silently and untested.
    assert importlib.util.find_spec("psycopg2") is not None
    assert importlib.util.find_spec("psycopg") is None
    assert not is_psycopg3
    assert "psycopg" not in locked_names("requirements.lock") | locked_names("requirements-test.lock")
