"""What people write becomes what they meant, and nothing that acts."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import markdown
from core.markdown import references

PEOPLE = {"ada": ("/people/#ada", "Ada Lovelace")}


class TagsSeen(HTMLParser):
    """What a browser would make of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [name for name, _value in attrs]
        self.addresses += [value for name, value in attrs if name in {"href", "src"}]


@pytest.fixture
def asked(monkeypatch):
    """Resolvers that know INC-1 to INC-49 and Ada; the list of what they were asked."""
    calls = []

    def incidents(numbers, reader):
        calls.append(("INC", list(numbers)))
        return {n: (f"/incidents/INC-{n}/", 'Checkout "500"') for n in numbers if n < 50 and reader == "reader"}

    def people(handles, _reader):
        calls.append(("@", list(handles)))
        return {handle: PEOPLE[handle] for handle in handles if handle in PEOPLE}

    monkeypatch.setattr(references, "_resolvers", {"INC": incidents})
    monkeypatch.setattr(references, "_people", [people])
    return calls


def test_tables_keep_their_alignment_without_inline_styles():
    html = markdown.render("| a | b |\n|--:|---|\n| 1 | 2 |")
    assert '<td class="align-right">1</td>' in html
    assert "style" not in html


def test_task_lists_show_boxes_that_cannot_be_ticked_and_have_names():
    html = markdown.render("- [ ] later\n- [x] done")
    assert '<input type="checkbox" disabled="" aria-label="To do"> later' in html
    assert '<input type="checkbox" disabled="" checked="" aria-label="Done"> done' in html


def test_fenced_code_keeps_every_character(asked):
    html = markdown.render("```python\nif a < b:\n    pass  # INC-4\n```", reader="reader")
    assert '<code class="language-python">if a &lt; b:\n    pass  # INC-4</code>' in html


def test_struck_text():
    assert "<del>gone</del>" in markdown.render("~~gone~~")


def test_bare_addresses_become_links():
    assert 'href="https://example.org/a?b=1"' in markdown.render("see https://example.org/a?b=1.")


def test_links_say_that_we_do_not_vouch_for_them():
    assert 'rel="nofollow noopener noreferrer ugc"' in markdown.render("[x](https://example.org)")


def test_headings_start_below_the_headings_of_the_page():
    html = markdown.render("# One\n\n### Two\n\n#### Three\n\n##### Four\n\n###### Five")
    assert "<h3>One</h3>" in html
    assert "<h4>Two</h4>" in html
    assert "<h6>Four</h6>" in html
    assert "<h6>Five</h6>" in html


def test_footnotes_of_two_texts_on_one_page_do_not_get_mixed_up():
    first, second = markdown.render_all(["a[^1]\n\n[^1]: note", "b[^1]\n\n[^1]: note"])
    names = [html.split('id="')[1].split('"')[0] for html in (first, second)]
    assert names[0] != names[1]
    assert all(name.endswith("fnref:1") for name in names)


@pytest.mark.parametrize("nested", ["- a\n  - b", "- a\n    - b", "- a\n\t- b", "* a\n   + b"])
def test_lists_nest_by_two_columns_or_more(nested):
    html = "".join(markdown.render(nested).split())
    assert html == "<ul><li>a<ul><li>b</li></ul></li></ul>"


def test_a_list_may_follow_a_paragraph_directly():
    assert "<li>first</li>" in markdown.render("What broke:\n- first\n- second")


def test_a_sentence_that_goes_on_with_a_year_is_not_a_list():
    assert "<li>" not in markdown.render("It has been so since\n1986. Nobody knew.")


def test_a_list_inside_a_quote_nests_too():
    html = "".join(markdown.render("> said:\n> - a\n>   - b").split())
    assert html == "<blockquote><p>said:</p><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"


def test_code_inside_a_list_item():
    html = markdown.render("1. run\n\n   ```sh\n   make\n   ```\n\n2. wait")
    assert html.count("<li>") == 2
    assert '<code class="language-sh">make</code>' in html


