"""The marks and words that every page shares."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

from core.looks import KINDS, STATES, state_look
from core.templatetags import ui

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)  # 14:05 in Berlin


@pytest.fixture(autouse=True)
def berlin():
    with time_machine.travel(NOW, tick=False), timezone.override("Europe/Berlin"):
        yield


def render(source: str, query: dict[str, Any], **context: object) -> str:
    return Template(source).render(RequestContext(RequestFactory().get("/", query), context))


def severity(rank: int) -> SimpleNamespace:
    return SimpleNamespace(rank=rank, name=f"SEV{rank}", description="")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=14, seconds=59), "14 min"),
        (timedelta(hours=3, minutes=12), "3 h 12 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=2, hours=4, minutes=50), "2 d 4 h"),
        (timedelta(0), "0 s"),
        (-timedelta(minutes=3), "−3 min"),
        (None, "–"),
    ],
)
def test_a_duration_names_its_two_largest_units(length, words):
    assert ui.duration_words(length) == words


def test_a_moment_within_a_day_is_relative():
    assert ">14 min ago<" in ui.when(NOW - timedelta(minutes=14))
    assert ">in 3 h<" in ui.when(NOW + timedelta(hours=3))
    assert ">just now<" in ui.when(NOW - timedelta(seconds=20))


def test_a_moment_beyond_a_day_is_absolute_and_names_its_zone():
    assert ">Fri 30 Oct, 14:05 CET<" in ui.when(NOW - timedelta(days=4))


def test_a_moment_of_another_year_names_the_year():
    assert ">Sun 3 Nov 2024, 14:05 CET<" in ui.when(NOW.replace(year=2024), "full")


def test_hovering_a_moment_shows_both_zones():
    assert 'title="Tue 3 Nov, 14:05 CET = 13:05 UTC"' in ui.when(NOW)


def test_utc_names_its_day_when_it_is_another_one():
    assert "Sat 31 Oct, 00:30 CET = Fri 30 Oct, 23:30 UTC" in ui.when(datetime(2026, 10, 30, 23, 30, tzinfo=UTC))


def test_a_zone_without_a_name_is_given_by_its_distance_from_utc():
    with timezone.override("America/Sao_Paulo"):
        assert "10:05 UTC-03<" in ui.when(NOW, "full")


def test_the_time_of_day_turns_to_the_time_of_day_in_utc():
    html = ui.when(NOW, "time")
    assert ">14:05<" in html
    assert 'data-utc="13:05"' in html


def test_no_moment_is_unknown():
    assert "unknown" in ui.when(None)


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "1 day late"), (-3, "3 days late"), (0, "today"), (1, "tomorrow"), (12, "15 Nov")]
)
def test_a_due_date_says_how_far_it_is(days, words):
    assert f">{words}<" in ui.due(date(2026, 11, 3) + timedelta(days=days))


def test_only_open_things_are_late():
    assert "late" in ui.due(date(2026, 11, 1))
    assert "late" not in ui.due(date(2026, 11, 1), closed=True)


def test_today_is_the_readers_day():
    with time_machine.travel(datetime(2026, 11, 3, 23, 30, tzinfo=UTC), tick=False):
        assert ">today<" in ui.due(date(2026, 11, 4))


def test_a_severity_is_a_shape_a_word_and_a_colour():
    shapes = {ui.severity(severity(rank)) for rank in (1, 2, 3, 4)}
    assert len(shapes) == 4
    assert "severity-2" in ui.severity(SimpleNamespace(severity=severity(2)))
    assert "SEV2" in ui.severity(SimpleNamespace(severity=severity(2)))


def test_a_fifth_severity_looks_like_the_fourth():
    assert "severity-4" in ui.severity(severity(7))


def test_what_has_no_severity_says_so():
    assert "No severity yet" in ui.severity(None)


def test_an_open_incident_is_louder_than_an_open_action():
    assert "chip-loud" in ui.chip(SimpleNamespace(state="open", KEY_PREFIX="INC"))
    assert "chip-live" in ui.chip(SimpleNamespace(state="open", KEY_PREFIX="ACT"))


def test_a_chip_of_an_unknown_state_still_has_its_word():
    assert "Half way" in ui.chip("half_way")


def test_a_name_is_escaped():
    assert "<b>" not in ui.chip("<b>")
    assert "<b>" not in ui.avatar(SimpleNamespace(name="<b>x"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Lovelace", "AL"), ("Ada", "AD"), ("ada.lovelace@example.org", "AL"), ("Jean Le Rond", "JR"), ("—", "?")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_nobody_has_an_avatar_too():
    assert "Nobody yet" in ui.avatar(None)


def test_an_icon_is_silent_unless_it_is_named():
    assert 'aria-hidden="true"' in ui.icon("bell")
    assert 'aria-label="Close"' in ui.icon("x", "Close")


def test_every_icon_that_code_picks_is_in_the_sprite():
    listed = set(json.loads(Path("frontend/icons.json").read_text()))
    assert {look.icon for look in [*STATES.values(), *KINDS.values(), state_look("?")]} <= listed


def test_a_head_cell_sorts_upwards_first_and_then_downwards():
    query = {"q": "x", "page": "3"}
    up = render('{% sortable "due" "Due" %}', query, sort="title")
    assert 'href="?q=x&amp;sort=due"' in up
    assert "aria-sort" not in up
    down = render('{% sortable "due" "Due" %}', query, sort="due")
    assert 'href="?q=x&amp;sort=-due"' in down
    assert 'aria-sort="ascending"' in down


class Filter(forms.Form):
    q = forms.CharField(required=False, label="Search")
    state = forms.MultipleChoiceField(required=False, choices=[("open", "Open"), ("done", "Done")])
    mine = forms.BooleanField(required=False, label="Mine")


def active(**query: Any) -> list[dict[str, Any]]:
    request = RequestFactory().get("/", query)
    return ui.active_filters(RequestContext(request), Filter(request.GET))


def test_filters_in_force_are_named_in_words():
    chosen = active(q="disk", state=["open", "done"], mine="on")
    assert [(str(one["label"]), one["value"]) for one in chosen] == [
        ("Search", "disk"), ("State", "Open"), ("State", "Done"), ("Mine", "yes")
    ]  # fmt: skip


def test_removing_one_filter_keeps_the_others():
    chosen = active(q="disk", state=["open", "done"], page="2")
    assert chosen[1]["url"] == "?q=disk&state=done"


def test_nothing_chosen_shows_nothing():
    assert active(q="", state=[]) == []


def test_a_form_carries_along_what_is_not_its_own():
    address = {"sort": "-due", "column": ["title", "due"], "q": "disk", "page": "2", "state": ""}
    assert render("{% carried_along 'q' as kept %}{{ kept|safe }}", address) == (
        "[('sort', '-due'), ('column', 'title'), ('column', 'due')]"
    )


def test_a_long_list_of_pages_is_shortened():
    page = Paginator(range(400), 20).get_page(9)
    assert list(ui.page_numbers(page)) == [1, "…", 8, 9, 10, "…", 20]


def test_undo_leads_to_a_path_of_this_site_only():
    assert ui.undo_address("undo:/events/4/restore/ success") == "/events/4/restore/"
    assert ui.undo_address("undo:https://example.org/") == ""
    assert ui.undo_address("") == ""
