"""manage.py import_postmortem."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident
from tests.factories import make_admin, make_user, make_viewer

FIXTURES = Path(__file__).parent / "fixtures"
WIKI = str(FIXTURES / "02-wiki-table.md")


def run(*args):
    out, err = StringIO(), StringIO()
    call_command("import_postmortem", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_it_imports_in_the_name_of_the_first_administrator():
    admin = make_admin()
    out, _ = run(WIKI)
    incident = Incident.objects.get()
    assert incident.created_by == admin
    assert out == f"02-wiki-table.md: {incident.key} {incident.postmortems.get().key}, 7 events, 3 action items.\n"


@pytest.mark.django_db
def test_somebody_else_can_be_named():
    make_admin()
    ada = make_user("Ada")
    run(WIKI, "--by", "ADA@example.org")
    assert Incident.objects.get().created_by == ada


@pytest.mark.django_db
def test_who_may_not_write_may_not_import():
    make_viewer("Vera")
    with pytest.raises(CommandError, match="Nobody with the address"):
        run(WIKI, "--by", "vera@example.org")


@pytest.mark.django_db
def test_without_an_administrator_it_says_so():
    with pytest.raises(CommandError, match="no administrator yet"):
        run(WIKI)


@pytest.mark.django_db
def test_again_it_adds_nothing():
    make_admin()
    run(WIKI)
    assert "was here already, nothing added." in run(WIKI)[0]
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_json_prints_what_was_read_and_imports_it():
    make_admin()
    (found,) = json.loads(run(WIKI, "--json")[0])
    assert set(found) == {"file", "title", "date", "timeline", "action_items", "sections"}
    assert found["timeline"][0] == {"iso": "2024-03-03T21:40+01:00", "text": "Deploy of ledger client 4.2 to all hosts"}
    assert found["action_items"][0]["due"] == "2024-03-15"
    assert Incident.objects.count() == 1


def test_a_dry_run_needs_no_database():
    out, _ = run(WIKI, "--dry-run")
    assert out.endswith("7 events, 3 action items. Nothing was changed.\n")
    assert len(json.loads(run(WIKI, str(FIXTURES / "03-headings.md"), "--json", "--dry-run")[0])) == 2


@pytest.mark.django_db
def test_a_bad_file_is_told_of_and_the_others_are_imported(tmp_path, capsys):
    make_admin()
    bad = tmp_path / "photo.md"
    bad.write_bytes(b"\x89PNG....")
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 2 files could not be imported"):
        call_command("import_postmortem", str(bad), WIKI, stdout=StringIO(), stderr=err)
    assert err.getvalue().startswith("photo.md: This is not a text file.")
    assert Incident.objects.count() == 1


def test_a_file_that_is_not_there_is_told_of():
    with pytest.raises(CommandError, match="1 of 1 files"):
        run("/nowhere/x.md", "--dry-run")


def test_it_needs_a_file():
    with pytest.raises(CommandError, match="Name at least one file"):
        run()


def test_figures_are_printed_against_truths():
    out, _ = run("--evaluate", str(FIXTURES / "truth.json"))
    assert out.splitlines()[-1].startswith("total ")


def test_a_file_of_truths_that_is_none_is_told_of(tmp_path):
    bad = tmp_path / "truth.json"
    bad.write_text("{")
    with pytest.raises(CommandError, match="cannot be read as a file of truths"):
        run("--evaluate", str(bad))
