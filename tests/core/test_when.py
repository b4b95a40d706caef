"""Times that people write."""

import time
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.when import NotATime, is_month_first, read, zone_named

BERLIN = ZoneInfo("Europe/Berlin")
NEAR = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)  # a Tuesday, 15:00 in Berlin


def moment(text, *, zone=BERLIN, near=NEAR, **options):
    return read(text, zone=zone, near=near, **options)


def at(text, **options):
    return moment(text, **options).at.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:05", "2026-11-03T14:05:00+01:00"),
        (" 14:05\n", "2026-11-03T14:05:00+01:00"),
        ("14:05:33", "2026-11-03T14:05:33+01:00"),
        ("14:05 UTC", "2026-11-03T14:05:00+00:00"),
        ("14:05Z", "2026-11-03T14:05:00+00:00"),
        ("14:05 (UTC)", "2026-11-03T14:05:00+00:00"),
        ("14:05 utc", "2026-11-03T14:05:00+00:00"),
        ("14:05 UTC+2", "2026-11-03T14:05:00+02:00"),
        ("14:05 GMT-3:30", "2026-11-03T14:05:00-03:30"),
        ("14:05 +05:30", "2026-11-03T14:05:00+05:30"),
        ("14:05 Europe/Lisbon", "2026-11-03T14:05:00+00:00"),
        ("14:05 Pacific time", "2026-11-03T14:05:00-08:00"),
        ("14:05 UTC (15:05 CET)", "2026-11-03T14:05:00+00:00"),
        ("14:05 UTC / 9:05 EST", "2026-11-03T14:05:00+00:00"),
        ("2026-11-03 14:05 CET", "2026-11-03T14:05:00+01:00"),
        ("2026-11-03T14:05:33.123Z", "2026-11-03T14:05:33+00:00"),
        ("2026-11-03T14:05+0530", "2026-11-03T14:05:00+05:30"),
        ("2026-11-03 14:05 -05:00", "2026-11-03T14:05:00-05:00"),
        ("20261103 14:05", "2026-11-03T14:05:00+01:00"),
        ("2026/11/03 14:05", "2026-11-03T14:05:00+01:00"),
        ("today 9:30", "2026-11-03T09:30:00+01:00"),
        ("yesterday 9:30", "2026-11-02T09:30:00+01:00"),
        ("yesterday at 9:30 pm", "2026-11-02T21:30:00+01:00"),
        ("9:30 pm", "2026-11-03T21:30:00+01:00"),
        ("12:28p", "2026-11-03T12:28:00+01:00"),
        ("12:05 AM", "2026-11-04T00:05:00+01:00"),
        ("9am", "2026-11-03T09:00:00+01:00"),
        ("9:30 a.m. PST", "2026-11-03T09:30:00-08:00"),
        ("1625", "2026-11-03T16:25:00+01:00"),
        ("1625 hrs", "2026-11-03T16:25:00+01:00"),
        ("11.50", "2026-11-03T11:50:00+01:00"),
        ("14.05 Uhr", "2026-11-03T14:05:00+01:00"),
        ("14h05", "2026-11-03T14:05:00+01:00"),
        ("noon", "2026-11-03T12:00:00+01:00"),
        ("24:00", "2026-11-04T00:00:00+01:00"),
        ("3 Nov 14:05", "2026-11-03T14:05:00+01:00"),
        ("3. November 2026, 14:05 Uhr", "2026-11-03T14:05:00+01:00"),
        ("14:05 UTC on 3 November 2026", "2026-11-03T14:05:00+00:00"),
        ("14:05, Nov 3rd", "2026-11-03T14:05:00+01:00"),
        ("Nov 3, 2026 2:05 PM PST", "2026-11-03T14:05:00-08:00"),
        ("Tue Nov  3 14:05:33 UTC 2026", "2026-11-03T14:05:33+00:00"),
        ("03/Nov/2026:14:05:33 +0000", "2026-11-03T14:05:33+00:00"),
        ("03/11/2026 14:05", "2026-11-03T14:05:00+01:00"),
        ("3.11.2026 14:05", "2026-11-03T14:05:00+01:00"),
        ("03.11. 14:05", "2026-11-03T14:05:00+01:00"),
        ("11/27/2026 14:05", "2026-11-27T14:05:00+01:00"),
        ("Monday 9:30", "2026-11-02T09:30:00+01:00"),
        ("Thursday, Nov 5th at 9pm EST", "2026-11-05T21:00:00-05:00"),
        ("at 14:05", "2026-11-03T14:05:00+01:00"),
    ],
)
def test_it_understands_what_people_write(text, expected):
    assert at(text) == expected


