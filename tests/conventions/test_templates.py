"""Every template compiles, and none has script or style inside: the content security policy would stop it."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
COMMENT = re.compile(
    r"{#.*?#}|{% comment .*?%}.*?{% endcomment %}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL
)
INLINE = {
    "script inside": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style inside": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:|[\"']js:", re.IGNORECASE),
}
INCLUDE_WITH = re.compile(r"{% include [^%]* with [^%]*%}")


def templates():
    return sorted(FOLDER.rglob("*.html")) + sorted(FOLDER.rglob("*.txt"))


def sources():
    """Pages and their pieces; a mail is no page, and its readers know no stylesheet but the one inside."""
    for path in templates():
        if path.parent.name == "mail":
            continue
        yield str(path.relative_to(FOLDER)), COMMENT.sub("", path.read_text())


def test_every_template_compiles():
    broken = {}
    for path in templates():
        name = str(path.relative_to(FOLDER))
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            broken[name] = str(error)
    assert broken == {}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what):
    assert [(name, found.group()) for name, text in sources() for found in [INLINE[what].search(text)] if found] == []


def test_a_piece_that_is_given_values_sees_nothing_else():
    loose = [
        (name, include)
        for name, text in sources()
        for include in INCLUDE_WITH.findall(text)
        if not re.search(r"\bonly\s*%}$", include)
    ]
    assert loose == []