def test_a_table_may_follow_a_paragraph_directly():
    assert "<th>a</th>" in markdown.render("Numbers:\n| a | b |\n|---|---|\n| 1 | 2 |")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "![x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        '``` {.x #content onclick="alert(1)"}\na\n```',
        '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
        "<details open ontoggle=alert(1)>",
        '<br style="position:fixed">',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_that_acts_gets_through(text):
    seen = TagsSeen(markdown.render(text))
    assert seen.tags <= {"p", "a", "pre", "code", "br", "details"}
    assert set(seen.attributes) <= {"href", "rel", "title", "tabindex", "class"}
    assert not [value for value in seen.addresses if not value.startswith("https://")]


def test_raw_html_shows_as_it_was_typed():
    assert "&lt;pod-name&gt;" in markdown.render("Delete <pod-name> and wait")


def test_a_few_harmless_tags_work():
    assert "<kbd>Ctrl</kbd><br>" in markdown.render("<kbd>Ctrl</kbd><br>x")


def test_pictures_of_our_own_are_shown():
    assert '<img alt="graph" loading="lazy" src="/evidence/1/graph.png">' in markdown.render(
        "![graph](/evidence/1/graph.png)"
    )


@pytest.mark.parametrize(
    "source", ["https://tracker.example/p.gif", "//tracker.example/p.gif", "/evidence/../x.png", "/media/x.png"]
)
def test_pictures_from_elsewhere_become_links_that_name_them(source):
    html = markdown.render(f"![graph]({source})")
    assert "<img" not in html
    assert ">Image: graph</a>" in html


def test_keys_lead_where_the_reader_may_go(asked):
    html = markdown.render("INC-4 and INC-77, thanks @Ada and @bob", reader="reader")
    assert '<a class="key-link" href="/incidents/INC-4/" title="Checkout &quot;500&quot;"' in html
    assert "INC-77" in html
    assert "INC-77</a>" not in html
    assert 'title="Ada Lovelace"' in html
    assert "@bob</a>" not in html


def test_keys_stay_text_for_nobody_in_particular(asked):
    assert "<a" not in markdown.render("INC-4 @ada")
    assert not asked


@pytest.mark.parametrize(
    "text",
    [
        "`INC-4`",
        "[INC-4](https://e.example)",
        "https://e.example/INC-4",
        "XINC-4",
        "INC-4x",
        "INC-04",
        "INC-4-b",
        "mail@ada.example",
    ],
)
def test_what_only_looks_like_a_key_is_left_alone(asked, text):
    html = markdown.render(text, reader="reader")
    assert "key-link" not in html
    assert "mention" not in html


def test_all_texts_of_a_page_are_asked_about_together(asked):
    markdown.render_all([f"INC-{n} by @ada" for n in range(1, 200)], reader="reader")
    assert [kind for kind, _names in asked] == ["INC", "@"]


def test_plain_text_is_one_line_of_words():
    text = "# Title\n\n- **bold**, `code`\n- [link](https://e.example) &amp; *more*[^1]\n\n[^1]: Note\n"
    assert markdown.plain(text) == "Title bold, code link & more1 Note"


def test_words_are_counted_without_marks():
    assert markdown.count_words("# Two words\n\n* and **three** don't-count\n") == 5


def test_an_empty_text_is_nothing():
    assert markdown.render("  \n ") == ""


def test_what_is_too_long_is_shown_as_it_was_written(asked):
    html = markdown.render("**x** INC-4\n" * 20_000, reader="reader")
    assert html.startswith('<p>**x** <a class="key-link"')


@pytest.mark.parametrize(
    "unit", ["[", "*", ">", "> ", "1. ", "![", "[a](", "``a`", "_a __b ", "# a\n", "=\n", "<!--", "~~~\n"]
)
def test_hostile_text_takes_no_longer_than_its_length_asks_for(unit):
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    markdown.render(text)
    assert time.process_time() - started < 10


MARKS = [*"[]()*_`>|-:<#", "```\n", "~~~", "- ", "1. ", "    ", "\n", "\n\n", "/>", "<br>", "<!--", "-->", "- [x] "]
WORDS = ["a", "b c", "[^1]", "[^1]: ", "INC-4", "@ada", "![", "](/evidence/x)", "http://x.y", "\\", "&amp;", "é"]
PIECES = st.sampled_from([*MARKS, *WORDS, "\x02", "\x03", "\t", "\r"])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text):
    markdown.render(text)
    markdown.plain(text)
    markdown.count_words(text)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_text_trips_the_parser(text):
    """The fallback is for hostile texts; what people type is parsed."""
    markdown._dialect().convert_with(text, {}, {})
