"""Lines of notes that begin with a time."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.when import read_line, read_lines

BERLIN = ZoneInfo("Europe/Berlin")
NEAR = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


def line(text):
    return read_line(text, zone=BERLIN, near=NEAR)


def lines(text):
    return read_lines(text, zone=BERLIN, near=NEAR)


def times(text):
    return [f"{found.moment.at:%d %H:%M}" for found in lines(text) if found.moment]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("14:05 - rolled back", "rolled back"),
        ("14:05 rolled back", "rolled back"),
        ("14:05: rolled back", "rolled back"),
        ("14:05 – rolled back", "rolled back"),
        ("14:05 -> rolled back", "rolled back"),
        ("[14:05] rolled back", "rolled back"),
        ("(14:05 CET) rolled back", "rolled back"),
        ("`14:05` rolled back", "rolled back"),
        ("* **14:05 CET** – rolled back", "rolled back"),
        ("- **14:05:** rolled back", "rolled back"),
        ("- **14:05** **Repair** rolled back", "**Repair** rolled back"),
        ("- **14:05 Repair.** Rolled back", "**Repair.** Rolled back"),
        ("1. 14:05 rolled back", "rolled back"),
        ("- [x] 14:05 rolled back", "rolled back"),
        ("### 14:05 rolled back", "rolled back"),
        ("> 14:05 rolled back", "rolled back"),
        ("| 14:05 | rolled back |", "rolled back"),
        ("1405: rolled back", "rolled back"),
        ("~14:05 rolled back", "rolled back"),
        ("14:05-14:20 rolled back", "rolled back"),
        ("3 Nov 14:05 rolled back", "rolled back"),
    ],
)
def test_a_line_is_its_time_and_the_rest(text, rest):
    found, remaining = line(text)
    assert (f"{found.at:%H:%M}", remaining) == ("14:05", rest)


@pytest.mark.parametrize(
    "text",
    [
        "we rolled back at 14:05",
        "at 14:05 we rolled back",
        "1000 users waited",
        "3.10 was released",
        "10:1 odds",
        "14:05x",
        "25:61 late",
    ],
)
def test_a_line_that_does_not_begin_with_a_time_keeps_its_words(text):
    assert line("- " + text) == (None, text)


def test_a_relative_day_after_a_time_belongs_to_the_text():
    assert line("14:05 Monday's deploy fails")[1] == "Monday's deploy fails"


def test_a_date_heading_sets_the_day_of_the_lines_below():
    assert times("## 1 November\n14:05 a\n\n**Monday, 2 Nov 2026**\n9:00 b") == ["01 14:05", "02 09:00"]
    assert lines("## 1 November")[0].day == date(2026, 11, 1)


def test_numbered_days_count_from_the_first():
    assert times("Day 1 (1 Nov)\n14:05 a\nDay 3\n14:05 b") == ["01 14:05", "03 14:05"]


def test_a_list_that_jumps_back_has_passed_midnight():
    assert times("3 Nov 23:50 a\n00:05 b\n09:00 c") == ["03 23:50", "04 00:05", "04 09:00"]


def test_a_line_a_little_out_of_order_stays_on_its_day():
    assert times("3 Nov 14:05 a\n13:50 b\n14:10 c") == ["03 14:05", "03 13:50", "03 14:10"]


def test_a_list_that_runs_newest_first_goes_back_over_midnight():
    assert times("4 Nov 01:00 d\n00:30 c\n00:05 b\n23:50 a") == ["04 01:00", "04 00:30", "04 00:05", "03 23:50"]


def test_the_hour_that_autumn_repeats_is_read_in_the_order_of_the_list():
    found = lines("25 Oct 2026 02:50 a\n02:10 b")
    assert [each.moment.at.astimezone(UTC).strftime("%H:%M") for each in found] == ["00:50", "01:10"]


def test_digits_are_times_where_the_list_writes_its_times_so():
    assert times("1405 a\n1410 b\nc") == ["03 14:05", "03 14:10"]
    assert times("14:05 a\n14:06 b\n1000 users waited") == ["03 14:05", "03 14:06"]


def test_a_time_that_does_not_exist_is_kept_with_the_reason():
    found = lines("14:05 a\n25:61 b")[1]
    assert (found.moment, found.text) == (None, "25:61 b")
    assert found.problem == "“25:61” is not a time: hours go up to 23 and minutes up to 59."


LINE = st.one_of(
    st.text(),
    st.sampled_from(["14:05 a", "- 25:61", "Day 2", "## 3 Nov", "T+5m x", "1405", "31 Feb 10:00 x", "Monday"]),
)


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_every_line_that_is_not_empty_comes_back(text):
    raws = [raw for raw in text.splitlines() if raw.strip()]
    assert [found.raw for found in lines(text)] == raws


def test_long_lines_and_many_lines_take_little_time():
    began = time.perf_counter()
    lines("14:05 " * 20_000 + "\n" + "| " * 50_000 + "\n" + " " * 100_000 + "x")
    lines("- 14:05 a\n" * 5_000)
    assert time.perf_counter() - began < 3
