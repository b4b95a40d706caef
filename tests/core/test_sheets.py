"""Cells that a spreadsheet shows and does not run."""

from datetime import UTC, datetime

import pytest

from core.sheets import csv_lines, defused


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_text(text):
    assert defused(text) == f"'{text}"


def test_nothing_is_an_empty_cell_and_zero_is_zero():
    assert [defused(value) for value in (None, "", {}, 0)] == ["", "", "", "0"]


def test_times_are_iso_and_parts_are_json():
    assert defused(datetime(2026, 11, 3, 12, tzinfo=UTC)) == "2026-11-03T12:00:00+00:00"
    assert defused({"a": "ü"}) == '{"a": "ü"}'


def test_commas_quotes_and_line_breaks_stay_in_their_cell():
    assert list(csv_lines(["a"], [['x, "y"\nz']])) == ["a\r\n", '"x, ""y""\nz"\r\n']
