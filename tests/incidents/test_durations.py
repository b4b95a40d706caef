"""How long things took is told as surely as it is known: estimates as estimates, what nobody knows not at all."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from core.templatetags.ui import about_words
from incidents.metrics import durations
from incidents.models import Incident
from postmortems.models import Section
from tests.factories import NOON, make_incident, make_postmortem


@pytest.fixture
def incident(people):
    """It began at about noon; when it was detected and resolved is known to the minute."""
    incident = make_incident(team=people.payments)
    incident.set_milestone("started", at=NOON, precision="approximate")
    incident.set_milestone("detected", at=NOON + timedelta(minutes=13))
    incident.set_milestone("acknowledged", at=NOON + timedelta(minutes=16))
    incident.set_milestone("mitigated", at=None, precision="unknown")
    incident.set_milestone("resolved", at=NOON + timedelta(minutes=72))
    return incident


def test_a_duration_is_an_estimate_if_one_of_its_ends_is(incident):
    told = durations(incident)
    assert {name: it.about for name, it in told.items()} == {"detect": True, "acknowledge": False, "resolve": True}


def test_what_nobody_knows_has_no_duration(incident):
    assert "mitigate" not in durations(incident)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.2, "about 1 min"),
        (3, "about 3 min"),
        (13, "about 15 min"),
        (72, "about 1 h 10 min"),
        (193, "about 3 h 15 min"),
        (2000, "about 1 d 9 h"),
        (-13, "about −15 min"),
    ],
)
def test_an_estimate_is_no_finer_than_people_estimate(minutes, words):
    assert about_words(timedelta(minutes=minutes)) == words


def test_the_page_says_about_in_its_strip_and_its_facts(member, incident):
    html = member.get(incident.get_absolute_url()).content.decode()
    assert html.count("about 15 min") == 2  # the gap in the strip, and Detected after
    assert "about 1 h 10 min" in html
    assert ">3 min<" in html
    assert ">13 min<" not in html
    assert "1 h 12 min" not in html


def test_an_estimated_impact_window_lasted_about(member, incident):
    Incident.objects.filter(pk=incident.pk).update(
        impact_started_at=NOON, impact_ended_at=NOON + timedelta(minutes=31), impact_end_estimated=True
    )
    assert "about 30 min" in member.get(incident.get_absolute_url()).content.decode()


def test_the_list_says_about_and_its_sheet_adds_up_no_estimates(member, incident, people):
    exact = make_incident("Known to the minute", team=people.payments)
    exact.set_milestone("started", at=NOON)
    exact.set_milestone("resolved", at=NOON + timedelta(minutes=47))

    html = member.get(reverse("incidents:list")).content.decode()
    sheet = csv.DictReader(io.StringIO(member.get(reverse("incidents:export")).getvalue().decode("utf-8-sig")))

    assert "about 1 h 10 min" in html
    assert ">47 min<" in html
    lasted = {row["Key"]: row["Lasted (minutes)"] for row in sheet}
    assert lasted == {exact.key: "47", incident.key: "about 72"}


def test_without_a_known_start_how_long_it_lasted_is_an_estimate(member, people):
    incident = make_incident(team=people.payments)
    incident.set_milestone("detected", at=NOON)
    incident.set_milestone("resolved", at=NOON + timedelta(minutes=47))

    assert "about 45 min" in member.get(reverse("incidents:list")).content.decode()


def test_the_article_and_its_times_say_about(member, incident):
    postmortem = make_postmortem(incident)
    section = postmortem.sections.first()
    Section.objects.filter(pk=section.pk).update(markdown="{{metrics}}")

    html = member.get(reverse("postmortems:read", args=[postmortem.key])).content.decode()

    assert html.count("about 1 h 10 min") == 2  # Duration, and the live block
    assert html.count("about 15 min") == 2  # Detected after, and the live block
    assert "not known" in html
