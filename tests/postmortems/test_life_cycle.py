"""The life of a postmortem, from every state: what each move needs, and what it leaves behind."""

from datetime import date

import pytest
from django.utils import timezone

from core.lifecycle import MoveNotAllowed
from postmortems import review, text
from postmortems.content import content_of
from postmortems.models import Postmortem, ResponseReview, Revision
from postmortems.verdicts import choose_reviewers
from tests.factories import (
    fill,
    make_event,
    make_incident,
    make_open_action,
    make_postmortem,
    make_user,
    severity,
)

APPROVED, CHANGES = "approved", "changes_requested"
MOVES = {
    "submit": lambda pm, by: review.submit(pm, by=by),
    "withdraw": lambda pm, by: review.withdraw(pm, by=by),
    "publish": lambda pm, by: review.publish(pm, by=by),
    "revise": lambda pm, by: pm.revise(by=by),
    "waive": lambda pm, by: pm.waive(by=by, reason="Nothing to add"),
    "unwaive": lambda pm, by: pm.unwaive(by=by),
    "send_back": lambda pm, by: review.decide(pm, by=pm.reviewers.get(), verdict=CHANGES, note="More"),
    "approve": lambda pm, by: review.decide(pm, by=pm.reviewers.get(), verdict=APPROVED),
}


def codes(refusal):
    return {blocker.code for blocker in refusal.value.blockers}


def bring_to(state, postmortem, people):
    """Take a draft that may be submitted to ``state``."""
    if state == "waived":
        postmortem.waive(by=people.lea, reason="Told elsewhere")
    steps = {"draft": 0, "in_review": 1, "approved": 2, "published": 3}.get(state, 0)
    for verb in ("submit", "approve", "publish")[:steps]:
        MOVES[verb](postmortem, people.olga)
    assert postmortem.state == state


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "published", "waived"])
@pytest.mark.parametrize("verb", MOVES)
def test_a_move_starts_only_where_it_may(people, full, state, verb):
    bring_to(state, full, people)
    # Approving again is how a stale approval becomes fresh; it moves nothing.
    allowed = state in Postmortem.MOVES[verb].sources or (verb, state) == ("approve", "approved")

    if allowed:
        MOVES[verb](full, people.olga)
        assert full.state == Postmortem.MOVES[verb].target
    else:
        with pytest.raises(MoveNotAllowed) as refusal:
            MOVES[verb](full, people.olga)
        assert codes(refusal) == {"wrong-state"}
        full.refresh_from_db()
        assert full.state == state


def test_submitting_an_empty_draft_names_everything_that_is_missing(people, draft):
    Postmortem.objects.filter(pk=draft.pk).update(owner=None)
    draft.refresh_from_db()

    with pytest.raises(MoveNotAllowed) as refusal:
        review.submit(draft, by=people.lea)

    assert codes(refusal) == {"owner", "section-summary", "timeline", "factors", "response", "reviewer"}
    assert all(blocker.url for blocker in refusal.value.blockers)


def test_a_section_that_is_not_required_may_stay_empty(people, full):
    lessons = full.sections.get(key="lessons")
    text.write(lessons, "", base=lessons.version, by=people.olga)
    review.submit(full, by=people.olga)
    assert full.state == "in_review"


def test_one_event_is_not_a_timeline(people, full, incident):
    incident.events.first().remove()
    assert [blocker.code for blocker in full.blockers("submit")] == ["timeline"]


def test_a_removed_factor_does_not_count(people, full):
    full.factors.get().remove()
    assert [blocker.code for blocker in full.blockers("submit")] == ["factors"]


def test_a_response_nobody_rated_does_not_count(people, full):
    full.response.update(rating=None, helped="Everybody came")
    assert [blocker.code for blocker in full.blockers("submit")] == ["response"]


@pytest.mark.parametrize("reviewers", [(), ("olga",)])
def test_somebody_other_than_the_owner_reviews(people, full, reviewers):
    full.reviewers.set(people[name] for name in reviewers)
    assert [blocker.code for blocker in full.blockers("submit")] == ["reviewer"]


def test_a_reviewer_who_has_left_does_not_count(people, full):
    people.rita.is_active = False
    people.rita.save()
    assert [blocker.code for blocker in full.blockers("submit")] == ["reviewer"]


