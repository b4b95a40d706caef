"""What a document becomes."""

import json
from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from integrations.importer.evaluate import Score, evaluate
from integrations.importer.parse import parse, parse_file

FIXTURES = Path(__file__).parent / "fixtures"
TRUTHS = json.loads((FIXTURES / "truth.json").read_text(encoding="utf-8"))
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "postmortems"


def fixture(number):
    path = next(FIXTURES.glob(f"{number:02}-*"))
    return parse_file(path.read_bytes(), path.name)


def doc(timeline, *, head="", actions="", title="Checkout outage"):
    """A postmortem with this timeline and these actions."""
    return parse(
        f"# {title}\n\n{head}\n\n## Impact\n\nErrors.\n\n## Timeline\n\n{timeline}\n\n## Action items\n\n{actions}\n"
    )


def isos(parsed):
    return [entry["iso"] for entry in parsed.as_json("")["timeline"]]


def owners(parsed):
    return [action.owner for action in parsed.actions]


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth["file"])
def test_the_fixtures_are_read_as_their_truth_says(truth):
    path = FIXTURES / truth["file"]
    found = parse_file(path.read_bytes(), path.name).as_json(path.name)
    minutes = [(entry["iso"] or "")[:16] for entry in found["timeline"]]
    assert (found["title"], found["date"]) == (truth["title"], truth["date"])
    assert minutes == [(entry["iso"] or "")[:16] for entry in truth["timeline"]]
    assert [(a["owner"], a["due"]) for a in found["action_items"]] == [
        (a["owner"], a["due"]) for a in truth["action_items"]
    ]


@pytest.mark.parametrize("truth_file", [FIXTURES / "truth.json", SAMPLES / "truth.json"], ids=["fixtures", "samples"])
def test_the_figures_reach_what_was_asked(truth_file):
    if not truth_file.exists():
        pytest.skip("the samples are not on this machine")
    total = sum((score for _, score in evaluate(truth_file)), Score())
    assert total.titles / total.files >= 0.97
    assert total.entries_right / total.entries_true >= 0.9
    assert total.entries_right / total.entries_found >= 0.9
    assert total.actions_right / total.actions_true >= 0.9
    assert total.owners_right / total.owners_true >= 0.85


def test_milestones_are_taken_where_they_are_stated():
    found = {kind: f"{moment.at:%H:%M}" for kind, moment in fixture(2).milestones.items()}
    assert found == {"started": "21:40", "detected": "21:52", "resolved": "00:35"}


def test_an_entry_may_state_a_milestone():
    assert set(fixture(1).milestones) == {"started", "resolved"}


def test_severity_services_and_people_are_taken_where_they_are_stated():
    found = fixture(2)
    assert (found.severity, found.services) == ("SEV-2", ["payments-api", "ledger"])
    assert fixture(1).people == [("authors", "Marta Lindqvist"), ("authors", "Femi Okafor")]


def test_sections_know_what_they_are_about():
    assert {section.heading: section.key for section in fixture(3).sections} == {
        "Overview": "summary",
        "Chronology": "timeline",
        "Contributing factors": "contributing_factors",
        "What we will do": "prevention",
    }


def test_every_heading_is_listed():
    assert fixture(16).headings == [
        "Post-incident review: replica lag hid orders",
        "Context",
        "Sequence of events",
        "What went well",
        "What was difficult",
        "Next steps",
    ]


def test_a_comment_in_a_code_fence_is_no_heading():
    assert doc("- 14:05 a\n- 14:06 b\n\n```sh\n# not a heading\n```").headings == [
        "Checkout outage", "Impact", "Timeline", "Action items",
    ]  # fmt: skip


def test_the_title_of_the_header_comes_first():
    assert fixture(3).title == "Object storage out of reach from region two"


def test_without_a_title_the_file_gives_one():
    text = "## Summary\n\nThe incident was an outage.\n\n## Timeline\n\n- 14:05 alert\n- 14:10 mitigated\n"
    assert parse(text, name="2024-01-05-dns_outage.md").title == "Dns outage"
    assert parse(text, name="2024-01-05-dns_outage.md").date == date(2024, 1, 5)


def test_a_time_without_any_zone_is_read_in_the_callers_and_printed_without_offset():
    text = "# Outage\n\nDate: 2024-06-01\n\n## Impact\n\nDown.\n\n## Timeline\n\n- 14:05 alert\n- 14:10 mitigated\n"
    found = parse(text, zone=ZoneInfo("Europe/Berlin"))
    assert (found.zone, isos(found)) == (None, ["2024-06-01T14:05", "2024-06-01T14:10"])
    assert found.timeline[0].moment.at.astimezone(UTC).hour == 12


