"""Links whose address stands elsewhere in the document ("[PR]" here, "[PR]: https://…" at its end).

The parts of a document are stored apart, so each takes the addresses along that it uses.
"""

import re
from collections.abc import Iterable

_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]+<?(\S{1,1000}?)>?"
    r"(?:[ \t]+[\"'(].{0,200})?[ \t]*$",
    re.MULTILINE,
)
_USE = re.compile(r"(?<![\\!\]])\[([^\[\]\n]{1,300})\](?:\[([^\[\]\n]{0,200})\])?(?![(\[:])")


def definitions(texts: Iterable[str]) -> dict[str, str]:
    """Label (lower case) to address, of every definition in the texts."""
    return {label.lower(): address for text in texts for label, address in _DEFINITION.findall(text)}


def with_addresses(text: str, known: dict[str, str]) -> str:
    """The text with the addresses written into its links, "[PR](https://…)". Others in brackets stay as they are."""
    if not known or "[" not in text:
        return text

    def written_out(found: re.Match[str]) -> str:
        address = known.get((found[2] or found[1]).lower())
        return f"[{found[1]}]({address})" if address else found[0]

    return _USE.sub(written_out, text)