@pytest.mark.parametrize("text", ["~14:05", "around 14:05", "ca. 14:05", "14:05?", "14:05 (approx)", "14:0X", "14:0?"])
def test_doubt_makes_a_time_approximate(text):
    assert moment(text).precision == "approximate"


def test_a_masked_time_is_read_at_its_beginning():
    assert at("22:XX", near=NEAR.replace(hour=21)) == "2026-11-03T22:00:00+01:00"
    assert moment("22:XX").precision == "approximate"


def test_a_day_whose_time_is_not_known_is_its_midnight():
    read_so = moment("3 Nov ??:??")
    assert (read_so.at.isoformat(), read_so.precision) == ("2026-11-03T00:00:00+01:00", "unknown")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("14:05–14:20", "14:05", "14:20"),
        ("14:05 - 14:20 UTC", "14:05", "14:20"),
        ("14:05 UTC to 14:20 UTC", "14:05", "14:20"),
        ("2:05-2:20 pm", "14:05", "14:20"),
        ("11:50-1:20 pm", "11:50", "13:20"),
        ("1405-1420", "14:05", "14:20"),
    ],
)
def test_a_range_has_an_end(text, start, end):
    found = moment(text)
    assert (f"{found.at:%H:%M}", f"{found.end:%H:%M}") == (start, end)


def test_a_range_may_end_on_the_next_day():
    assert moment("22:00-02:00").end.isoformat() == "2026-11-04T02:00:00+01:00"
    assert moment("2026-11-03 14:05 – 2026-11-04 01:20").end.isoformat() == "2026-11-04T01:20:00+01:00"


def test_how_long_ago_counts_from_now():
    assert at("5 minutes ago", now=NEAR + timedelta(hours=1)) == "2026-11-03T15:55:00+01:00"
    assert at("half an hour ago") == "2026-11-03T14:30:00+01:00"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no time here."),
        ("25:61", "“25:61” is not a time: hours go up to 23 and minutes up to 59."),
        ("31 Feb 14:05", "There is no 31 February."),
        ("2025-02-29 14:05", "There is no 29 February in 2025."),
        ("2026-13-01 10:00", "“2026-13-01” is not a date: there is no month 13."),
        ("3 Nov", "“3 Nov” has no clock time in it."),
        ("14:05 lunch", "“14:05 lunch” is not a time: what does “lunch” mean?"),
        ("soon", "“soon” is not a time. Try 14:05, 14:05 UTC or 2026-11-03 14:05."),
    ],
)
def test_what_is_no_time_says_why(text, sentence):
    with pytest.raises(NotATime, match="^" + sentence.replace("?", r"\?").replace(".", r"\.") + "$"):
        moment(text)


def test_a_bare_time_takes_the_day_that_brings_it_nearest():
    assert at("23:50", near=datetime(2026, 11, 3, 0, 20, tzinfo=BERLIN)) == "2026-11-02T23:50:00+01:00"
    assert at("00:20", near=datetime(2026, 11, 3, 23, 50, tzinfo=BERLIN)) == "2026-11-04T00:20:00+01:00"


def test_a_bare_time_does_not_lie_ahead_of_now():
    now = datetime(2026, 11, 3, 15, 0, tzinfo=BERLIN)
    assert at("15:04", near=now, now=now) == "2026-11-03T15:04:00+01:00"
    assert at("15:30", near=now, now=now) == "2026-11-02T15:30:00+01:00"
    assert at("15:30", near=now - timedelta(days=9), now=now) == "2026-10-25T15:30:00+01:00"


