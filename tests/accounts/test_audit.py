"""The audit trail: what is on record, that it stays, and how admins read and take it out."""

import csv
import io
import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.auditing import address_in
from accounts.models import ApiToken, AuditEntry, OneTimeLink, Team
from accounts.models.audit import AppendOnly, Verb, record
from accounts.models.links import INVITATION_LASTS
from incidents.models import Visibility
from tests.factories import (
    make_action,
    make_admin,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_user,
)

AUDIT = reverse("accounts:audit")


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def body(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def as_admin(admin, signed_in):
    return signed_in(admin)


# -- it stays as it was written --------------------------------------------------------------------


def test_nothing_on_record_is_changed_or_removed(db):
    entry = record(Verb.ROLE, "@ada")
    attempts = (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(key="@bob"),
        lambda: AuditEntry.objects.bulk_update([entry], ["key"]),
    )
    for attempt in attempts:
        with pytest.raises(AppendOnly):
            attempt()
    assert AuditEntry.objects.get().key == "@ada"


# -- what is on record -----------------------------------------------------------------------------


def test_signing_in_and_out_is_on_record_with_the_address(client, member):
    client.post("/accounts/login/", {"login": "cai@example.org", "password": "password"})
    client.post("/accounts/logout/")
    assert verbs() == [Verb.SIGNED_IN, Verb.SIGNED_OUT]
    assert {(entry.actor, entry.address) for entry in AuditEntry.objects.all()} == {(member, "127.0.0.1")}


def test_a_failed_sign_in_is_on_record_without_the_password(client, member):
    client.post("/accounts/login/", {"login": "Cai@Example.org", "password": "open sesame"})
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.label, entry.actor) == (Verb.SIGN_IN_FAILED, "cai@example.org", None)
    assert "sesame" not in str(vars(entry))


def test_what_was_typed_instead_of_an_address_is_not_kept():
    assert address_in("my secret password") == ""


def test_what_changes_about_a_person_is_on_record_with_before_and_after(as_admin, admin, member):
    as_admin.post(reverse("accounts:change_role", args=["cai", "viewer"]))
    as_admin.post(reverse("accounts:allow_statements", args=["cai"]))
    as_admin.post(reverse("accounts:deactivate", args=["cai"]))
    as_admin.post(reverse("accounts:reactivate", args=["cai"]))
    assert verbs()[-4:] == [Verb.ROLE, Verb.COMMUNICATIONS, Verb.DEACTIVATED, Verb.REACTIVATED]
    role = AuditEntry.objects.get(verb=Verb.ROLE)
    assert (role.actor, role.key, role.before, role.after) == (admin, "@cai", {"role": "member"}, {"role": "viewer"})


def test_a_refused_change_is_not_on_record(as_admin, admin):
    as_admin.post(reverse("accounts:deactivate", args=[admin.handle]))
    assert Verb.DEACTIVATED not in verbs()


def test_password_and_address_are_on_record_without_the_password(client, member):
    client.force_login(member)
    new = "a long new passphrase"
    client.post("/accounts/password/change/", {"oldpassword": "password", "password1": new})
    client.post(reverse("accounts:change_email"), {"email": "cai@example.net", "password": new})
    assert verbs()[-2:] == [Verb.PASSWORD, Verb.EMAIL]
    assert AuditEntry.objects.get(verb=Verb.EMAIL).after == {"email": "cai@example.net"}
    assert new not in str(list(AuditEntry.objects.values()))


def test_invitations_and_joining_are_on_record(as_admin, admin):
    as_admin.post(reverse("accounts:invite"), {"email": "dora@example.org", "role": "member"})
    number = OneTimeLink.objects.get().pk
    as_admin.post(reverse("accounts:withdraw", args=[number]))
    as_admin.post(reverse("accounts:restore", args=[number]))
    token = OneTimeLink.objects.get().renew(INVITATION_LASTS)
    Client().post(
        reverse("accounts:join", args=[token]),
        {"name": "Dora", "password": "a good old rope", "time_zone": "UTC"},
    )
    told = [verb for verb in verbs() if verb not in (Verb.SIGNED_IN, Verb.SIGNED_OUT)]
    assert told == ["invited", "invitation_withdrawn", "invitation_restored", "invited", "joined"]
    assert token not in str(list(AuditEntry.objects.values()))


def test_teams_and_tokens_are_on_record(db, member):
    team = Team.begin("Search")
    team.place(member, "lead")
    team.rename("Finding")
    team.remove(member)
    token, text = ApiToken.issue(member, name="Chat", scope="read")
    token.revoke()
    token.restore()
    assert verbs() == [
        "team_made", "team_placed", "team_renamed", "team_placed", "token_made", "token_revoked", "token_restored",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(verb="team_placed").first().before == {"@cai": "lead"}
    assert text not in str(list(AuditEntry.objects.values()))


def test_every_move_is_on_record(db):
    ada = make_user("Ada")
    incident = make_incident(by=ada)
    incident.mitigate(by=ada)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.key, entry.actor) == (Verb.MOVED, incident.key, ada)
    assert (entry.before, entry.after) == ({"state": "open"}, {"state": "mitigated"})
    assert entry.at == incident.moves.get().at


