"""Sections of one's own: added, renamed, put in order, and taken away while they are empty."""

import pytest
from django.urls import reverse

from postmortems import text


def go(client, draft, verb, *args, **data):
    return client.post(reverse(f"postmortems:{verb}", args=[draft.key, *args]), data)


def keys(draft):
    return list(draft.sections.values_list("key", flat=True))


def test_a_new_section_comes_last_under_a_key_of_its_own(signed_in, draft):
    client = signed_in("olga")
    go(client, draft, "add_section", heading="Thanks")
    go(client, draft, "add_section", heading="Thanks!")
    go(client, draft, "add_section", heading="谢谢")
    assert keys(draft) == ["summary", "lessons", "thanks", "thanks-2", "section"]


def test_a_section_moves_up_and_down_and_stays_at_the_ends(signed_in, draft):
    client = signed_in("olga")
    go(client, draft, "move_section", "lessons", "up")
    assert keys(draft) == ["lessons", "summary"]
    go(client, draft, "move_section", "lessons", "up")
    assert keys(draft) == ["lessons", "summary"]
    go(client, draft, "move_section", "lessons", "down")
    assert keys(draft) == ["summary", "lessons"]


def test_renaming(signed_in, draft):
    go(signed_in("olga"), draft, "rename_section", "lessons", heading="What stays with us")
    assert draft.sections.get(key="lessons").heading == "What stays with us"


@pytest.mark.parametrize("heading", ["", "  ", "x" * 121])
def test_a_heading_that_will_not_do_is_told_beside_it(signed_in, draft, heading):
    client = signed_in("olga")
    for response in (
        go(client, draft, "rename_section", "lessons", heading=heading),
        go(client, draft, "add_section", heading=heading),
    ):
        assert response.status_code == 422
        assert "invalid-feedback" in response.content.decode()
    assert draft.sections.get(key="lessons").heading == "What we learned"


def test_an_empty_section_can_go(signed_in, draft):
    go(signed_in("olga"), draft, "remove_section", "lessons")
    assert keys(draft) == ["summary"]


def test_a_required_or_written_section_cannot(signed_in, people, draft):
    text.write(draft.sections.get(key="lessons"), "Something", base=0, by=people.olga)
    client = signed_in("olga")
    assert go(client, draft, "remove_section", "lessons").status_code == 409
    assert go(client, draft, "remove_section", "summary").status_code == 409
    assert keys(draft) == ["summary", "lessons"]


def test_the_page_lists_them(signed_in, draft):
    page = signed_in("olga").get(reverse("postmortems:outline", args=[draft.key])).content.decode()
    assert 'value="What we learned"' in page
