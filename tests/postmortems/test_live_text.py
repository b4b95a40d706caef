"""The text of a postmortem is a live document: what is stored beside it is a copy that is never decided upon."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from collab import documents
from collab.rights import Right, right_of
from core.lifecycle import MoveNotAllowed
from postmortems import outline, restoring, review, text
from postmortems.content import content_of, keep_revision
from postmortems.models import Postmortem, Revision, Section
from postmortems.tasks import project
from tests.factories import make_restricted_incident


def type_in(postmortem, words, *, by, key="summary"):
    """What a browser does: an update in the log, and nothing else."""
    documents.edit(text.document_of(postmortem), {key: words}, by=by)


def stored(postmortem, key="summary"):
    return Section.objects.get(postmortem=postmortem, key=key).markdown


def test_the_document_is_made_once_from_what_is_stored(people, draft):
    Section.objects.filter(postmortem=draft, key="summary").update(markdown="From before.")
    first = text.document_of(draft)
    second = text.document_of(Postmortem.objects.get(pk=draft.pk))
    assert first == second
    assert documents.texts(first) == {"summary": "From before."}


def test_every_page_of_it_shows_what_was_typed_a_moment_ago(signed_in, people, draft):
    type_in(draft, "Typed just now.", by=people.olga)
    client = signed_in("vera")
    for page in ("detail", "read"):
        assert "Typed just now." in client.get(reverse(f"postmortems:{page}", args=[draft.key])).content.decode()


def test_the_workspace_names_the_document_that_it_joins(signed_in, draft):
    page = signed_in("olga").get(draft.get_absolute_url()).content.decode()
    draft.refresh_from_db()
    assert str(draft.document.uuid) in page


def test_writing_is_an_edit_of_the_document(people, draft):
    type_in(draft, "One two three", by=people.max)
    text.write(draft.sections.get(key="summary"), "One two four", by=people.olga)
    draft.refresh_from_db()
    assert documents.texts(draft.document)["summary"] == "One two four"
    assert documents.authors(draft.document, 0) == {people.max.pk, people.olga.pk}


def test_a_text_that_changed_meanwhile_is_not_written_over(people, draft):
    section = draft.sections.get(key="summary")
    type_in(draft, "Theirs", by=people.max)
    with pytest.raises(text.EditConflict) as refused:
        text.write(section, "Mine", base=0, by=people.olga)
    assert refused.value.current == text.Text("Theirs", 1)
    assert text.read(section).markdown == "Theirs"


def test_the_task_finds_what_was_missed(people, draft):
    type_in(draft, "Missed", by=people.max)
    assert stored(draft) == ""
    project()
    assert stored(draft) == "Missed"
    assert draft.sections.get(key="summary").edited_by == people.max
    assert text.behind() == []


def test_looking_at_it_changes_nothing_when_nothing_was_written(people, draft):
    type_in(draft, "Once", by=people.max)
    text.refresh(draft)
    before = draft.sections.get(key="summary")
    text.refresh(draft)
    after = draft.sections.get(key="summary")
    assert (after.version, after.edited_at) == (before.version, before.edited_at)


def test_what_is_decided_on_is_what_the_document_says(people, full):
    review.submit(full, by=people.olga)
    type_in(full, "Typed after the request.", by=people.olga)
    decision = review.decide(full, by=people.rita, verdict="approved")
    assert "Typed after the request." in str(decision.revision.content)
    full.refresh_from_db()
    assert full.state == "approved"


def test_an_approval_is_stale_as_soon_as_somebody_types(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    type_in(full, "Something else.", by=people.olga)
    assert not review.fresh_approvals(full).exists()
    with pytest.raises(MoveNotAllowed):
        review.publish(full, by=people.olga)


def test_white_space_leaves_approvals_fresh(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    type_in(full, "  Something happened,\n and this is   how. ", by=people.olga)
    assert review.fresh_approvals(full).count() == 1


def test_a_reviewer_does_not_approve_what_they_have_not_read(people, full):
    review.submit(full, by=people.olga)
    from_page = review.fingerprint(content_of(full))
    type_in(full, "Changed while Rita read.", by=people.olga)
    with pytest.raises(MoveNotAllowed) as refused:
        review.decide(full, by=people.rita, verdict="approved", seen=from_page)
    assert [blocker.code for blocker in refused.value.blockers] == ["changed"]


def test_a_required_section_that_was_just_written_is_not_missing(people, full):
    type_in(full, "", by=people.olga)
    assert "section-summary" in [b.code for b in Postmortem.objects.get(pk=full.pk).blockers("submit")]
    type_in(full, "Words.", by=people.olga)
    review.submit(full, by=people.olga)
    assert full.state == "in_review"


def test_who_may_write_in_it_and_when(people, full):
    document = text.document_of(full)
    rights = {name: right_of(people[name], document) for name in ("olga", "max", "zoe", "vera", "ada")}
    assert rights == {
        "olga": Right.WRITE, "max": Right.WRITE, "ada": Right.WRITE, "zoe": Right.READ, "vera": Right.READ,
    }  # fmt: skip
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    assert right_of(people.olga, document) == Right.WRITE
    review.publish(full, by=people.olga)
    assert right_of(people.olga, document) == Right.READ


def test_a_restricted_one_is_not_there_for_others(people, draft):
    hidden = make_restricted_incident(people.lea)
    draft.incidents.add(hidden)
    document = text.document_of(draft)
    assert right_of(people.zoe, document) == Right.NONE
    assert right_of(people.max, document) == Right.NONE


def test_restoring_is_an_edit_that_open_pages_see(people, full):
    kept = keep_revision(full, why=Revision.Why.SAVED, by=people.olga)
    outline.add_section(full, "Extra")
    type_in(full, "Rewritten.", by=people.max)
    type_in(full, "Extra words.", by=people.max, key="extra")
    head = text.document_of(full).head_seq
    restoring.restore(full, kept, by=people.olga)
    full.refresh_from_db()
    written = documents.texts(full.document)
    assert written["summary"] == "Something happened, and this is how."
    assert written["extra"] == ""
    assert full.document.head_seq > head
    assert "Rewritten." in str(full.revisions.first().content)


def test_a_section_that_is_being_written_cannot_be_taken_away(people, draft):
    type_in(draft, "A first word", by=people.max, key="lessons")
    with pytest.raises(MoveNotAllowed):
        outline.remove_section(draft.sections.get(key="lessons"))


def test_authors_of_a_revision_are_those_who_typed(people, full):
    keep_revision(full, why=Revision.Why.SAVED, by=people.olga)
    type_in(full, "By Max.", by=people.max)
    type_in(full, "By Max and Lea.", by=people.lea)
    revision = keep_revision(full, why=Revision.Why.SAVED, by=people.ada)
    assert set(revision.authors.all()) == {people.max, people.lea, people.ada}


@pytest.mark.services
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="threads cannot share SQLite's database in memory")
def test_an_edit_during_an_approval_ends_in_one_state(people, full):
    review.submit(full, by=people.olga)
    text.document_of(full)

    def approve():
        review.decide(Postmortem.objects.get(pk=full.pk), by=people.rita, verdict="approved")
        connection.close()

    def write():
        type_in(Postmortem.objects.get(pk=full.pk), "Something else entirely.", by=people.max)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(approve), pool.submit(write)]:
            job.result()
    full.refresh_from_db()
    approved_on = full.reviews.get().decisions.get().revision
    read = "Something else entirely." in str(approved_on.content)
    assert full.state == "approved"
    assert review.fresh_approvals(full).exists() == read
    assert "Something else entirely." in str(content_of(full))
