"""A state is written by `_move` alone (`core/lifecycle.py`): no assignment, no `update(state=…)` anywhere else."""

import ast

import pytest

from tests.conventions.test_files import ROOT, code, nodes

DOORS = {
    ROOT / "core" / "lifecycle.py",
    ROOT / "demo" / "scale.py",  # rows by the hundred thousand, for measuring: they never lived
}


def states_written(syntax):
    """The line numbers on which these nodes write something called state."""
    lines = set()
    for node in syntax:
        targets = []
        if isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in ast.walk(target)]
        elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value):
            targets = [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            lines.add(node.lineno)
        if isinstance(node, ast.Call) and _writes_state(node):
            lines.add(node.lineno)
    return sorted(lines)


def _writes_state(call):
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called in ("update", "update_or_create"):
        return any(keyword.arg == "state" for keyword in call.keywords)
    if called in ("bulk_update", "setattr"):
        return any(isinstance(part, ast.Constant) and part.value == "state" for part in ast.walk(call))
    return False


def test_no_state_is_written_around_the_door():
    around = {
        str(path.relative_to(ROOT)): lines
        for path in code()
        if path not in DOORS and (lines := states_written(nodes(path)))
    }
    assert around == {}


@pytest.mark.parametrize(
    "line",
    [
        "incident.state = 'closed'",
        "a, incident.state = 1, 'closed'",
        "Incident.objects.filter(pk=1).update(state='closed')",
        "Incident.objects.bulk_update(rows, ['state'])",
        "setattr(incident, 'state', 'closed')",
    ],
)
def test_this_check_sees(line):
    assert states_written(ast.walk(ast.parse(line))) == [1]


@pytest.mark.parametrize("line", ["if incident.state == 'closed': pass", "rows.filter(state='open')", "x = row.state"])
def test_this_check_lets_pass(line):
    assert states_written(ast.walk(ast.parse(line))) == []
