"""Severities: the list, adding, editing, changing places, deleting what is unused."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from incidents.models import Incident, Severity
from tests.factories import make_incident, make_restricted_incident, severity

LIST = reverse("incidents:severities")
ADD = reverse("incidents:add_severity")
FIELDS = {
    "name": "SEV5",
    "rank": "5",
    "description": "Hardly worth a word.",
    "postmortem_days": "20",
    "approvals_needed": "1",
    "p1_days": "5",
    "p2_days": "10",
    "p3_days": "20",
    "p4_days": "40",
}


def verb(name, rank, *more):
    return reverse(f"incidents:{name}_severity", args=[severity(rank).pk, *more])


@pytest.fixture
def admin(client, people):
    client.force_login(people.admin)
    return client


def names():
    return list(Severity.objects.values_list("name", flat=True))


@pytest.mark.parametrize("who", ["lead", "member", "viewer"])
@pytest.mark.parametrize("name", ["edit", "delete"])
def test_nobody_but_an_admin_comes_near(client, people, who, name):
    client.force_login(getattr(people, who))
    assert client.get(LIST).status_code == 403
    assert client.post(ADD, FIELDS).status_code == 403
    assert client.post(verb(name, 4), FIELDS).status_code == 403
    assert client.post(verb("move", 4, "up")).status_code == 403
    assert names() == ["SEV1", "SEV2", "SEV3", "SEV4"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(admin, people, rows, django_assert_num_queries):
    ranks = (2, 1, 3)[:rows]
    Severity.objects.exclude(rank__in=ranks).delete()
    for rank in ranks:
        make_incident(severity=severity(rank), by=people.member)
    with django_assert_num_queries(4):
        admin.get(LIST)


def test_the_list_tells_each_policy_in_words(admin):
    page = " ".join(admin.get(LIST).content.decode().split())
    assert "Postmortem required, due in 5 business days" in page
    assert "2 approvals" in page
    assert "Actions: P1 in 3, P2 in 10, P3 in 30, P4 in 60 business days" in page


def test_the_list_counts_the_incidents(admin, people):
    make_incident(by=people.member)
    make_restricted_incident(people.named)
    assert [row.uses for row in admin.get(LIST).context["severities"]] == [0, 2, 0, 0]


def test_an_admin_adds_one(admin):
    assert admin.post(ADD, FIELDS).headers["Location"] == LIST
    assert Severity.objects.get(rank=5).p4_days == 40


def test_a_new_one_is_offered_the_next_rank(admin):
    assert admin.get(ADD).context["form"]["rank"].value() == 5


def test_an_admin_edits_the_policy(admin):
    admin.post(verb("edit", 2), {**FIELDS, "rank": "2", "name": "SEV2", "postmortem_required": "on"})
    changed = severity(2)
    assert (changed.postmortem_required, changed.postmortem_days, changed.p1_days) == (True, 20, 5)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give it a short name"),
        ("name", "sev1", "There is a severity of this name already"),
        ("rank", "1", "SEV1 has this rank"),
        ("rank", "10", "from 1 to 9"),
        ("rank", "first", "from 1 to 9"),
        ("approvals_needed", "0", "from 1 to 9"),
        ("p3_days", "", "from 1 to 250"),
        ("postmortem_days", "99999", "from 1 to 250"),
        ("description", "", "how somebody recognises it"),
    ],
)
def test_wrong_input_is_answered_beside_its_field_and_kept(admin, field, value, words):
    for url in (ADD, verb("edit", 4)):
        answer = admin.post(url, {**FIELDS, "postmortem_days": "77", field: value})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert words in " ".join(answer.context["form"].errors[field])
        assert field == "postmortem_days" or answer.context["form"]["postmortem_days"].value() == "77"


def test_a_ninth_is_refused(admin):
    for rank in range(5, 9):
        Severity.objects.create(rank=rank, name=f"SEV{rank}", description="One more")
    answer = admin.post(ADD, {**FIELDS, "rank": "9", "name": "SEV9"})
    assert answer.status_code == 422
    assert "8 severities already" in answer.content.decode()


def test_moving_one_up_changes_places_with_the_worse_one(admin):
    assert admin.post(verb("move", 3, "up")).headers["Location"] == LIST
    assert names() == ["SEV1", "SEV3", "SEV2", "SEV4"]


def test_the_worst_stays_where_it_is(admin):
    admin.post(verb("move", 1, "up"))
    admin.post(verb("move", 4, "down"))
    assert names() == ["SEV1", "SEV2", "SEV3", "SEV4"]


def test_an_unused_one_is_deleted(admin):
    assert admin.post(verb("delete", 4)).headers["Location"] == LIST
    assert names() == ["SEV1", "SEV2", "SEV3"]


def test_one_that_an_incident_has_stays_and_says_why(admin, people):
    make_incident(by=people.member)
    answer = admin.post(verb("delete", 2))
    assert answer.status_code == 409
    assert "1 incident has it" in answer.content.decode()
    assert "1 incident has it" in admin.get(verb("edit", 2)).content.decode()
    assert len(names()) == 4


def test_the_last_one_stays(people):
    Severity.objects.exclude(rank=1).delete()
    with pytest.raises(MoveNotAllowed) as refused:
        severity(1).remove()
    assert [blocker.code for blocker in refused.value.blockers] == ["last-severity"]
    assert not Incident.objects.exists()


@pytest.mark.parametrize("name", ["move", "delete"])
def test_a_verb_is_no_page(admin, name):
    assert admin.get(verb(name, 4, *(["up"] if name == "move" else []))).status_code == 405
