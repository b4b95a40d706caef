"""Two people at the same moment: whatever comes first, what is left is consistent."""

import threading

import pytest
from django.db import connection, connections

from core.lifecycle import MoveNotAllowed
from postmortems import review, text
from postmortems.content import content_of, fingerprint
from postmortems.models import Postmortem
from tests.factories import fill, make_incident, make_postmortem, make_user, severity

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.services]


@pytest.fixture
def cast():
    return {name: make_user(name) for name in ("Olga", "Rita", "Zoe")}


@pytest.fixture
def full(cast):
    draft = make_postmortem(make_incident(severity=severity(4), by=cast["Olga"]), owner=cast["Olga"])
    return fill(draft, reviewers=(cast["Rita"], cast["Zoe"]))


def at_once(*acts):
    """Do all of it on connections of their own, from one start; what each returned, or its refusal's codes."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(10)
            results[place] = act()
        except MoveNotAllowed as refused:
            results[place] = {blocker.code for blocker in refused.blockers}
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def fresh(postmortem):
    return Postmortem.objects.get(pk=postmortem.pk)


def decide(postmortem, who, verdict, **more):
    return lambda: review.decide(fresh(postmortem), by=who, verdict=verdict, **more)


def test_it_runs_on_a_database_with_row_locks():
    assert connection.features.has_select_for_update


def test_of_two_submits_one_asks(cast, full):
    results = at_once(*[lambda: review.submit(fresh(full), by=cast["Olga"])] * 2)
    assert sum(result == {"wrong-state"} for result in results) == 1
    assert full.reviews.count() == 1
    assert full.revisions.count() == 1
    assert full.reviews.get().decisions.count() == 2


def test_two_approvals_both_count_and_it_is_approved_once(cast, full):
    review.submit(full, by=cast["Olga"])
    at_once(decide(full, cast["Rita"], "approved"), decide(full, cast["Zoe"], "approved"))
    assert fresh(full).state == "approved"
    assert full.moves.filter(verb="approve").count() == 1
    assert sorted(full.reviews.get().decisions.values_list("verdict", flat=True)) == ["approved", "approved"]
    assert len(set(full.revisions.values_list("number", flat=True))) == full.revisions.count()


def test_an_approval_and_a_request_for_changes_end_at_the_desk(cast, full):
    review.submit(full, by=cast["Olga"])
    at_once(decide(full, cast["Rita"], "approved"), decide(full, cast["Zoe"], "changes_requested", note="More"))
    assert fresh(full).state == "draft"
    assert full.moves.filter(verb="send_back").count() == 1


def test_an_edit_during_an_approval_is_approved_or_makes_it_stale(cast, full):
    review.submit(full, by=cast["Olga"])
    seen = fingerprint(content_of(full))
    section = full.sections.first()

    def edit():
        text.write(section, "Something else entirely.", base=section.version, by=cast["Olga"])

    _edited, decided = at_once(edit, decide(full, cast["Rita"], "approved", seen=seen))

    assert fresh(full).sections.first().markdown == "Something else entirely."
    assert review.fresh_approvals(fresh(full)).count() == 0
    if decided == {"changed"}:
        assert fresh(full).state == "in_review"
    with pytest.raises(MoveNotAllowed):
        review.publish(fresh(full), by=cast["Olga"])


def test_publishing_during_an_edit_publishes_only_what_was_approved(cast, full):
    review.submit(full, by=cast["Olga"])
    review.decide(full, by=cast["Rita"], verdict="approved")
    approved = full.reviews.get().decisions.get(reviewer=cast["Rita"]).revision.fingerprint
    section = full.sections.first()

    def edit():
        try:
            text.write(section, "Something else entirely.", base=section.version, by=cast["Olga"])
        except text.NotEditable:
            return "too late"
        return "written"

    at_once(edit, lambda: review.publish(fresh(full), by=cast["Olga"]))
    left = fresh(full)
    assert left.state in {"approved", "published"}
    if left.state == "published":
        assert left.published_revision.fingerprint == approved
