"""The whole organisation in one file, for admins."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from accounts.models import AuditEntry
from incidents.evidence import store_upload
from publishing.exports import making
from publishing.exports.markdown import read
from publishing.exports.organisation import write_everything
from publishing.models import Export
from tests.factories import (
    fill,
    make_action,
    make_admin,
    make_event,
    make_incident,
    make_picture,
    make_postmortem,
    make_restricted_incident,
    make_upload,
    make_user,
)
from tests.home.making import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def everything(reader):
    target, steps = BytesIO(), []
    write_everything(target, reader=reader, step=lambda done, total: steps.append((done, total)))
    return ZipFile(target), steps


def test_everything_is_in_it(admin):
    incident = make_incident("Checkout answers 500", by=admin)
    postmortem = fill(make_postmortem(incident, owner=admin, title="Checkout"), reviewers=())
    make_event(incident, "Somebody looks")
    make_action("Limit the retries", postmortem=postmortem)
    evidence = store_upload(incident, make_upload("graph.png"), by=admin)
    zipped, steps = everything(admin)
    assert read(zipped.read(f"postmortems/{postmortem.key}.md").decode()).title == "Checkout"
    told = json.loads(zipped.read(f"incidents/{incident.key}.json"))
    assert "Somebody looks" in [event["text"] for event in told["timeline"]]
    assert told["evidence"][0]["file"] == f"evidence/{incident.key}/{evidence.pk}-graph.png"
    assert zipped.read(told["evidence"][0]["file"])[:4] == make_picture()[:4]
    assert "Limit the retries" in zipped.read("actions.csv").decode()
    assert admin.name in zipped.read("people.csv").decode()
    assert b"PM-n.md" in zipped.read("README.md")
    assert zipped.testzip() is None
    assert steps[-1][0] == steps[-1][1]


def test_each_list_has_a_row_for_each_thing(admin):
    for number in range(3):
        make_postmortem(make_incident(f"Number {number}", by=admin), owner=admin)
    zipped, _steps = everything(admin)
    for name in ("incidents", "postmortems"):
        assert len(list(csv.reader(StringIO(zipped.read(f"{name}.csv").decode())))) == 4


def test_a_file_that_is_gone_is_named(admin):
    evidence = store_upload(make_incident(by=admin), make_upload("graph.png"), by=admin)
    evidence.file.storage.delete(evidence.file.name)
    zipped, _steps = everything(admin)
    assert "graph.png" in zipped.read("MISSING.txt").decode()


def test_a_draft_of_something_published_is_beside_it(admin):
    ada = make_user("Ada")
    postmortem = published(owner=ada, reviewer=admin)
    postmortem.revise(by=ada)
    zipped, _steps = everything(admin)
    names = [name for name in zipped.namelist() if name.startswith("postmortems/") and name.endswith(".md")]
    assert names == [f"postmortems/{postmortem.key}.md", f"postmortems/{postmortem.key}-draft.md"]


def test_the_page_says_that_restricted_incidents_are_in_it(admin, client):
    make_restricted_incident()
    client.force_login(admin)
    assert "1 restricted incident is in it" in client.get("/settings/export/").content.decode()


def test_only_admins_ask_for_it_and_find_it(admin, client):
    export = making.ask_for_everything(by=admin)
    making.make_all()
    client.force_login(make_user("Ada"))
    assert client.post("/settings/export/").status_code == 403
    assert client.get(export.get_absolute_url()).status_code == 404
    assert client.get(f"{export.get_absolute_url()}file/").status_code == 404


def test_asked_for_twice_it_is_made_once(admin, client):
    client.force_login(admin)
    first = client.post("/settings/export/").url
    assert client.post("/settings/export/").url == first
    assert Export.objects.count() == 1


def test_who_is_no_admin_any_more_gets_nothing(admin):
    make_admin("Another")
    making.ask_for_everything(by=admin)
    admin.role = "member"
    admin.save()
    assert making.make_all() == {"failed": 1}


def test_asking_and_downloading_are_on_record(admin, client):
    client.force_login(admin)
    page = client.post("/settings/export/").url
    making.make_all()
    b"".join(client.get(f"{page}file/").streaming_content)
    assert AuditEntry.objects.filter(verb="exported").count() == 2


def test_how_far_it_is_stands_on_its_page(admin, client):
    export = making.ask_for_everything(by=admin)
    Export.objects.update(done=3, total=12)
    client.force_login(admin)
    assert "3 of 12 things are in it." in client.get(export.get_absolute_url()).content.decode()
