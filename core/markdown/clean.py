"""The last gate: whatever the parser made, only these tags and attributes reach a page."""

import re
import secrets

import nh3

HEADINGS = {"h3", "h4", "h5", "h6"}
TAGS = {
    "a", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "hr", "img", "input", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "ul", *HEADINGS,
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title", "loading"},
    "input": {"type", "disabled", "checked", "aria-label"},
    "li": {"class", "id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"class"},
    "th": {"class"},
    "ul": {"class"},
}
CLASSES = re.compile(
    r"footnote(?:-ref|-backref)?|key-link|mention|task-list(?:-item)?|align-(?:center|right)|language-[\w+#.-]{1,30}"
)
WITHIN_REACH = {tag: {"tabindex": "0"} for tag in ("pre", "table")}  # they may scroll, so keys must reach them
REL = "nofollow noopener noreferrer ugc"


def clean(markup: str) -> str:
    """``markup`` without anything that could act; its footnotes get names of their own, for texts that share a page."""
    scope = f"n{secrets.token_hex(4)}-"

    def check(_tag: str, attribute: str, value: str) -> str | None:
        if attribute == "class":
            return " ".join(name for name in value.split() if CLASSES.fullmatch(name)) or None
        if attribute == "id":
            return f"{scope}{value}" if value.startswith("fn") else None
        if attribute == "href" and value.startswith("#fn"):
            return f"#{scope}{value[1:]}"
        return value

    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=check,
        set_tag_attribute_values=WITHIN_REACH,
        link_rel=REL,
        url_schemes={"http", "https", "mailto"},
    )
