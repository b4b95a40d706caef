"""Inline Markdown: taking marks off, balancing what a cut left open. Every pattern is bounded."""

import re

_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s\"[^\"\n]{0,200}\")?\)"
)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,1000}|mailto:[^<>\s]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_MARKS = re.compile(r"\*{1,3}|~~|`{1,3}|(?<![A-Za-z0-9])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9])")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}\n]{0,100}\}\s*$")
_NUMBERING = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?|[IVX]{1,4}[.)]|[a-z][.)])\s+")
_NEEDLESS = re.compile(
    r"(?P<kept>`[^`]*`|^\s*(?:(?:[-*+]|[0-9]+[.)])\s+)?(?:\\[-+#>=]|[0-9]+\\[.)])(?=\s))|&nbsp;"
    r"|\\(?P<sign>[-~\[\]().!+#=\"':;,&>@$%/?{}])"
)
_BULLET = re.compile(r"^(\s*)[•●▪◦‣∙](?=\s)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def unescaped(line: str) -> str:
    """A line with plain bullets, without the backslashes that exports put before each sign ("\\[Ada\\] 14:05 \\- x").

    Those stay that keep a sign from being Markdown: before emphasis, and where a line begins.
    """
    line = _BULLET.sub(r"\1-", line)
    if "\\" not in line and "&nbsp;" not in line:
        return line
    return _NEEDLESS.sub(lambda found: found["kept"] or found["sign"] or " ", line)


def plain_text(text: str) -> str:
    """The text without Markdown marks, links as their words, on one line."""
    text = _BREAK.sub(" ", text)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _MARKS.sub("", _TAG.sub("", text))
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def heading_text(text: str) -> str:
    """A heading as people say it: no marks, no attributes such as ``{#anchor}``."""
    return plain_text(_ATTRIBUTES.sub("", text))


def unnumbered(text: str) -> str:
    """Without a leading "3." or "2.1", which is position, not name."""
    found = _NUMBERING.match(text)
    return text[found.end() :] if found else text


def one_line(text: str) -> str:
    """Markdown kept, line breaks not."""
    return " ".join(_BREAK.sub(" ", text).split())


def balanced(text: str) -> str:
    """The text without a bold or code mark that lost its partner to a cut."""
    for mark in ("**", "__", "`"):
        if text.count(mark) % 2:
            if text.endswith(mark):
                text = text[: -len(mark)].rstrip()
            elif text.startswith(mark):
                text = text[len(mark) :].lstrip()
    return text
