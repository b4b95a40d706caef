"""Templates of one's own: made, changed, previewed, duplicated, deleted."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from postmortems.models import Postmortem, Template
from tests.factories import make_template

LIST = reverse("postmortems:templates")
ADD = reverse("postmortems:add_template")


def verb(name, template, *more):
    return reverse(f"postmortems:{name}", args=[template.pk, *more])


def section_verb(name, template, key, *more):
    return verb(f"{name}_template_section", template, key, *more)


def keys(template):
    return list(template.sections.values_list("key", flat=True))


@pytest.fixture
def admin(signed_in):
    return signed_in("ada")


@pytest.fixture
def plain(db):
    """A summary, and what we learned."""
    return make_template()


@pytest.fixture
def standard(db):
    return Template.objects.get(name="Standard")


@pytest.mark.parametrize("who", ["lea", "olga", "vera"])
def test_nobody_but_an_admin_comes_near(signed_in, plain, who):
    client = signed_in(who)
    looks = [LIST, ADD, verb("template", plain), verb("preview_template", plain), verb("add_template_section", plain)]
    assert {client.get(url).status_code for url in looks} == {403}
    verbs = [
        ADD,
        verb("template", plain),
        verb("duplicate_template", plain),
        verb("delete_template", plain),
        verb("add_template_section", plain),
        section_verb("edit", plain, "lessons"),
        section_verb("move", plain, "lessons", "up"),
        section_verb("remove", plain, "lessons"),
    ]
    assert {client.post(url, {"name": "Mine", "heading": "Mine"}).status_code for url in verbs} == {403}
    assert keys(plain) == ["summary", "lessons"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(admin, rows, django_assert_num_queries):
    Template.objects.all().delete()
    for number in range(rows):
        make_template(f"Number {number}")
    with django_assert_num_queries(5):
        assert len(admin.get(LIST).context["templates"]) == rows


def test_a_new_one_begins_with_a_summary_at_the_end_of_the_list(admin):
    answer = admin.post(ADD, {"name": "Near miss", "description": "For what nearly happened"})
    made = Template.objects.last()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.name, keys(made), made.sections.get().required) == ("Near miss", ["summary"], True)


@pytest.mark.parametrize(
    ("name", "words"), [("", "Give the template a name"), ("standard", "called “standard” already"), ("x" * 81, "80")]
)
def test_a_wrong_name_is_answered_beside_the_field_and_kept(admin, plain, name, words):
    for url in (ADD, verb("template", plain)):
        answer = admin.post(url, {"name": name, "description": "When it was long"})
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors["name"])
        assert answer.context["form"]["description"].value() == "When it was long"


def test_an_admin_renames_one(admin, plain):
    admin.post(verb("template", plain), {"name": "Short", "description": ""})
    plain.refresh_from_db()
    assert plain.name == "Short"


def test_a_section_gets_its_key_from_its_heading_and_keeps_it(admin, plain):
    fields = {"heading": "What we heard", "guidance": "- Who said what?", "required": "on"}
    answer = admin.post(verb("add_template_section", plain), fields)
    assert answer.headers["Location"].endswith("#row-what-we-heard")

    admin.post(section_verb("edit", plain, "what-we-heard"), {"heading": "Voices", "guidance": ""})

    section = plain.sections.get(heading="Voices")
    assert (section.key, section.required, section.guidance) == ("what-we-heard", False, "")


def test_two_sections_of_one_heading_have_two_keys(admin, plain):
    for _time in range(2):
        admin.post(verb("add_template_section", plain), {"heading": "Voices"})
    assert keys(plain) == ["summary", "lessons", "voices", "voices-2"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("heading", " ", "Give the section a heading"),
        ("heading", "x" * 121, "at most 120"),
        ("guidance", "x" * 5001, "up to 5000 characters; this has 5001"),
    ],
)
def test_wrong_words_of_a_section_are_answered_beside_the_field_and_kept(admin, plain, field, value, words):
    fields = {"heading": "Voices", "guidance": "Who?", field: value}
    for url in (verb("add_template_section", plain), section_verb("edit", plain, "lessons")):
        answer = admin.post(url, fields)
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors[field])
        assert {name: answer.context["form"][name].value() for name in fields} == fields


def test_sections_move_and_stop_at_the_ends(admin, plain):
    admin.post(section_verb("move", plain, "lessons", "up"))
    assert keys(plain) == ["lessons", "summary"]
    admin.post(section_verb("move", plain, "lessons", "up"))
    admin.post(section_verb("move", plain, "summary", "down"))
    assert keys(plain) == ["lessons", "summary"]


def test_a_section_is_removed(admin, plain):
    admin.post(section_verb("remove", plain, "lessons"))
    assert keys(plain) == ["summary"]


def test_the_summary_stays_and_stays_required(admin, plain):
    refused = admin.post(section_verb("remove", plain, "summary"))
    assert refused.status_code == 409
    assert "Every postmortem has a summary" in refused.content.decode()

    admin.post(section_verb("edit", plain, "summary"), {"heading": "In short", "guidance": ""})

    section = plain.sections.get(key="summary")
    assert (section.heading, section.required) == ("In short", True)


def test_the_preview_shows_what_the_workspace_would(admin, standard):
    page = admin.get(verb("preview_template", standard)).content.decode()
    for section in standard.sections.all():
        assert section.heading in page
    assert "<li>What surprised you?" in page
    assert "Write</a>" not in page


def test_a_duplicate_has_the_same_sections_under_a_name_of_its_own(admin, standard):
    for number in (1, 2):
        admin.post(verb("duplicate_template", standard))
        copy = Template.objects.get(name=f"Standard (copy {number})")
        assert keys(copy) == keys(standard)
    assert copy.sections.get(key="response").guidance == standard.sections.get(key="response").guidance


def test_the_three_that_ship_have_all_three_parts(db):
    assert [template.missing_parts for template in Template.objects.all()] == [[], [], []]


def test_a_part_that_is_left_out_is_hinted_at_and_not_forced(admin, plain):
    page = admin.get(verb("template", plain)).content.decode()
    assert "how the response went" in page
    plain.add_section("What happened")
    plain.add_section("Our response")
    plain.add_section("Next steps")
    assert Template.objects.get(pk=plain.pk).missing_parts == []


def test_deleting_leaves_what_was_started_from_it(admin, draft, plain):
    before = list(draft.sections.values_list("key", "heading", "guidance"))
    assert admin.post(verb("delete_template", plain)).headers["Location"] == LIST
    draft = Postmortem.objects.get(pk=draft.pk)
    assert not Template.objects.filter(pk=plain.pk).exists()
    assert (draft.template_name, list(draft.sections.values_list("key", "heading", "guidance"))) == ("Plain", before)


def test_changing_it_leaves_what_was_started_from_it(admin, draft, plain):
    admin.post(section_verb("edit", plain, "lessons"), {"heading": "Voices", "guidance": "Who?"})
    admin.post(section_verb("remove", plain, "lessons"))
    assert list(draft.sections.values_list("heading", flat=True)) == ["Summary", "What we learned"]


def test_the_last_one_stays(admin, plain):
    Template.objects.exclude(pk=plain.pk).delete()
    with pytest.raises(MoveNotAllowed):
        plain.remove()
    answer = admin.post(verb("delete_template", plain))
    assert answer.status_code == 409
    assert "the only template" in admin.get(verb("template", plain)).content.decode()


def test_what_is_not_there_is_not_found_and_a_verb_is_no_page(admin, plain):
    assert admin.get(reverse("postmortems:template", args=[999])).status_code == 404
    assert admin.post(section_verb("edit", plain, "gone"), {"heading": "X"}).status_code == 404
    assert admin.get(verb("delete_template", plain)).status_code == 405
    assert admin.get(section_verb("remove", plain, "lessons")).status_code == 405
