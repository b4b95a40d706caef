"""From a draft to an incident, its postmortem and its action items."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from actions.models import ActionItem
from incidents.models import Incident, TimelineEvent
from integrations.importer.accept import accept
from integrations.importer.choices import Choices, Placed
from integrations.importer.matching import People
from integrations.importer.uploads import draft_of
from integrations.models import ImportDraft
from postmortems.models import Postmortem
from tests.factories import make_service, make_user, make_viewer

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parent / "fixtures"


def draft(number, *, by, **changes):
    path = next(FIXTURES.glob(f"{number:02}-*"))
    made = draft_of(path.read_bytes(), path.name, by=by)
    for name, value in changes.items():
        setattr(made, name, value)
    made.save()
    return made


def texts(postmortem):
    return {section.key: section.markdown for section in postmortem.sections.all() if section.markdown}


def test_a_document_becomes_an_incident_with_its_facts():
    ada = make_user("Ada")
    make_service("ledger")
    incident = accept(draft(2, by=ada), by=ada).incident
    assert (incident.title, incident.severity.rank, incident.time_zone) == (
        "Payments API latency, 3 March 2024",
        2,
        "Europe/Berlin",
    )
    assert [service.name for service in incident.services.all()] == ["ledger"]
    assert (incident.state, incident.created_by) == ("resolved", ada)


def test_stated_milestones_are_set():
    ada = make_user("Ada")
    incident = accept(draft(2, by=ada), by=ada).incident
    assert {m.kind: m.at for m in incident.milestones.all()} == {
        "started": datetime(2024, 3, 3, 20, 40, tzinfo=UTC),
        "detected": datetime(2024, 3, 3, 20, 52, tzinfo=UTC),
        "resolved": datetime(2024, 3, 3, 23, 35, tzinfo=UTC),
    }


def test_where_no_milestone_is_stated_it_began_with_the_first_entry_and_its_end_is_unknown():
    ada = make_user("Ada")
    incident = accept(draft(3, by=ada), by=ada).incident
    assert {m.kind: (m.at, m.precision) for m in incident.milestones.all()} == {
        "started": (datetime(2022, 11, 8, 13, 2, tzinfo=UTC), "approximate"),
        "resolved": (None, "unknown"),
    }


def test_entries_become_imported_events():
    ada = make_user("Ada")
    events = accept(draft(3, by=ada), by=ada).incident.events.all()
    assert [(e.occurred_at.hour, e.occurred_at.minute) for e in events] == [(13, 2), (13, 9), (13, 31), (13, 50)]
    assert events[0].text == "Route withdrawn\n\nA maintenance script removes the more specific route."
    assert {(e.source, e.author) for e in events} == {(TimelineEvent.Source.IMPORT, ada)}


def test_people_in_the_response_take_part():
    ada, priya = make_user("Ada"), make_user("Priya Raman", email="priya@example.org")
    incident = accept(draft(2, by=ada), by=ada).incident
    assert [(p.user, p.role) for p in incident.participants.all()] == [(priya, "commander")]


def test_somebody_without_an_account_is_kept_by_name():
    ada = make_user("Ada")
    incident = accept(draft(2, by=ada), by=ada).incident
    assert [(p.user, p.name) for p in incident.participants.all()] == [(None, "Priya Raman")]


def test_headings_give_their_text_to_the_sections_that_are_about_the_same():
    ada = make_user("Ada")
    written = texts(accept(draft(1, by=ada), by=ada).postmortem)
    assert written["summary"].startswith("Product search served stale results")
    assert written["impact"].startswith("About 41,000 searches")
    assert written["lessons"].startswith("### What went well\n\n- The runbook")
    assert written["response"].startswith("**Resolution:** Backup files removed")


def test_other_headings_stay_sections_of_their_own():
    ada = make_user("Ada")
    postmortem = accept(draft(2, by=ada), by=ada).postmortem
    assert postmortem.sections.get(heading="Why").markdown.startswith("The client opens a connection")


def test_what_has_no_place_stands_in_the_notes():
    ada = make_user("Ada")
    postmortem = accept(draft(3, by=ada), by=ada).postmortem
    assert "tags: [storage, network]" in postmortem.sections.get(heading="Other notes").markdown


def test_the_first_author_with_an_account_owns_the_postmortem():
    ada, femi = make_user("Ada"), make_user("Femi Okafor")
    assert accept(draft(1, by=ada), by=ada).postmortem.owner == femi
    assert accept(draft(2, by=ada), by=ada).postmortem.owner == ada


def test_action_items_are_proposed_with_owner_and_due_date():
    ada, tom = make_user("Ada"), make_user("Tom Becker")
    postmortem = accept(draft(2, by=ada), by=ada).postmortem
    items = {item.title: item for item in postmortem.action_items.all()}
    mine, other = items["Close connections in a finally block"], items["Alert on pool use above 80 %"]
    assert (mine.owner, mine.due_on, mine.state) == (tom, date(2024, 3, 15), "proposed")
    assert (other.owner, other.owner_as_written) == (None, "Priya Raman")


def test_kind_and_ticket_of_an_action_are_taken_along():
    ada = make_user("Ada")
    items = accept(draft(1, by=ada), by=ada).postmortem.action_items
    assert items.get(title="Alert when an index is read-only").kind == ActionItem.Kind.DETECT
    tracked = accept(draft(13, by=ada), by=ada).postmortem.action_items.filter(tracker_url__endswith="/ci/1882")
    assert tracked.count() == 1


@pytest.mark.parametrize("name", ["Tom", "Tom Becker", "@tom", "tom@example.org", "Tom and Ada"])
def test_an_owner_is_found_by_name_handle_or_address(name):
    tom = make_user("Tom Becker", email="tom@example.org")
    assert People().owner(name) == tom


def test_a_first_name_that_two_people_have_is_nobody():
    make_user("Tom Becker", email="t1@example.org")
    make_user("Tom Smith", email="t2@example.org")
    assert People().owner("Tom") is None


def test_a_viewer_owns_nothing():
    make_viewer("Vera")
    assert People().owner("Vera") is None


def test_the_same_document_again_adds_nothing():
    ada = make_user("Ada")
    first = accept(draft(2, by=ada), by=ada)
    again = accept(draft(2, by=ada), by=ada)
    assert (again.new, again.incident) == (False, first.incident)
    assert (Incident.objects.count(), Postmortem.objects.count(), ActionItem.objects.count()) == (1, 1, 3)


def test_accepting_a_draft_twice_adds_nothing():
    ada = make_user("Ada")
    one = draft(2, by=ada)
    accept(one, by=ada)
    assert accept(ImportDraft.objects.get(pk=one.pk), by=ada).new is False
    assert TimelineEvent.objects.count() == 7


def test_blanks_at_the_ends_of_lines_make_no_other_document():
    ada = make_user("Ada")
    accept(draft(2, by=ada), by=ada)
    path = next(FIXTURES.glob("02-*"))
    again = draft_of(path.read_bytes().replace(b"\n", b"  \r\n"), path.name, by=ada)
    assert accept(again, by=ada).new is False


def test_a_document_that_somebody_else_keeps_to_themselves_is_not_told_of():
    ada, ben = make_user("Ada"), make_user("Ben")
    incident = accept(draft(2, by=ada), by=ada).incident
    incident.visibility = "restricted"
    incident.save()
    done = accept(draft(2, by=ben), by=ben)
    assert (done.new, done.incident == incident) == (True, False)


def test_what_fails_half_way_leaves_nothing(monkeypatch):
    ada = make_user("Ada")
    one = draft(2, by=ada)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ActionItem.objects, "create", fail)
    with pytest.raises(RuntimeError):
        accept(one, by=ada)
    assert (Incident.objects.count(), Postmortem.objects.count()) == (0, 0)


def test_an_entry_that_is_none_goes_to_the_notes():
    ada = make_user("Ada")
    chosen = Choices(not_entries=frozenset({10})).as_json()
    done = accept(draft(10, by=ada, choices=chosen), by=ada)
    assert done.events == 4
    assert "0633 - Technician on site" in done.postmortem.sections.get(heading="Other notes").markdown


def test_an_action_that_is_none_goes_to_the_notes():
    ada = make_user("Ada")
    one = draft(3, by=ada)
    line = one.read().actions[0].lines[0]
    one.choices = Choices(not_actions=frozenset({line})).as_json()
    one.save()
    done = accept(one, by=ada)
    assert done.actions == 1
    assert "Give the script a dry run" in done.postmortem.sections.get(heading="Other notes").markdown


def test_a_line_can_be_put_on_the_timeline_or_among_the_actions():
    ada = make_user("Ada")
    placed = {
        2: Placed("action", "Write the tags down (@ada)"),
        4: Placed("timeline", "14:30 everything was calm"),
    }
    done = accept(draft(3, by=ada, choices=Choices(placed=placed).as_json()), by=ada)
    assert done.incident.events.last().text == "everything was calm"
    assert done.postmortem.action_items.get(title="Write the tags down").owner == ada


def test_the_reader_may_set_title_day_and_zone():
    ada = make_user("Ada")
    one = draft(23, by=ada, title="Scanners", day=date(2022, 6, 1), time_zone="Asia/Tokyo")
    incident = accept(one, by=ada).incident
    assert incident.title == "Scanners"
    assert incident.events.first().occurred_at == datetime(2022, 5, 31, 20, 30, tzinfo=UTC)


def test_links_take_their_address_along():
    ada = make_user("Ada")
    text = "# Outage\n\n## Impact\n\nSee [the dashboard].\n\n## Timeline (UTC)\n\n"
    text += "- 2024-01-05 14:05 [PR][1] merged\n- 2024-01-05 14:09 mitigated\n\n## Appendix\n\n"
    text += "[the dashboard]: https://example.org/d\n[1]: https://example.org/1\n"
    made = draft_of(text.encode(), "x.md", by=ada)
    done = accept(made, by=ada)
    assert done.incident.events.first().text == "[PR](https://example.org/1) merged"
    assert texts(done.postmortem)["impact"] == "See [the dashboard](https://example.org/d)."
