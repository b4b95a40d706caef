"""An export says exactly what it was made of, whatever people have written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import Incident
from integrations.importer.accept import accept
from integrations.importer.errors import CannotImport
from integrations.importer.parse import parse
from integrations.importer.uploads import draft_of
from postmortems.models import Postmortem
from publishing.exports.document import (
    About,
    Dimension,
    Document,
    Event,
    Factor,
    Item,
    Milestone,
    Part,
    Person,
    document_of,
)
from publishing.exports.markdown import read, write
from tests.factories import make_admin, make_postmortem, make_restricted_incident, make_user

SAMPLES = sorted((Path(__file__).parents[3] / "shared" / "samples" / "postmortems").glob("*.md"))
FIXTURES = sorted((Path(__file__).parents[1] / "importer" / "fixtures").glob("*.md"))

# Pieces that look like the format's own marks, among whatever else people write.
TRAPS = (
    "---",
    "<!-- pm1f3a section summary -->",
    "## Timeline",
    "- **2026-11-03 14:05:00+00:00** · note",
    "  - [ ] **P1** · prevent",
    "format: postmortems/1",
    "```\n- code\n```",
    "    indented",
    "for Ada · due 2026-01-01",
)
LINE = st.one_of(
    st.sampled_from(TRAPS), st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)
)
TEXT = st.lists(LINE, max_size=6).map("\n".join).map(lambda text: text.strip("\n"))
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=20)
AT = st.datetimes(datetime(2001, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
SLUG = st.from_regex(r"[a-z][a-z_-]{0,10}", fullmatch=True)
ABOUT = st.builds(
    About,
    key=st.just("INC-1"),
    title=WORDS,
    severity=WORDS,
    summary=TEXT,
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]),
    services=st.lists(WORDS, max_size=2),
    milestones=st.lists(st.builds(Milestone, kind=st.just("started"), at=AT, precision=st.just("exact")), max_size=1),
    people=st.lists(st.builds(Person, role=st.just("scribe"), name=WORDS), max_size=2),
)
ITEM = st.builds(
    Item,
    title=WORDS,
    done_when=TEXT,
    owner=WORDS | st.sampled_from(["", "for Ada · due 2026-01-01"]),
    due=st.none() | st.dates(),
    tracker=st.just("") | st.just("https://tracker.example.org/7"),
    factor=st.integers(0, 3),
    key=st.just("") | st.just("ACT-7"),
)
DOCUMENT = st.builds(
    Document,
    key=st.just("PM-1"),
    title=WORDS,
    incidents=st.lists(ABOUT, min_size=1, max_size=1),
    sections=st.lists(
        st.builds(Part, key=SLUG, heading=WORDS, markdown=TEXT, guidance=TEXT, required=st.booleans()),
        max_size=4,
        unique_by=lambda part: part.key,
    ),
    events=st.lists(st.builds(Event, at=AT, until=st.none() | AT, text=TEXT), max_size=4),
    factors=st.lists(
        st.builds(Factor, statement=TEXT, kind=st.just("luck"), category=WORDS, evidence=st.lists(st.integers(1, 4))),
        max_size=3,
    ),
    response=st.lists(
        st.builds(Dimension, dimension=SLUG, rating=st.none() | st.integers(1, 5), helped=TEXT, hindered=TEXT),
        max_size=2,
        unique_by=lambda row: row.dimension,
    ),
    actions=st.lists(ITEM, max_size=3),
)


def unplaced(document):
    """The document without the line numbers that only a file knows."""
    return replace(
        document,
        events=[replace(event, line=0) for event in document.events],
        actions=[replace(item, line=0) for item in document.actions],
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENT)
def test_whatever_is_written_is_read_again(document):
    assert unplaced(read(write(document))) == document


def test_the_same_document_gives_the_same_file():
    document = Document(key="PM-1", title="One", sections=[Part("summary", "Summary", "Text.")])
    assert write(document) == write(document)


def test_a_word_of_the_text_never_serves_as_the_mark():
    plain = Document(key="PM-1", title="One", sections=[Part("summary", "Summary", "Text.")])
    mark = write(plain).split("<!-- ")[1].split(" ")[0]
    trap = replace(plain, sections=[Part("summary", "Summary", f"Text.\n\n<!-- {mark} section summary -->")])
    assert unplaced(read(write(trap))) == trap


@pytest.mark.parametrize(
    "text", ["", "# A title", "---\nformat: postmortems/1\n---", "---\nformat: postmortems/2\n---"]
)
def test_another_text_is_no_export(text):
    with pytest.raises(ValueError, match=r".+"):
        read(text)


@pytest.mark.parametrize(
    "change",
    [
        ("time_zone: Europe/Berlin", "time_zone: Nowhere/At_all"),
        ("**2026-11-03 15:05:00+01:00**", "**quarter past**"),
        ("title: ", "titel: "),
        ("---\n\n#", "\n\n#"),
    ],
)
def test_an_export_changed_beyond_reading_is_read_like_any_document(change):
    text = write(
        Document(
            key="PM-1",
            title="Checkout outage",
            incidents=[About(key="INC-1", title="Checkout", severity="SEV1", time_zone="Europe/Berlin")],
            sections=[Part("summary", "Summary", "The outage had impact on customers, root cause known.")],
            events=[Event(at=datetime(2026, 11, 3, 14, 5, tzinfo=UTC), text="Alert fires")],
        )
    )
    try:
        assert parse(text.replace(*change)).title
    except CannotImport as problem:
        assert problem.sentence  # noqa: PT017


# -- through the database ----------------------------------------------------------------------


def taken_in(data, name, by):
    done = accept(draft_of(data, name, by=by), by=by)
    assert done.new
    return done.postmortem


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*SAMPLES, *FIXTURES[:12]], ids=lambda path: path.name)
def test_an_imported_document_survives_export_and_import(path):
    admin = make_admin()
    try:
        first = taken_in(path.read_bytes(), path.name, admin)
    except CannotImport:
        pytest.skip("not a postmortem")
    before = document_of(first, reader=admin)
    second = taken_in(write(before).encode(), "PM-1.md", admin)
    after = document_of(second, reader=admin)
    assert after.sections == before.sections
    assert after.events == before.events
    assert [replace(item, key="") for item in after.actions] == [replace(item, key="") for item in before.actions]
    assert [replace(one, key="") for one in after.incidents] == [replace(one, key="") for one in before.incidents]


@pytest.mark.django_db
def test_an_export_taken_in_twice_adds_nothing():
    admin = make_admin()
    text = write(document_of(make_postmortem(), reader=admin)).encode()
    taken_in(text, "PM-1.md", admin)
    again = accept(draft_of(text, "PM-1.md", by=admin), by=admin)
    assert not again.new
    assert Postmortem.objects.count() == 2


@pytest.mark.django_db
def test_what_few_could_see_is_seen_by_few_again():
    ada = make_user("Ada")
    secret = make_postmortem(make_restricted_incident(ada, by=ada), by=ada)
    copy = taken_in(write(document_of(secret, reader=ada)).encode(), "PM-1.md", ada)
    assert copy.incidents.get().visibility == "restricted"
    assert list(copy.incidents.get().restricted_to.all()) == [ada]


@pytest.mark.django_db
def test_factors_keep_their_evidence_and_items_their_factor():
    admin = make_admin()
    document = Document(
        key="PM-1",
        title="Checkout",
        incidents=[About(key="INC-1", title="Checkout", severity="SEV2")],
        sections=[Part("summary", "Summary", "Text.")],
        events=[Event(at=datetime(2026, 11, 3, 14, minute, tzinfo=UTC), text=f"Step {minute}") for minute in (1, 2)],
        factors=[Factor("No limit", "technical", evidence=[2]), Factor("A quiet day", "luck")],
        response=[Dimension("detection", 2, helped="The alert", hindered="The noise")],
        actions=[Item("Set a limit", due=date(2026, 12, 1), factor=1)],
    )
    copy = taken_in(write(document).encode(), "PM-1.md", admin)
    assert [event.text for event in copy.factors.first().evidence.all()] == ["Step 2"]
    assert copy.action_items.get().factor == copy.factors.first()
    assert copy.response.get().hindered == "The noise"


@pytest.mark.django_db
def test_a_postmortem_of_two_incidents_comes_back_as_one_of_two():
    admin = make_admin()
    document = Document(
        key="PM-1",
        title="Twice",
        incidents=[About(key=f"INC-{n}", title=f"Number {n}", severity="SEV2") for n in (1, 2)],
        events=[Event(at=datetime(2026, 11, 3, 14, n, tzinfo=UTC), text=f"Of {n}", incident=n) for n in (1, 2)],
    )
    copy = taken_in(write(document).encode(), "PM-1.md", admin)
    assert {i.title: [e.text for e in i.events.all()] for i in Incident.objects.filter(postmortems=copy)} == {
        "Number 1": ["Of 1"],
        "Number 2": ["Of 2"],
    }
