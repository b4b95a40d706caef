"""Rendered Markdown as nodes for the typesetter."""

import pytest

from core.markdown import render
from publishing.exports.nodes import DEEPEST, nodes_of


def nodes(text):
    return nodes_of(render(text), base_url="https://pm.example.org", image=lambda _address: "")


def words(node):
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(map(words, node))
    if node["t"] == "pre":
        return node["text"]
    return words([*node.get("head", []), *node.get("rows", []), *node.get("c", [])])


def depth(node):
    if isinstance(node, list):
        return max(map(depth, node), default=0)
    return 0 if isinstance(node, str) else 1 + depth(node.get("c", []))


def test_a_paragraph_with_marks():
    assert nodes("One **two** `three`") == [
        {"t": "p", "c": ["One ", {"t": "strong", "c": ["two"]}, " ", {"t": "code", "c": ["three"]}]}
    ]


def test_what_parts_two_paragraphs_is_no_word():
    assert [node["t"] for node in nodes("One\n\nTwo")] == ["p", "p"]


def test_a_table_has_a_head_and_rows_of_one_length():
    (table,) = nodes("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |")
    assert (table["columns"], table["head"], [len(row) for row in table["rows"]]) == (2, [["a"], ["b"]], [2, 2])


def test_a_list_keeps_its_start_and_its_items():
    (numbered,) = nodes("3. three\n4. four")
    assert (numbered["start"], [words(item).strip() for item in numbered["c"]]) == (3, ["three", "four"])


def test_no_level_of_headings_is_left_out():
    levels = [node["level"] for node in nodes("### deep\n\n# high\n\n### deep") if node["t"] == "h"]
    assert levels == [2, 2, 3]


def test_code_stays_as_it_was_typed():
    (code,) = nodes("```python\nif x:\n    y\n```")
    assert (code["lang"], code["text"]) == ("python", "if x:\n    y")


def test_marks_of_the_typesetter_stay_text():
    assert words(nodes('So #import "x" $y$ #eval(1)')) == 'So #import "x" $y$ #eval(1)'


def test_what_nests_deeper_than_the_typesetter_can_keeps_its_words():
    text = "\n".join(f"{'  ' * n}- level {n}" for n in range(19))
    assert "level 18" in words(nodes(text))
    assert depth(nodes(text)) <= DEEPEST + 1


@pytest.mark.parametrize("address", ["/evidence/nonsense/a.png", "/evidence/../etc/passwd"])
def test_a_picture_that_is_not_there_leaves_its_name(address):
    assert "graph" in words(nodes(f"![graph]({address})"))