def test_a_missing_year_is_the_nearest():
    assert at("31 Dec 23:00", near=datetime(2026, 1, 2, tzinfo=UTC)) == "2025-12-31T23:00:00+01:00"
    assert at("29 Feb 10:00") == "2028-02-29T10:00:00+01:00"


def test_an_abbreviation_means_its_offset_whatever_the_season():
    assert at("2026-07-01 09:00 PST") == "2026-07-01T09:00:00-08:00"


def test_a_region_follows_its_seasons():
    assert at("2026-07-01 09:00 PT") == "2026-07-01T09:00:00-07:00"


def test_a_local_time_that_the_clocks_skip_is_read_on_the_clock_before_the_change():
    assert at("29 Mar 2026 02:30") == "2026-03-29T03:30:00+02:00"


def test_a_local_time_that_occurs_twice_is_the_first_of_the_two():
    assert at("25 Oct 2026 02:30") == "2026-10-25T02:30:00+02:00"


def test_month_first_is_for_the_caller_to_say():
    assert at("03/11/2026 14:05", day_first=False) == "2026-03-11T14:05:00+01:00"


def test_a_document_shows_whether_it_writes_the_month_first():
    assert is_month_first("on 02/27/2024 and 03/01/2024")
    assert not is_month_first("on 27/02/2024 and 03/01/2024")
    assert not is_month_first("on 03/01/2024")


def test_the_moment_says_where_it_stood_and_what_was_written():
    found = moment("  2026-11-03 14:05 CET ")
    assert (found.span, found.has_date, found.has_zone) == ((2, 22), True, True)
    assert (moment("14:05").has_date, moment("14:05").has_zone) == (False, False)


@pytest.mark.parametrize(
    "name", ["UTC", "CET", "PST", "UTC+2", "+05:30", "Europe/Berlin", "PT", "Central European Time"]
)
def test_zones_have_names(name):
    assert zone_named(name) is not None


@pytest.mark.parametrize("name", ["", "est", "LOL", "Europe/Atlantis", "UTC+25", "UTC and more"])
def test_what_is_no_zone_is_none(name):
    assert zone_named(name) is None


FORMS = [
    "%Y-%m-%d %H:%M",
    "%d %B %Y %H:%M",
    "%b %d, %Y, %I:%M %p",
    "%A, %d %b %Y at %H:%M",
    "%d/%m/%Y %H:%M",
    "%H:%M on %d.%m.%Y",
]
ZONES = ["UTC", "+05:30", "PST", "UTC-3"]


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),  # noqa: DTZ001
    st.sampled_from(list(product(FORMS, ZONES))),
)
def test_what_is_formatted_is_read_back(when, form):
    pattern, name = form
    zone = zone_named(name)
    when = when.replace(second=0, microsecond=0, tzinfo=zone)
    text = when.strftime(pattern)
    text = text.replace(" on ", f" {name} on ") if " on " in text else f"{text} {name}"
    assert moment(text).at == when


PIECES = ["14", ":05", ":", ".", "/", "-", "–", "~", "T", "Z", "UTC", "am", "p", "3", "31", "Feb", "Nov", "2026", "99"]
PIECES += ["XX", "?", "(", ")", "[", "]", ",", "now", "ago", "minutes", "to", "+", "Uhr", "Day", "yesterday", " ", " "]
SCRAPS = st.lists(st.sampled_from(PIECES), max_size=14)


@given(st.one_of(st.text(), SCRAPS.map("".join), SCRAPS.map(" ".join)))
def test_any_text_is_a_time_or_not_a_time(text):
    try:
        found = moment(text)
    except NotATime:
        return
    assert found.at.utcoffset() is not None
    assert found.end is None or found.end >= found.at


HOSTILE = [" ", "[", "1", "14:05 ", "-", "* ", "T+", "(", "14:05 - ", "| ", "1/", "\u00a0", "Nov ", "~"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_no_time(piece):
    text = piece * (100_000 // len(piece)) + "x"
    began = time.perf_counter()
    with pytest.raises(NotATime):
        moment(text)
    assert time.perf_counter() - began < 0.5