def test_a_change_of_who_may_see_an_incident_is_on_record(as_admin, admin, member):
    incident = make_incident(by=admin)
    form = {"title": "t", "severity": incident.severity_id, "time_zone": "UTC", "visibility": "organisation"}
    page = reverse("incidents:edit", args=[incident.key])
    as_admin.post(page, form)
    assert Verb.VISIBILITY not in verbs()
    as_admin.post(page, {**form, "visibility": "restricted", "restricted_to": [admin.pk, member.pk]})
    entry = AuditEntry.objects.get(verb=Verb.VISIBILITY)
    assert entry.before == {"visibility": Visibility.ORGANISATION, "named": []}
    assert entry.after == {"visibility": Visibility.RESTRICTED, "named": ["alice", "cai"]}


def test_an_admin_who_opens_what_is_restricted_to_others_is_on_record_once_an_hour(
    as_admin, admin, member, time_machine
):
    incident = make_restricted_incident(member)
    time_machine.move_to("2026-11-23 08:10Z")
    for _look in range(2):
        as_admin.get(incident.get_absolute_url())
    time_machine.move_to("2026-11-23 09:01Z")
    as_admin.get(incident.get_absolute_url())
    looks = AuditEntry.objects.filter(verb=Verb.LOOKED)
    assert [(look.actor, look.key, look.label) for look in looks] == [(admin, incident.key, "")] * 2


def test_an_admin_who_opens_what_hangs_on_a_restricted_incident_is_on_record_too(as_admin, admin, member):
    incident = make_restricted_incident(member, by=member)
    postmortem = make_postmortem(incident, owner=member)
    item = make_action(postmortem=postmortem, owner=member)
    _token, text = ApiToken.issue(admin, name="Chat", scope="admin")
    places = (
        lambda: as_admin.get(postmortem.get_absolute_url()),
        lambda: as_admin.get(item.get_absolute_url()),
        lambda: as_admin.get(f"/api/v1/postmortems/{postmortem.key}", headers={"Authorization": f"Bearer {text}"}),
    )
    for hour, look in enumerate(places, 8):
        with time_machine.travel(f"2026-11-23 0{hour}:00Z", tick=False):
            assert look().status_code == 200
    looks = AuditEntry.objects.filter(verb=Verb.LOOKED)
    assert [(entry.actor, entry.key) for entry in looks] == [(admin, incident.key)] * 3


def test_who_is_named_looks_without_a_record(signed_in, member):
    named = make_admin("Zoe")
    incident = make_restricted_incident(member, named)
    for person in (member, named):
        signed_in(person).get(incident.get_absolute_url())
    assert Verb.LOOKED not in verbs()


# -- the page --------------------------------------------------------------------------------------


def test_only_admins_read_it(signed_in, lead, member, viewer, admin):
    pages = [AUDIT, *(reverse("accounts:export_audit", args=[form]) for form in ("csv", "jsonl"))]
    for page in pages:
        assert [signed_in(who).get(page).status_code for who in (lead, member, viewer)] == [403] * 3
        assert signed_in(admin).get(page).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_one_row_and_for_three(as_admin, rows, django_assert_num_queries):
    for number in range(rows):
        record(Verb.ROLE, f"@{number}", actor=make_user(f"Person {number}"))
    with django_assert_num_queries(6):
        as_admin.get(AUDIT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "cai"}, {"@a"}),
        ({"verb": "email"}, {"@b"}),
        ({"object": "@C"}, {"@c"}),
        ({"since": "2026-11-02", "until": "2026-11-02"}, {"@b"}),
        ({"since": "2027-01-01"}, set()),
    ],
)
def test_the_address_narrows_page_and_exports_alike(as_admin, member, query, found):
    days = (("@a", Verb.ROLE, member), ("@b", Verb.EMAIL, None), ("@c", Verb.ROLE, None))
    for day, (key, verb, actor) in enumerate(days, 1):
        record(verb, key, actor=actor, at=f"2026-11-0{day}T12:00Z")
    page = as_admin.get(AUDIT, query)
    assert {entry.key for entry in page.context["page"]} - {"@alice"} == found
    rows = csv.DictReader(io.StringIO(body(as_admin.get(reverse("accounts:export_audit", args=["csv"]), query))))
    lines = body(as_admin.get(reverse("accounts:export_audit", args=["jsonl"]), query)).splitlines()
    for taken in ([row["object"] for row in rows], [json.loads(line)["object"] for line in lines]):
        assert {key.lstrip("'") for key in taken} - {"@alice", "audit"} == found


def test_a_wrong_date_is_said_and_exports_nothing(as_admin):
    assert as_admin.get(AUDIT, {"since": "soon"}).status_code == 422
    assert as_admin.get(reverse("accounts:export_audit", args=["csv"]), {"since": "soon"}).status_code == 302
    assert as_admin.get(reverse("accounts:export_audit", args=["xml"])).status_code == 404


def test_an_export_is_on_record_with_its_filter_and_not_in_itself(as_admin, admin):
    answer = as_admin.get(reverse("accounts:export_audit", args=["csv"]), {"verb": "role", "page": "2"})
    assert "exported" not in body(answer)
    entry = AuditEntry.objects.get(verb=Verb.EXPORTED)
    assert (entry.actor, entry.key, entry.after) == (admin, "audit", {"format": "csv", "verb": "role"})


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_cell_of_the_csv_is_a_formula(as_admin, start):
    record(Verb.INVITED, label=f"{start}SUM(A1)")
    answer = as_admin.get(reverse("accounts:export_audit", args=["csv"]), {"verb": "invited"})
    rows = list(csv.DictReader(io.StringIO(body(answer), newline="")))
    assert rows[0]["label"] == f"'{start}SUM(A1)"
