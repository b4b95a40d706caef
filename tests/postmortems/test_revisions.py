"""Revisions: kept, read, compared, and gone back to without losing what stood there."""

import pytest
from django.urls import reverse

from postmortems import restoring, review, text
from postmortems.changes import changes_between
from postmortems.content import content_of, fingerprint, keep_revision
from postmortems.models import ContributingFactor, Revision
from tests.factories import make_event


def url(postmortem, page, *args):
    return reverse(f"postmortems:{page}", args=[postmortem.key, *args])


def rewrite(postmortem, by, words, key="summary"):
    section = postmortem.sections.get(key=key)
    text.write(section, words, base=section.version, by=by)


def keep(postmortem, people):
    return keep_revision(postmortem, why=Revision.Why.SAVED, by=people.olga)


def test_keeping_one_by_hand(signed_in, people, full):
    response = signed_in("max").post(url(full, "keep"))
    assert response.status_code == 302
    revision = full.revisions.get()
    assert (revision.number, revision.why, set(revision.authors.all())) == (1, "saved", {people.max, people.olga})
    page = signed_in("vera").get(url(full, "revisions")).content.decode()
    assert "Revision 1" in page
    assert "Kept by hand" in page


def test_authors_are_those_who_wrote_since_the_last_one(people, full):
    keep(full, people)
    rewrite(full, people.max, "Max was here.")
    assert set(keep(full, people).authors.all()) == {people.olga, people.max}
    assert set(keep(full, people).authors.all()) == {people.olga}


def test_one_of_them_reads_as_it_was(signed_in, people, full):
    rewrite(full, people.olga, "As it was.")
    keep(full, people)
    rewrite(full, people.olga, "As it is.")
    page = signed_in("vera").get(url(full, "revision", 1)).content.decode()
    assert "As it was." in page
    assert "As it is." not in page
    assert signed_in("vera").get(url(full, "revision", 2)).status_code == 404


def test_two_of_them_are_compared_in_words(signed_in, people, full):
    rewrite(full, people.olga, "The retry had a limit.")
    keep(full, people)
    rewrite(full, people.olga, "The retry had no limit.")
    keep(full, people)
    page = signed_in("vera").get(url(full, "compare"), {"from": 1, "to": 2}).content.decode()
    assert "<del>a </del><ins>no </ins>" in page


def test_compared_without_saying_what_it_is_the_last_one_with_now(signed_in, people, full):
    keep(full, people)
    rewrite(full, people.olga, "As it is now.")
    assert [c.heading for c in signed_in("vera").get(url(full, "compare")).context["changes"]] == ["Summary"]


@pytest.mark.parametrize("query", [{"from": "x"}, {"to": "999"}, {"from": "-1"}, {"to": "9" * 40}, {"from": "²"}])
def test_what_is_no_revision_is_404(signed_in, full, query):
    assert signed_in("vera").get(url(full, "compare"), query).status_code == 404


def test_every_part_that_differs_is_named(people, full, incident):
    before = content_of(full)
    rewrite(full, people.olga, "Otherwise.")
    make_event(incident, "Later")
    full.factors.create(statement="Another")
    full.response.create(dimension="tooling", rating=1, hindered="No map")
    full.title = "Another title"
    full.save()
    headings = [change.heading for change in changes_between(before, content_of(full))]
    assert headings == ["Title", "Summary", "Timeline", "Contributing factors", "Response"]


def test_a_section_that_came_or_went_is_shown_whole(people, full):
    before = content_of(full)
    full.sections.get(key="lessons").delete()
    full.sections.create(key="new", heading="New", markdown="Words")
    changes = {change.heading: str(change.diff) for change in changes_between(before, content_of(full))}
    assert changes["New"] == "<ins>Words\n</ins>"
    assert changes["What we learned"].startswith("<del>")


def test_restoring_brings_everything_back_and_keeps_what_stood_there(signed_in, people, full, incident):
    full.factors.get().evidence.add(incident.events.first())
    kept = keep(full, people)
    factor = full.factors.get()
    rewrite(full, people.olga, "Otherwise.")
    factor.remove()
    full.factors.create(statement="Another")
    full.response.update(rating=1)
    full.sections.get(key="lessons").delete()
    full.sections.create(key="new", heading="New", markdown="Words")
    full.title = "Another title"
    full.save()

    response = signed_in("max").post(url(full, "restore", kept.number))

    assert response.status_code == 302
    full.refresh_from_db()
    assert content_of(full) == kept.content
    assert full.factors.get() == factor  # the same row: actions that answer it still do
    before = full.revisions.get(number=2)
    assert before.why == Revision.Why.RESTORED
    assert "Another" in str(before.content)


def test_restoring_leaves_the_timeline_to_the_incident(people, full, incident):
    kept = keep(full, people)
    event = make_event(incident, "Since then")
    restoring.restore(full, kept, by=people.olga)
    assert event in full.timeline()


def test_restoring_is_an_edit_that_makes_approvals_stale(people, full):
    kept = keep(full, people)
    rewrite(full, people.olga, "Otherwise.")
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    restoring.restore(full, kept, by=people.olga)
    assert [blocker.code for blocker in full.blockers("publish")] == ["approvals"]


def test_a_factor_that_is_gone_for_good_is_made_anew(people, full):
    kept = keep(full, people)
    ContributingFactor._base_manager.all().delete()
    restoring.restore(full, kept, by=people.olga)
    assert full.factors.get().statement == "The retry had no limit"


def test_what_is_published_is_not_restored_over(signed_in, people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    review.publish(full, by=people.olga)
    assert signed_in("olga").post(url(full, "restore", 1)).status_code == 409
    with pytest.raises(text.NotEditable):
        restoring.restore(full, full.revisions.last(), by=people.olga)


def test_white_space_makes_no_other_content(full):
    content = content_of(full)
    loose = {**content, "title": f"  {content['title']}\n"}
    assert fingerprint(loose) == fingerprint(content)
    assert fingerprint({**content, "title": "Another"}) != fingerprint(content)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, people, full, rows, django_assert_num_queries):
    for number in range(rows):
        rewrite(full, people.max, f"Number {number}")
        keep(full, people)
    client = signed_in("vera")
    client.get(url(full, "revisions"))
    with django_assert_num_queries(11):
        client.get(url(full, "revisions"))
