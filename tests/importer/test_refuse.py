"""What cannot be imported is refused in a sentence, quickly."""

import contextlib
import time

import pytest

from integrations.importer.errors import CannotImport
from integrations.importer.parse import parse_file
from integrations.importer.source import decode

README = """# Incident bot

A chat bot that opens incidents.

## Installation

    pip install incident-bot

## Usage

Type `/incident` in a channel. The on-call person is alerted.

## Configuration

Set `TOKEN`.

## Contributing

Send a change.

## License

MIT
"""
RECIPE = """# Potato soup

## Ingredients

- 500 g potatoes
- 1 onion

## Directions

1. Peel the potatoes.
2. Boil for 20 minutes, until 12:30 if guests come at 13:00.
"""
CODE = '''#!/usr/bin/env python3
"""Prints the time."""
import time

# Main
def main():
    # TODO(ada): zones
    print(time.strftime("%H:%M"))


if __name__ == "__main__":
    main()
'''
AGENDA = """# Team day

- 09:00 Coffee
- 09:30 Plans for the quarter
- 12:00 Lunch
- 13:00 Walk
"""
LONG = "# Outage\n\nDate: 2024-01-05\n\n## Impact\n\nIncident, root cause, mitigated.\n\n## Timeline\n\n"


def refusal(data, name="x.md"):
    with pytest.raises(CannotImport) as raised:
        parse_file(data, name)
    assert raised.value.sentence.endswith(".")
    return raised.value.code


@pytest.mark.parametrize("text", [README, RECIPE, CODE, AGENDA, "hello", "# Title"])
def test_what_is_no_postmortem_is_refused(text):
    assert refusal(text.encode()) == "not_a_postmortem"


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", "\ufeff".encode()])
def test_an_empty_file_is_refused(data):
    assert refusal(data) == "empty"


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04abc", bytes(range(256)) * 10, b"a\x00b" * 100])
def test_a_binary_file_is_refused(data):
    assert refusal(data) == "binary"


def test_a_file_that_is_too_large_is_refused():
    assert refusal(b"a" * 20_000_000) == "too_large"


def test_a_file_with_too_many_lines_is_refused():
    assert refusal(b"a\n" * 70_000) == "too_many_lines"


def test_other_encodings_are_read():
    text = "# Störung\n\nÄrger"
    assert decode(text.encode("utf-16")) == text
    assert decode(text.encode("latin-1")) == text
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(b"a\r\nb\rc") == "a\nb\nc"


def test_what_is_in_no_known_encoding_is_refused():
    assert refusal("# Сбой\n\nвсё плохо".encode("koi8-r")) == "encoding"
    assert refusal(b"\xff\xfea") == "encoding"


PIECES = [
    "- 14:05 alert\n",
    "a ",
    "14:05 ",
    "* ",
    "[",
    "(",
    "`",
    "**",
    "| a ",
    "> ",
    "#",
    "@a ",
    "<",
    "- [ ] x (@a, due 2024-01-05)\n",
    "Owner: a ",
    "**Label:** ",
    "TODO(a): ",
    "| 14:05 | x |\n",
    "14:05\n",
    "word\n",
    "-\n",
    "\\",
    "![a](",
    "due 1 Jan ",
    "é",
    "1.",
    "http://a.b/",
    "T+5m ",
    "2024-01-05 ",
    "—",
    "(a) ",
    "\t",
    "~~~\n",
    "- a\n  - b\n",
    "a: b\n",
    "## x\n",
]


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_texts_take_little_time(piece):
    size = min(300_000 // len(piece), 4_000 if "\n" in piece else 300_000)
    text = LONG + piece * size + "\n\n## Action items\n\n- " + piece * (size // 10)
    began = time.process_time()
    with contextlib.suppress(CannotImport):
        parse_file(text.encode(), "x.md")
    assert time.process_time() - began < 3


def test_five_megabytes_take_seconds():
    line = "A word about the outage at 14:05 and its root cause, as `code`, (in brackets) and with @ada. " * 2
    text = LONG + "- 14:05 alert\n- 14:10 resolved\n\n" + (line + "\n\n") * 26_000
    began = time.process_time()
    assert len(parse_file(text.encode(), "x.md").timeline) == 2
    assert time.process_time() - began < 20
