"""``manage.py check_language``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.once


def run(*arguments):
    out = StringIO()
    call_command("check_language", *arguments, stdout=out)
    return out.getvalue()


def test_it_lists_findings_by_line(tmp_path):
    file = tmp_path / "pm.md"
    file.write_text("# Outage\n\nBob forgot it.\n")
    assert f"{file}:3: forgot: “forgot” – What " in run(str(file))


def test_it_prints_precision_recall_and_categories(tmp_path):
    file = tmp_path / "labelled.json"
    examples = [
        {"sentence": "Bob forgot it.", "label": "blameful", "category": "forgot"},
        {"sentence": "Somebody sighed.", "label": "blameful", "category": "other"},
        {"sentence": "The pod restarted.", "label": "neutral", "category": "fact"},
    ]
    file.write_text(json.dumps(examples))
    told = run("--evaluate", str(file))
    assert "precision 1.000   recall 0.500" in told
    assert "missed: Somebody sighed." in told


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"label": "neutral"}]'])
def test_a_file_without_labels_is_told(tmp_path, content):
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="no labelled sentences"):
        run("--evaluate", str(file))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / "none.md"))
    with pytest.raises(CommandError, match="Name at least one"):
        run()
