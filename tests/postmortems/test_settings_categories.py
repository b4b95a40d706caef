"""The tree of factor categories: two levels, put in order without losing a factor."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from postmortems.content import content_of, fingerprint
from postmortems.models import ContributingFactor, FactorCategory

LIST = reverse("postmortems:categories")
ADD = reverse("postmortems:add_category")


def verb(name, category):
    return reverse(f"postmortems:{name}_category", args=[category.pk])


@pytest.fixture
def admin(signed_in):
    return signed_in("ada")


@pytest.fixture
def tree(db):
    """Technology (Queues, Storage), Process (Queues), by name; nothing of what ships."""
    FactorCategory.objects.all().delete()
    technology, process = (FactorCategory.objects.create(name=name) for name in ("Technology", "Process"))
    rows = {"technology": technology, "process": process}
    for name, parent in (("queues", technology), ("storage", technology), ("waits", process)):
        shown = {"waits": "Queues"}.get(name, name.title())
        rows[name] = FactorCategory.objects.create(name=shown, parent=parent)
    return rows


@pytest.fixture
def make_factor(draft):
    def make(category, **fields):
        return ContributingFactor.objects.create(
            postmortem=draft, statement="It came together", category=category, **fields
        )

    return make


def shape():
    return {
        root.name: sorted(child.name for child in root.children.all())
        for root in FactorCategory.objects.filter(parent=None)
    }


@pytest.mark.parametrize("who", ["lea", "olga", "vera"])
def test_nobody_but_an_admin_comes_near(signed_in, tree, who):
    client, before = signed_in(who), shape()
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("postmortems:category", args=[tree["queues"].pk])).status_code == 403
    assert client.post(ADD, {"name": "Mine"}).status_code == 403
    for name in ("arrange", "merge", "delete"):
        assert client.post(verb(name, tree["queues"]), {"name": "Mine"}).status_code == 403
    assert shape() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_asks_the_database_the_same_for_one_and_for_three(admin, rows, make_factor, django_assert_num_queries):
    FactorCategory.objects.all().delete()
    for number in range(rows):
        root = FactorCategory.objects.create(name=f"Root {number}")
        make_factor(FactorCategory.objects.create(name=f"Below {number}", parent=root))
    with django_assert_num_queries(6):
        assert [root.children.all()[0].uses for root in admin.get(LIST).context["roots"]] == [1] * rows


def test_without_categories_the_page_says_how_to_start(admin):
    FactorCategory.objects.all().delete()
    assert "Start with four or five broad ones" in admin.get(LIST).content.decode()


def test_removed_factors_are_not_counted(admin, tree, make_factor):
    make_factor(tree["queues"]).remove()
    make_factor(tree["queues"])
    assert "1 factor<" in admin.get(LIST).content.decode()


def test_an_admin_adds_one_on_top_and_one_below(admin, tree):
    admin.post(ADD, {"name": "Outside"})
    admin.post(ADD, {"name": "Supplier", "parent": FactorCategory.objects.get(name="Outside").pk})
    assert shape()["Outside"] == ["Supplier"]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "  "}, "name", "Give the category a name"),
        ({"name": "process"}, "name", "one of this name"),
        ({"name": "x" * 81}, "name", "at most 80"),
        ({"name": "Ours", "parent": "queues"}, "parent", "cannot stand there"),
        ({"name": "Ours", "parent": "gone"}, "parent", "cannot stand there"),
    ],
)
def test_wrong_input_is_answered_beside_its_field_and_kept(admin, tree, fields, field, words):
    sent = {**fields, "parent": tree[fields["parent"]].pk if fields.get("parent") in tree else fields.get("parent", "")}
    for url in (ADD, verb("arrange", tree["storage"])):
        answer = admin.post(url, sent)
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors[field])
        assert answer.context["form"]["name"].value() == fields["name"]


def test_one_is_renamed_and_moved(admin, tree):
    admin.post(verb("arrange", tree["storage"]), {"name": "Disks", "parent": tree["process"].pk})
    assert shape() == {"Technology": ["Queues"], "Process": ["Disks", "Queues"]}
    admin.post(verb("arrange", tree["storage"]), {"name": "Disks", "parent": ""})
    assert shape() == {"Technology": ["Queues"], "Process": ["Queues"], "Disks": []}


def test_one_with_others_below_it_stays_on_top(admin, tree):
    answer = admin.post(verb("arrange", tree["technology"]), {"name": "Technology", "parent": tree["process"].pk})
    assert answer.status_code == 422
    with pytest.raises(MoveNotAllowed):
        tree["technology"].arrange(name="Technology", parent=tree["process"])


def test_merging_moves_the_factors(admin, tree, make_factor):
    factor, removed = make_factor(tree["storage"]), make_factor(tree["storage"])
    removed.remove()

    page = admin.post(verb("merge", tree["storage"]), {"into": tree["waits"].pk}, follow=True).content.decode()

    assert "“Storage” is part of “Queues” now: 1 factor moved." in page
    kept = ContributingFactor._base_manager.filter(pk__in=[factor.pk, removed.pk])
    assert {one.category for one in kept} == {tree["waits"]}
    assert shape() == {"Technology": ["Queues"], "Process": ["Queues"]}


def test_merging_two_of_the_top_takes_in_what_stands_below(tree, make_factor):
    own, twin = make_factor(tree["technology"]), make_factor(tree["queues"])
    assert tree["technology"].merge_into(tree["process"]) == 2
    own.refresh_from_db()
    twin.refresh_from_db()
    assert (own.category, twin.category) == (tree["process"], tree["waits"])
    assert shape() == {"Process": ["Queues", "Storage"]}


def test_merging_never_makes_a_third_level(admin, tree):
    answer = admin.post(verb("merge", tree["technology"]), {"into": tree["waits"].pk})
    assert answer.status_code == 422
    with pytest.raises(MoveNotAllowed):
        tree["technology"].merge_into(tree["waits"])


def test_factors_of_a_deleted_one_go_to_its_parent(admin, tree, make_factor):
    factor = make_factor(tree["queues"])
    assert (
        "1 factor goes to “Technology”"
        in admin.get(reverse("postmortems:category", args=[tree["queues"].pk])).content.decode()
    )
    page = admin.post(verb("delete", tree["queues"]), follow=True).content.decode()
    factor.refresh_from_db()
    assert "1 factor went to “Technology”" in page
    assert factor.category == tree["technology"]


def test_factors_of_a_deleted_top_one_are_left_without(admin, tree, make_factor):
    factors = [make_factor(tree["technology"]), make_factor(tree["queues"])]
    page = admin.post(verb("delete", tree["technology"]), follow=True).content.decode()
    assert "2 factors have no category now" in page
    assert [ContributingFactor.objects.get(pk=factor.pk).category for factor in factors] == [None, None]
    assert shape() == {"Process": ["Queues"]}


def test_putting_categories_in_order_takes_back_no_approval(tree, draft, make_factor):
    make_factor(tree["queues"])
    before = fingerprint(content_of(draft))
    tree["queues"].merge_into(tree["waits"])
    assert fingerprint(content_of(draft)) == before


def test_what_is_not_there_is_not_found_and_a_verb_is_no_page(admin, tree):
    assert admin.get(reverse("postmortems:category", args=[9999])).status_code == 404
    assert {admin.get(verb(name, tree["queues"])).status_code for name in ("arrange", "merge", "delete")} == {405}
