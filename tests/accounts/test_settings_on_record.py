"""What admins set up is on record with what it was before."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.models.audit import Verb
from incidents.models import Service, Severity, Tag
from postmortems.models import FactorCategory, Template
from tests.factories import make_incident, make_service, make_team


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


def changes():
    found = AuditEntry.objects.filter(verb=Verb.SETTING).order_by("pk")
    return [(entry.key.rpartition(" ")[0], entry.label, entry.before, entry.after) for entry in found]


def severity_form(severity, **changed):
    fields = ("name", "rank", "description", "postmortem_days", "approvals_needed")
    days = ("p1_days", "p2_days", "p3_days", "p4_days")
    return {name: getattr(severity, name) for name in (*fields, *days)} | changed


def test_a_severity_that_is_changed(as_admin, admin):
    severity = Severity.objects.get(rank=2)
    data = severity_form(severity, postmortem_required="on", p1_days=7)
    as_admin.post(reverse("incidents:edit_severity", args=[severity.pk]), data)
    assert changes() == [("severity", "SEV2", {"p1_days": severity.p1_days}, {"p1_days": 7})]
    assert AuditEntry.objects.get(verb=Verb.SETTING).actor == admin


def test_a_severity_that_changes_places(as_admin):
    severity = Severity.objects.get(rank=2)
    as_admin.post(reverse("incidents:move_severity", args=[severity.pk, "up"]))
    assert changes() == [("severity", "SEV2", {"rank": 2}, {"rank": 1})]


def test_a_service_that_is_made_moved_to_another_team_and_deleted(as_admin):
    make_team("Search")
    as_admin.post(reverse("incidents:add_service"), {"name": "checkout", "team": "", "tier": 2})
    service = Service.objects.get()
    search = make_team("Payments")
    as_admin.post(
        reverse("incidents:edit_service", args=[service.pk]), {"name": "checkout", "team": search.pk, "tier": 2}
    )
    as_admin.post(reverse("incidents:delete_service", args=[service.pk]))
    made, moved, deleted = changes()
    assert (made[2], made[3]["name"]) == ({}, "checkout")
    assert (moved[2], moved[3]) == ({"team": None}, {"team": "Payments"})
    assert (deleted[2]["name"], deleted[3]) == ("checkout", {})


def test_a_tag_that_is_renamed_but_not_one_that_comes_up_on_an_incident(as_admin):
    make_incident().tags.add(Tag.objects.create(name="databse"))
    as_admin.post(reverse("incidents:rename_tag", args=["databse"]), {"name": "database"})
    assert changes() == [("tag", "database", {"name": "databse"}, {"name": "database"})]


def test_a_template_and_its_sections(as_admin):
    template = Template.objects.earliest("pk")
    section = template.sections.exclude(key="summary").earliest("position")
    data = {"heading": "What surprised us", "guidance": section.guidance}
    data |= {"required": "on"} if section.required else {}
    as_admin.post(reverse("postmortems:edit_template_section", args=[template.pk, section.key]), data)
    assert changes()[0][2:] == ({"heading": section.heading}, {"heading": "What surprised us"})
    as_admin.post(reverse("postmortems:move_template_section", args=[template.pk, section.key, "down"]))
    assert changes()[1][2:] == ({"position": section.position}, {"position": section.position + 1})


def test_a_category_that_is_made_and_deleted(as_admin):
    as_admin.post(reverse("postmortems:add_category"), {"name": "Weather", "parent": ""})
    weather = FactorCategory.objects.get(name="Weather")
    as_admin.post(reverse("postmortems:delete_category", args=[weather.pk]))
    assert [change[1] for change in changes()] == ["Weather", "Weather"]


def test_a_form_that_is_refused_leaves_no_line(as_admin):
    severity = Severity.objects.get(rank=2)
    as_admin.post(reverse("incidents:edit_severity", args=[severity.pk]), severity_form(severity, p1_days=0))
    assert changes() == []


def test_saving_without_a_change_leaves_no_line(as_admin):
    service = make_service("checkout")
    data = {"name": "checkout", "team": "", "tier": service.tier}
    as_admin.post(reverse("incidents:edit_service", args=[service.pk]), data)
    assert changes() == []
