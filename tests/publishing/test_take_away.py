"""Taking one postmortem away as a file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from postmortems.models import Postmortem
from publishing.exports.markdown import read
from tests.factories import make_admin, make_postmortem, make_restricted_incident, make_user

pytestmark = pytest.mark.django_db


def test_markdown_comes_as_a_file_named_after_the_key(client):
    ada = make_user("Ada")
    postmortem = make_postmortem(owner=ada, title="Checkout")
    client.force_login(ada)
    answer = client.get(f"/postmortems/{postmortem.key}/export.md")
    assert answer["Content-Disposition"] == f'attachment; filename="{postmortem.key}.md"'
    assert read(answer.content.decode()).title == "Checkout"


def test_json_holds_the_same(client):
    ada = make_user("Ada")
    postmortem = make_postmortem(owner=ada, title="Checkout")
    client.force_login(ada)
    told = json.loads(client.get(f"/postmortems/{postmortem.key}/export.json").content)
    assert (told["title"], told["owner"], [part["key"] for part in told["sections"]]) == (
        "Checkout",
        "Ada",
        ["summary", "lessons"],
    )


def test_taking_away_is_on_record(client):
    ada = make_user("Ada")
    postmortem = make_postmortem(owner=ada)
    client.force_login(ada)
    client.get(f"/postmortems/{postmortem.key}/export.md")
    entry = AuditEntry.objects.get(verb="exported")
    assert (entry.key, entry.after) == (postmortem.key, {"format": "markdown"})


def test_a_stranger_to_a_restricted_one_finds_nothing(client):
    secret = make_postmortem(make_restricted_incident())
    client.force_login(make_user("Ada"))
    assert client.get(f"/postmortems/{secret.key}/export.md").status_code == 404


def test_the_command_prints_what_the_importer_takes_in(tmp_path):
    make_admin()
    postmortem = make_postmortem(title="Checkout")
    printed = StringIO()
    call_command("export_postmortem", postmortem.key.lower(), stdout=printed)
    file = tmp_path / "PM.md"
    file.write_text(printed.getvalue())
    call_command("import_postmortem", file, stdout=StringIO())
    assert list(Postmortem.objects.values_list("title", flat=True)) == ["Checkout", "Checkout"]


@pytest.mark.parametrize("key", ["PM-999", "INC-1", "nonsense"])
def test_the_command_names_a_key_that_is_not_there(key):
    make_admin()
    with pytest.raises(CommandError, match=f"There is no postmortem {key}"):
        call_command("export_postmortem", key)
