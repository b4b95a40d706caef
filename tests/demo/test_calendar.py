from datetime import UTC, date, datetime, timedelta

import pytest

from demo.calendar import HOURS, Calendar

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)  # a Wednesday


def test_weeks_ago_leads_back_to_the_weekday():
    assert Calendar.of({"weeks_ago": 1, "weekday": "Tue"}, now=NOON).day == date(2026, 10, 27)
    assert Calendar.of({"weeks_ago": 1, "weekday": "Thu"}, now=NOON).day == date(2026, 10, 22)


@pytest.mark.parametrize("hours", range(0, 24 * 7, 7))
def test_a_story_of_weeks_ago_is_always_past(hours):
    now = NOON + timedelta(hours=hours)

    assert Calendar.of({"weeks_ago": 1, "weekday": "Sun"}, now=now).day <= now.date() - timedelta(days=7)


def test_clock_times_are_in_the_zone_of_the_story():
    calendar = Calendar.of({"days_ago": 1, "zone": "Asia/Tokyo"}, now=NOON)

    assert calendar.moment("~09:30") == datetime(2026, 11, 3, 0, 30, tzinfo=UTC)
    assert calendar.moment("+1 09:30") == datetime(2026, 11, 4, 0, 30, tzinfo=UTC)


def test_offsets_count_from_the_beginning_of_what_still_goes_on():
    calendar = Calendar.of({"minutes_ago": 90}, now=NOON)

    assert calendar.moment("T+12") == NOON - timedelta(minutes=78)


def test_what_is_not_a_time_is_refused():
    with pytest.raises(ValueError, match="half past nine"):
        Calendar.of({"days_ago": 1}, now=NOON).moment("half past nine")


def test_steps_are_taken_on_working_days_in_the_order_of_their_hours():
    calendar = Calendar.of({"days_ago": 4}, now=NOON)  # a Saturday

    saturday, sunday, monday = (calendar.step(days, "start") for days in range(3))
    assert saturday == sunday == monday
    assert monday.weekday() == 0
    taken = [calendar.step(0, verb, of=verb) for verb in ("start", "write", "propose", "submit", "approve", "accept")]
    assert taken == sorted(taken)


def test_the_hours_stand_in_the_order_of_the_table():
    assert list(HOURS.values()) == sorted(HOURS.values())
