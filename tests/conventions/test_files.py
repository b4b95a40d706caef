"""What is in the repository: sizes that stay readable, names that say something, nothing of one machine."""

import ast
import functools
import re
import statistics
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 150
MEDIAN_FUNCTION = 8
MOST_INLINE_IMPORTS = 10
DRAWERS = {"utils", "util", "services", "helpers", "common", "misc"}
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/[\w.]")
REGISTRY = re.compile(r"https?://\S*(?:registry\.|pypi|pythonhosted|/simple/|/-/|\.whl|\.tgz)", re.IGNORECASE)


def tracked():
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def modules():
    return [path for path in tracked() if path.suffix == ".py" or path == ROOT / "dev"]


def packages():
    """The application's packages: top-level folders that can be imported, without the tests."""
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def code():
    """The modules of the application, without what Django generates."""
    return [
        path for path in modules() if path.relative_to(ROOT).parts[0] in packages() and "migrations" not in path.parts
    ]


@functools.cache
def nodes(path):
    """Every node of a module's syntax tree; several rules look at all of them."""
    return list(ast.walk(ast.parse(path.read_text())))


def functions(paths):
    for path in paths:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def too_long(paths, limit):
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_module_is_longer_than_one_can_read():
    written = [path for path in modules() if "migrations" not in path.parts]
    assert too_long(written, LONGEST_MODULE) == {}


def test_no_template_is_longer_than_one_can_read():
    assert too_long((ROOT / "templates").rglob("*.html"), LONGEST_TEMPLATE) == {}


def test_no_function_is_longer_than_one_can_read():
    lengths = dict(functions(path for path in modules() if "migrations" not in path.parts))
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short():
    assert statistics.median(length for _name, length in functions(code())) <= MEDIAN_FUNCTION


def test_no_module_is_a_drawer():
    assert [str(path.relative_to(ROOT)) for path in code() if {path.stem, path.parent.name} & DRAWERS] == []


def test_imports_inside_functions_are_few_and_have_a_reason():
    inline = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in modules()
        for line in path.read_text().splitlines()
        if re.search(r"#\s*noqa:.*PLC0415", line)
    ]
    assert len(inline) <= MOST_INLINE_IMPORTS, inline
    assert [line for line in inline if not re.search(r"PLC0415[\w, ]* [-–(]", line)] == []


def test_no_file_names_a_place_on_one_machine_or_a_package_registry():
    named = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a font
        named += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:160]}"
            for number, line in enumerate(text.splitlines(), 1)
            if OF_ONE_MACHINE.search(line) or REGISTRY.search(line)
        ]
    assert named == []


def test_the_import_contract_knows_every_package():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = {name.strip(" ()") for layer in linter["contracts"][0]["layers"] for name in layer.split("|")}

    assert set(linter["root_packages"]) == packages()
    assert packages() - layers == set()


def test_a_test_with_real_transactions_puts_back_what_migrations_wrote():
    # Django empties every table after it, also of the rows that migrations made (severities, templates).
    mark = re.compile(r"^@pytest\.mark\.django_db\(transaction=True(?!, serialized_rollback=True)", re.MULTILINE)
    assert [str(path.relative_to(ROOT)) for path in modules() if mark.search(path.read_text())] == []
