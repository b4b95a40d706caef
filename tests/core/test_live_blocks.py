"""``{{name}}`` on a line of its own is a place that the page fills; anywhere else it is what somebody typed."""

import pytest
from django.utils.safestring import SafeString

from core.markdown import render, render_all

BLOCKS = {"timeline": lambda: SafeString("<svg><g>drawn</g></svg>")}


@pytest.mark.parametrize(
    "text",
    [
        "{{timeline}}",
        "{{ timeline }}  ",
        "Before\n{{timeline}}\nafter",
        "# Head\n\n{{timeline}}\n\n- a\n- b",
        "- a\n- b\n\n{{timeline}}",
    ],
)
def test_a_line_of_its_own_is_filled(text):
    html = render(text, blocks=BLOCKS)
    assert "<svg><g>drawn</g></svg>" in html
    assert "{{" not in html


@pytest.mark.parametrize(
    "text",
    [
        "see {{timeline}} there",
        "```\n{{timeline}}\n```",
        "    {{timeline}}",
        "`{{timeline}}`",
        "> {{timeline}}",
        "{{nonsense}}",
        "{{timeline}} {{timeline}}",
    ],
)
def test_elsewhere_it_is_text(text):
    html = render(text, blocks=BLOCKS)
    assert "drawn" not in html
    assert "{{" in html


def test_without_somebody_to_fill_it_it_stays_as_typed():
    assert render("{{timeline}}") == "<p>{{timeline}}</p>"


def test_only_the_texts_that_have_blocks_are_filled():
    with_block, without = render_all(["{{timeline}}", "{{timeline}}"], blocks=[BLOCKS])
    assert "drawn" in with_block
    assert without == "<p>{{timeline}}</p>"


def test_the_words_around_it_are_rendered_as_ever():
    html = render("**Before**\n{{timeline}}\n*after*", blocks=BLOCKS)
    assert html.index("<strong>Before</strong>") < html.index("drawn") < html.index("<em>after</em>")


def test_nobody_can_forge_a_place():
    assert "drawn" not in render("<p>live0123456789abcdef01234567-timeline</p>", blocks=BLOCKS)
