"""Tags: counted, renamed, merged, deleted."""

import pytest
from django.urls import reverse

from incidents.models import Tag
from tests.factories import make_incident

LIST = reverse("incidents:tags")


def verb(name, tag):
    return reverse(f"incidents:{name}_tag", args=[tag])


@pytest.fixture
def admin(client, people):
    client.force_login(people.admin)
    return client


def make_tag(name="dns", *incidents):
    tag = Tag.objects.create(name=name)
    tag.incidents.set(incidents)
    return tag


@pytest.mark.parametrize("who", ["lead", "member", "viewer"])
def test_nobody_but_an_admin_comes_near(client, people, who):
    make_tag()
    client.force_login(getattr(people, who))
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("incidents:tag", args=["dns"])).status_code == 403
    assert {client.post(verb(name, "dns")).status_code for name in ("rename", "merge", "delete")} == {403}
    assert Tag.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(admin, people, rows, django_assert_num_queries):
    incident = make_incident(by=people.member)
    for number in range(rows):
        make_tag(f"tag-{number}", incident)
    with django_assert_num_queries(5):
        assert [tag.uses for tag in admin.get(LIST).context["page"]] == [1] * rows


def test_without_tags_the_page_says_where_they_come_from(admin):
    assert "No tags yet" in admin.get(LIST).content.decode()


def test_the_search_narrows(admin):
    make_tag("dns")
    make_tag("retry")
    assert [tag.name for tag in admin.get(LIST, {"q": "ret"}).context["page"]] == ["retry"]
    assert "No tag holds “zzz”" in admin.get(LIST, {"q": "zzz"}).content.decode()


def test_a_renamed_tag_stays_on_its_incidents(admin, people):
    incident = make_incident(by=people.member)
    make_tag("dns", incident)
    assert admin.post(verb("rename", "dns"), {"name": "Name service"}).headers["Location"] == LIST
    assert [tag.name for tag in incident.tags.all()] == ["name-service"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Give the tag a name"), ("!!", "a letter or a digit"), ("Retry", "merge the two"), ("x" * 41, "at most 40")],
)
def test_a_wrong_name_is_answered_beside_the_field_and_kept(admin, name, words):
    make_tag("dns")
    make_tag("retry")
    answer = admin.post(verb("rename", "dns"), {"name": name})
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["name"])
    assert answer.context["form"]["name"].value() == name
    assert Tag.objects.filter(name="dns").exists()


def test_merging_moves_the_incidents_once(admin, people):
    both, one = make_incident("Both", by=people.member), make_incident("One", by=people.member)
    make_tag("dns", both)
    make_tag("name-service", both, one)

    page = admin.post(verb("merge", "name-service"), {"into": "dns"}, follow=True).content.decode()

    assert "name-service is part of dns now: 2 incidents." in page
    assert not Tag.objects.filter(name="name-service").exists()
    assert [[tag.name for tag in incident.tags.all()] for incident in (both, one)] == [["dns"], ["dns"]]


@pytest.mark.parametrize("into", ["", "dns", "gone"])
def test_merging_needs_another_tag(admin, into):
    make_tag("dns")
    make_tag("retry")
    answer = admin.post(verb("merge", "dns"), {"into": into})
    assert answer.status_code == 422
    assert "into" in answer.context["merge_form"].errors


def test_deleting_says_before_how_many_lose_it_and_leaves_them(admin, people):
    incident = make_incident(by=people.member)
    make_tag("dns", incident)
    assert "1 incident loses it" in admin.get(reverse("incidents:tag", args=["dns"])).content.decode()
    assert admin.post(verb("delete", "dns")).headers["Location"] == LIST
    incident.refresh_from_db()
    assert not Tag.objects.exists()


def test_what_is_not_there_is_not_found_and_a_verb_is_no_page(admin):
    assert admin.get(reverse("incidents:tag", args=["gone"])).status_code == 404
    assert {admin.post(verb(name, "gone")).status_code for name in ("rename", "merge", "delete")} == {404}
    assert {admin.get(verb(name, "gone")).status_code for name in ("rename", "merge", "delete")} == {405}