def test_the_reader_may_know_the_day_better():
    text = "# Outage\n\n## Impact\n\nDown.\n\n## Timeline (UTC)\n\n- 14:05 alert\n- 14:10 mitigated\n"
    assert isos(parse(text, day=date(2024, 6, 1))) == ["2024-06-01T14:05Z", "2024-06-01T14:10Z"]
    assert isos(parse(text)) == [None, None]


def test_a_table_of_measurements_is_no_timeline():
    table = "| Time | Errors per second |\n|---|---|\n| 14:05 | 10 |\n| 14:10 | 20 |\n| 14:15 | 4 |"
    found = parse(
        f"# Outage\n\nDate: 2024-06-01\n\n## Impact\n\nWe were down.\n\n{table}\n\n## Root cause\n\nX failed.\n"
    )
    assert found.timeline == []


def test_lines_that_do_not_begin_with_a_time_go_on_with_the_entry_before():
    found = doc("- 14:05 alert\n  - on two hosts\n- looked at logs\n- 14:10 mitigated", head="Date: 2024-06-01")
    assert [entry.text for entry in found.timeline] == ["alert", "mitigated"]
    assert found.timeline[0].more == "- on two hosts\n\n- looked at logs"


def test_a_wrapped_sentence_that_goes_on_with_a_time_is_no_entry():
    found = doc(
        "14:05 alert, which had fired before at\n14:01 and was closed\n14:10 mitigated", head="Date: 2024-06-01"
    )
    assert [entry.text for entry in found.timeline] == [
        "alert, which had fired before at 14:01 and was closed",
        "mitigated",
    ]


def test_day_first_is_the_rule_and_the_document_may_show_otherwise():
    line = "- 03/04/2024 14:05 alert\n- 03/04/2024 14:10 mitigated"
    assert isos(doc(line))[0] == "2024-04-03T14:05"
    assert isos(doc(line, head="Written on 03/27/2024"))[0] == "2024-03-04T14:05"


def test_a_list_passes_midnight():
    assert isos(doc("- 23:50 alert\n- 00:10 mitigated", head="Date: 2024-06-01")) == [
        "2024-06-01T23:50",
        "2024-06-02T00:10",
    ]


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("@ada: limit the retries", "@ada"),
        ("Limit the retries (@ada)", "@ada"),
        ("Limit the retries - @ada", "@ada"),
        ("Limit the retries `@ada`", "@ada"),
        ("Limit the retries (owner: Ada Byron)", "Ada Byron"),
        ("Limit the retries. Owner: Ada Byron", "Ada Byron"),
        ("Limit the retries. **Owner:** Ada Byron", "Ada Byron"),
        ("Limit the retries [Ada]", "Ada"),
        ("Limit the retries (Ada, due 2024-07-01)", "Ada"),
        ("Limit the retries, assigned to: Platform team", "Platform team"),
        ("TODO(ada): limit the retries", "ada"),
        ("Limit the retries (DRI: @ada)", "@ada"),
        ("Monitoring: limit the retries", None),
        ("Limit the retries (Kafka)", None),
        ("Limit the retries (owner: TBD)", None),
        ("Limit the retries that @ada saw in the logs", None),
    ],
)
def test_owners_are_found_where_people_write_them(line, owner):
    found = doc("- 14:05 alert\n- 14:10 mitigated", head="Date: 2024-06-01", actions=f"- {line}")
    assert owners(found) == [owner]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("Limit the retries, due 2024-07-01", date(2024, 7, 1)),
        ("Limit the retries by 1 July", date(2024, 7, 1)),
        ("Limit the retries (due: July 1st, 2024)", date(2024, 7, 1)),
        ("Limit the retries - 2024-07-01", date(2024, 7, 1)),
        ("Limit the retries. ETA: 01.07.2024", date(2024, 7, 1)),
        ("Limit the retries by Friday", None),
        ("Limit the retries by 31 June", None),
        ("Limit the retries of the 2024-07-01 release", None),
    ],
)
def test_due_dates_are_found_where_people_write_them(line, due):
    found = doc("- 14:05 alert\n- 14:10 mitigated", head="Date: 2024-06-01", actions=f"- {line}")
    assert [action.due for action in found.actions] == [due]


def test_checked_boxes_priorities_and_states_are_kept():
    lines = "- [x] **P1** Limit the retries\n- [ ] Alert on retries (P2)\n- Write it down (done)"
    found = doc("- 14:05 alert\n- 14:10 mitigated", head="Date: 2024-06-01", actions=lines).actions
    assert [(a.text, a.priority, a.done) for a in found] == [
        ("Limit the retries", "P1", True),
        ("Alert on retries", "P2", False),
        ("Write it down", None, True),
    ]


def test_that_there_are_none_is_no_action():
    assert doc("- 14:05 alert\n- 14:10 mitigated", actions="None.\n\n- n/a").actions == []


def test_whys_and_lessons_are_no_actions():
    assert len(fixture(8).actions) == 3
    assert len(fixture(11).actions) == 3