def test_submitting_asks_each_reviewer_and_keeps_a_revision(people, full):
    full.reviewers.add(people.zoe, people.olga)

    round_ = review.submit(full, by=people.olga)

    assert {decision.reviewer for decision in round_.decisions.all()} == {people.rita, people.zoe}
    assert full.revisions.get().why == Revision.Why.SUBMITTED


def test_the_policy_says_how_many_approvals_are_needed(people, full, incident):
    incident.severity = severity(1)  # two
    incident.save()
    full.reviewers.add(people.zoe)
    review.submit(full, by=people.olga)

    review.decide(full, by=people.rita, verdict=APPROVED)
    assert full.state == "in_review"
    assert [blocker.code for blocker in full.blockers("approve")] == ["approvals"]

    review.decide(full, by=people.zoe, verdict=APPROVED)
    assert full.state == "approved"


def test_the_worst_severity_among_its_incidents_is_the_one_that_holds(people, full):
    full.incidents.add(make_incident("Worse", by=people.olga, severity=severity(1)))
    assert full.severity().rank == 1


@pytest.mark.parametrize("who", ["olga", "zoe", "ada"])
def test_only_who_was_asked_gives_a_verdict(people, full, who):
    full.reviewers.add(people.olga)
    review.submit(full, by=people.olga)

    with pytest.raises(MoveNotAllowed) as refusal:
        review.decide(full, by=people[who], verdict=APPROVED)

    assert codes(refusal) == {"not-a-reviewer"}


def test_the_new_owner_s_approval_does_not_count(people, full):
    review.submit(full, by=people.olga)
    full.owner = people.rita
    full.save()
    with pytest.raises(MoveNotAllowed):
        review.decide(full, by=people.rita, verdict=APPROVED)


def test_asking_for_changes_says_which(people, full):
    review.submit(full, by=people.olga)
    with pytest.raises(MoveNotAllowed) as refusal:
        review.decide(full, by=people.rita, verdict=CHANGES, note="  ")
    assert codes(refusal) == {"reason-required"}

    review.decide(full, by=people.rita, verdict=CHANGES, note="What did customers see?")
    assert full.state == "draft"
    assert full.moves.last().reason == "What did customers see?"
    assert full.revisions.first().why == Revision.Why.SENT_BACK


def write_more(postmortem, people):
    section = postmortem.sections.first()
    text.write(section, section.markdown + " And then more.", base=section.version, by=people.olga)


MATERIAL = {
    "text": write_more,
    "title": lambda pm, people: Postmortem.objects.filter(pk=pm.pk).update(title="Another title"),
    "timeline": lambda pm, people: make_event(pm.incidents.get(), "Something else"),
    "an event's time": lambda pm, people: pm.timeline()[0].edit(by=people.olga, occurred_at=timezone.now()),
    "factor": lambda pm, people: pm.factors.create(statement="The alarm was silent"),
    "a factor's evidence": lambda pm, people: pm.factors.get().evidence.add(pm.timeline()[0]),
    "removed factor": lambda pm, people: pm.factors.get().remove(),
    "response": lambda pm, people: pm.response.update(rating=1),
    "heading": lambda pm, people: pm.sections.update(heading="Otherwise"),
    "another action": lambda pm, people: make_open_action(postmortem=pm, owner=people.olga, due_on=date(2027, 1, 1)),
    "an action's words": lambda pm, people: pm.action_items.update(done_when="It is gone"),
    "an action's priority": lambda pm, people: pm.action_items.update(priority="P1"),
    "an action declined": lambda pm, people: pm.action_items.update(state="declined", state_reason="Too much"),
}
IMMATERIAL = {
    "white space": lambda pm, people: pm.sections.update(markdown="Something  happened,\n\nand this is how.  "),
    "star": lambda pm, people: pm.timeline()[0].star(on=True),
    "reviewers": lambda pm, people: pm.reviewers.add(people.zoe),
    "an action's progress": lambda pm, people: pm.action_items.get().start(by=people.olga),
    "an action's due date": lambda pm, people: pm.action_items.update(due_on="2027-02-02"),
    "due date": lambda pm, people: Postmortem.objects.filter(pk=pm.pk).update(due_on=None),
    "removed and back": lambda pm, people: (pm.factors.get().remove(), _factor(pm).restore()),
}


