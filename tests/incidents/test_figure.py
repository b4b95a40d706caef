"""The visual timeline puts every event somewhere a reader can find it."""

import itertools
from collections import defaultdict
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from incidents import figure
from tests.factories import NOON, make_event, make_incident

pytestmark = pytest.mark.django_db


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def drawn(incident):
    picture = figure.draw(incident, list(incident.events.all()), now=NOON + minutes(60))
    assert picture is not None
    return picture


def marks(picture):
    return [mark for lane in picture.lanes for mark in lane.marks]


def test_nothing_to_draw_gives_no_figure():
    assert figure.draw(make_incident(), []) is None


def test_one_event_stands_in_the_middle():
    incident = make_incident()
    make_event(incident, at=NOON)
    assert [mark.x for mark in marks(drawn(incident))] == [50.0]


def test_forty_events_in_three_minutes_are_all_shown_or_counted():
    incident = make_incident()
    for n in range(40):
        make_event(incident, at=NOON + timedelta(seconds=4.5 * n))
    shown = marks(drawn(incident))
    assert sum(1 + mark.more for mark in shown) == 40


def test_marks_of_one_row_do_not_touch_on_the_narrowest_screen():
    incident = make_incident()
    for n in range(40):
        make_event(incident, at=NOON + timedelta(seconds=4.5 * n))
    rows = defaultdict(list)
    for mark in marks(drawn(incident)):
        rows[mark.y].append(mark.x)
    assert all(b - a >= figure.APART for xs in rows.values() for a, b in itertools.pairwise(xs))


def test_a_long_silence_is_drawn_short_and_says_how_long_it_was():
    incident = make_incident()
    for n in range(6):
        make_event(incident, at=NOON + minutes(10 * n))
    make_event(incident, at=NOON + timedelta(days=21))
    picture = drawn(incident)
    assert [gap.length for gap in picture.gaps] == [timedelta(days=21) - minutes(50)]
    assert marks(picture)[4].x > 60


def test_even_weeks_keep_a_linear_scale():
    incident = make_incident()
    for n in range(21):
        make_event(incident, at=NOON + timedelta(days=n))
    assert drawn(incident).gaps == ()


def test_events_before_detection_stand_left_of_its_flag():
    incident = make_incident()
    incident.set_milestone("detected", at=NOON)
    make_event(incident, at=NOON - minutes(30))
    make_event(incident, at=NOON + minutes(30))
    picture = drawn(incident)
    before, after = (mark.x for mark in marks(picture))
    assert before < picture.flags[0].x < after


def test_an_unknown_milestone_has_no_flag():
    incident = make_incident()
    incident.set_milestone("started", at=None)
    incident.set_milestone("detected", at=NOON)
    assert [flag.milestone.kind for flag in drawn(incident).flags] == ["detected"]


def test_overlapping_ranges_take_rows_of_their_own():
    incident = make_incident()
    make_event(incident, at=NOON, ended_at=NOON + minutes(40))
    make_event(incident, at=NOON + minutes(20), ended_at=NOON + minutes(60))
    first, second = marks(drawn(incident))
    assert first.y != second.y
    assert first.x + first.width > second.x


def test_an_impact_without_an_end_reaches_now_while_it_lasts():
    incident = make_incident(impact_started_at=NOON)
    window = drawn(incident).windows[0]
    assert window.open_end
    assert window.x + window.width == pytest.approx(figure.RIGHT)


def test_every_mark_links_to_its_event():
    incident = make_incident()
    event = make_event(incident, "Alert <fires>")
    html = render_to_string("incidents/_figure.html", {"figure": drawn(incident)})
    assert f'href="#event-{event.pk}"' in html
    assert "Alert &lt;fires&gt;" in html
    assert "style=" not in html


def test_percentages_are_written_with_a_point_in_every_language(settings):
    incident = make_incident()
    make_event(incident, at=NOON)
    make_event(incident, at=NOON + minutes(7))
    make_event(incident, at=NOON + minutes(9.5))
    settings.LANGUAGE_CODE = "de"
    html = render_to_string("incidents/_figure.html", {"figure": drawn(incident)})
    assert ",5%" not in html
