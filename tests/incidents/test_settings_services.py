"""Services: the list that everybody reads, and who keeps it."""

import pytest
from django.urls import reverse

from incidents.models import Service
from tests.factories import make_incident, make_restricted_incident, make_service, make_team

LIST = reverse("incidents:services")
ADD = reverse("incidents:add_service")


def verb(name, service):
    return reverse(f"incidents:{name}_service", args=[service.pk])


@pytest.fixture
def sign_in(client, people):
    def enter(who):
        client.force_login(getattr(people, who))
        return client

    return enter


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(sign_in, rows, people, django_assert_num_queries):
    for number in range(rows):
        service = make_service(f"service-{number}", team=make_team(f"Team {number}"))
        make_incident(by=people.member).services.add(service)
    client = sign_in("lead")
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["rows"]) == rows


def test_everybody_reads_the_list_but_counts_only_what_is_theirs_to_know(sign_in, people):
    service = make_service(team=people.payments)
    make_incident(by=people.member).services.add(service)
    make_restricted_incident(people.named).services.add(service)

    counts = {who: sign_in(who).get(LIST).context["page"][0].uses for who in ("viewer", "member", "named", "admin")}

    assert counts == {"viewer": 1, "member": 1, "named": 2, "admin": 2}


def test_without_services_the_page_says_what_they_are(sign_in):
    assert "A service is something a team runs" in sign_in("viewer").get(LIST).content.decode()


def test_the_search_finds_by_name_and_by_team(sign_in, people):
    make_service("checkout", team=people.payments)
    make_service("registry", team=people.platform)
    make_service("search")
    client = sign_in("viewer")
    found = {wish: [row.name for row in client.get(LIST, {"q": wish}).context["page"]] for wish in ("che", "platf")}
    assert found == {"che": ["checkout"], "platf": ["registry"]}
    assert "No service or team holds “zzz”" in client.get(LIST, {"q": "zzz"}).content.decode()


def test_the_list_comes_in_pages(sign_in, db):
    Service.objects.bulk_create(Service(name=f"service-{number:02}") for number in range(30))
    assert sign_in("viewer").get(LIST, {"page": 2}).context["page"][0].name == "service-25"


def test_an_admin_adds_one_for_any_team_or_none(sign_in, people):
    admin = sign_in("admin")
    admin.post(ADD, {"name": "checkout", "team": people.platform.pk, "tier": 1})
    admin.post(ADD, {"name": "search", "tier": 3})
    assert list(Service.objects.values_list("name", "team__name", "tier")) == [
        ("checkout", "Platform", 1),
        ("search", None, 3),
    ]


def test_a_lead_keeps_the_services_of_their_own_team(sign_in, people):
    lead = sign_in("lead")
    assert lead.post(ADD, {"name": "checkout", "team": people.payments.pk, "tier": 1}).status_code == 302
    service = Service.objects.get()
    assert lead.post(verb("edit", service), {"name": "till", "team": people.payments.pk, "tier": 2}).status_code == 302
    service.refresh_from_db()
    assert (service.name, service.tier) == ("till", 2)


@pytest.mark.parametrize("team", ["platform", None])
def test_a_lead_gives_no_service_to_others(sign_in, people, team):
    answer = sign_in("lead").post(ADD, {"name": "x", "team": getattr(people, team).pk if team else "", "tier": 1})
    assert answer.status_code == 422
    assert "team" in answer.context["form"].errors
    assert not Service.objects.exists()


@pytest.mark.parametrize(("who", "team"), [("lead", "platform"), ("member", "payments"), ("viewer", "payments")])
def test_others_may_not_edit(sign_in, people, who, team):
    service = make_service(team=getattr(people, team))
    assert sign_in(who).post(verb("edit", service), {"name": "x", "tier": 1}).status_code == 403


@pytest.mark.parametrize("who", ["member", "viewer"])
def test_who_leads_nothing_adds_nothing(sign_in, who):
    client = sign_in(who)
    assert client.get(ADD).status_code == 403
    assert b"Add a service" not in client.get(LIST).content


@pytest.mark.parametrize("who", ["lead", "member", "viewer"])
def test_deleting_is_for_admins(sign_in, people, who):
    service = make_service(team=people.payments)
    assert sign_in(who).post(verb("delete", service)).status_code == 403
    assert Service.objects.exists()


def test_an_admin_deletes_what_no_incident_names(sign_in):
    assert sign_in("admin").post(verb("delete", make_service())).headers["Location"] == LIST
    assert not Service.objects.exists()


def test_one_that_is_named_stays_and_says_why(sign_in, people):
    service = make_service()
    make_incident(by=people.member).services.add(service)
    admin = sign_in("admin")
    answer = admin.post(verb("delete", service))
    assert answer.status_code == 409
    assert "1 incident names it" in answer.content.decode()
    assert "1 incident names it" in admin.get(verb("edit", service)).content.decode()
    assert Service.objects.exists()


def test_an_editing_lead_is_not_told_how_often_it_is_used(sign_in, people):
    service = make_service(team=people.payments)
    make_restricted_incident(people.named).services.add(service)
    assert "incident names it" not in sign_in("lead").get(verb("edit", service)).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "the name that people use"),
        ("name", "CHECKOUT", "a service called “CHECKOUT” already"),
        ("name", "x" * 81, "at most 80"),
        ("tier", "9", "9 is not one of the available choices"),
    ],
)
def test_wrong_input_is_answered_beside_its_field_and_kept(sign_in, field, value, words):
    make_service("checkout")
    answer = sign_in("admin").post(ADD, {"name": "search", "tier": "3", field: value})
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["tier"].value() == (value if field == "tier" else "3")


def test_what_is_not_there_is_not_found(sign_in):
    admin = sign_in("admin")
    assert admin.get(reverse("incidents:edit_service", args=[99])).status_code == 404
    assert admin.post(reverse("incidents:delete_service", args=[99])).status_code == 404
    assert admin.get(reverse("incidents:delete_service", args=[99])).status_code == 405