def _factor(postmortem):
    return type(postmortem.factors.model())._base_manager.get(postmortem=postmortem)


@pytest.mark.parametrize("change", MATERIAL)
def test_a_material_change_makes_approvals_stale(people, full, change):
    make_open_action(postmortem=full, owner=people.olga, due_on=date(2027, 1, 1))
    bring_to("approved", full, people)

    MATERIAL[change](full, people)
    full.refresh_from_db()

    with pytest.raises(MoveNotAllowed) as refusal:
        review.publish(full, by=people.olga)
    assert codes(refusal) == {"approvals"}

    review.decide(full, by=people.rita, verdict=APPROVED)
    review.publish(full, by=people.olga)
    assert full.state == "published"


@pytest.mark.parametrize("change", IMMATERIAL)
def test_an_immaterial_change_leaves_approvals_fresh(people, full, change):
    make_open_action(postmortem=full, owner=people.olga, due_on=date(2027, 1, 1))
    bring_to("approved", full, people)
    IMMATERIAL[change](full, people)
    full.refresh_from_db()
    review.publish(full, by=people.olga)
    assert full.state == "published"


def test_approving_what_one_has_not_read_is_refused(people, full):
    review.submit(full, by=people.olga)
    with pytest.raises(MoveNotAllowed) as refusal:
        review.decide(full, by=people.rita, verdict=APPROVED, seen="another text")
    assert codes(refusal) == {"changed"}


def test_publishing_keeps_the_revision_that_is_read(people, full):
    bring_to("published", full, people)
    assert full.published_revision.content == content_of(full)
    assert full.published_revision.why == Revision.Why.PUBLISHED
    assert full.published_at is not None


def test_a_new_revision_leaves_the_published_one_and_is_due_anew(people, full):
    bring_to("published", full, people)
    published = full.published_revision
    Postmortem.objects.filter(pk=full.pk).update(due_on="2020-01-01")

    full.revise(by=people.olga)

    assert full.state == "draft"
    assert full.published_revision == published
    assert not full.is_late


def test_a_second_round_starts_with_no_verdicts(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict=CHANGES, note="More, please")
    second = review.submit(full, by=people.olga)
    assert second.round == 2
    assert second.decisions.get().verdict == "pending"


def test_waiving_says_who_and_why(people, draft):
    with pytest.raises(MoveNotAllowed) as refusal:
        draft.waive(by=people.lea, reason=" ")
    assert codes(refusal) == {"reason-required"}

    draft.waive(by=people.lea, reason="Told in PM-1")
    assert (draft.waived_by, draft.waiver_reason) == (people.lea, "Told in PM-1")

    draft.unwaive(by=people.lea)
    assert (draft.waived_by, draft.waiver_reason) == (None, "")


def test_newcomers_among_the_reviewers_are_asked_in_the_round_under_way(people, full):
    full.reviewers.add(people.zoe)
    round_ = review.submit(full, by=people.olga)
    review.decide(full, by=people.zoe, verdict=APPROVED)
    full.refresh_from_db()
    mia = make_user("Mia")

    choose_reviewers(full, [mia], by=people.olga)

    asked = {decision.reviewer: decision.verdict for decision in round_.decisions.all()}
    assert asked == {people.zoe: "approved", mia: "pending"}


def test_choosing_reviewers_of_a_draft_asks_nobody(people, draft):
    choose_reviewers(draft, [people.rita], by=people.olga)
    assert list(draft.reviewers.all()) == [people.rita]
    assert not draft.reviews.exists()


def test_it_is_due_by_the_policy_of_its_worst_incident(people):
    worse = make_incident("Worse", severity=severity(1))
    postmortem = make_postmortem(make_incident("Mild", severity=severity(4)), worse, owner=people.olga)
    assert postmortem.due_on == severity(1).postmortem_due(timezone.localdate())


def test_every_dimension_can_be_looked_at(people, draft):
    for dimension in ResponseReview.Dimension:
        draft.response.create(dimension=dimension, rating=3)
    assert draft.response.looked_at().count() == 6


def test_a_full_draft_lacks_nothing(people, incident):
    postmortem = fill(make_postmortem(incident, owner=people.olga), reviewers=(people.rita,))
    assert postmortem.blockers("submit") == []
