"""Asking for review, by page: whom, by when; what has changed since; asking again."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from notifications.models import Notification
from postmortems import review, text, verdicts
from postmortems.models import Postmortem, ReviewDecision
from postmortems.suggesting import suggested
from tests.factories import make_postmortem, make_service, make_user

APPROVED, CHANGES = ReviewDecision.Verdict.APPROVED, ReviewDecision.Verdict.CHANGES_REQUESTED
TUESDAY = "2026-11-03T12:00:00Z"


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


def page(client, postmortem):
    return client.get(reverse("postmortems:review", args=[postmortem.key]))


def ask(client, postmortem, *reviewers, due_on=""):
    data = {"reviewers": [person.pk for person in reviewers], "due_on": due_on}
    return client.post(reverse("postmortems:review", args=[postmortem.key]), data)


def again(client, postmortem):
    return client.post(reverse("postmortems:ask_again", args=[postmortem.key]))


def write(postmortem, by, words="Something else entirely."):
    section = postmortem.sections.first()
    text.write(section, words, base=section.version, by=by)


def told(person, kind):
    return Notification.objects.filter(recipient=person, kind=kind).count()


@pytest.fixture
def approved(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict=APPROVED)
    return full


def test_the_page_asks_the_chosen_by_a_day(signed_in, people, full):
    assert ask(signed_in("olga"), full, people.zoe, due_on="2026-11-09").url == full.get_absolute_url()

    round_ = full.reviews.get()
    assert round_.due_on == date(2026, 11, 9)
    assert [decision.reviewer for decision in round_.decisions.all()] == [people.zoe]
    news = Notification.objects.get(recipient=people.zoe)
    assert (news.kind, news.detail) == (verdicts.ASKED, "Olga asked for your review · by Mon 9 Nov")


def test_what_is_missing_is_said_first_and_refuses(signed_in, people, draft):
    first = page(signed_in("olga"), draft).content.decode()
    assert first.index("“Summary” is still empty.") < first.index("Who reads it?")

    refused = ask(signed_in("olga"), draft, people.rita)

    assert refused.status_code == 409
    assert "“Summary” is still empty." in refused.content.decode()
    assert list(draft.reviewers.all()) == [people.rita], "what was chosen is kept"


@pytest.mark.parametrize(
    ("reviewers", "due_on", "field"),
    [
        ((), "", "reviewers"),
        (("olga",), "", "reviewers"),
        (("vera",), "", "reviewers"),
        (("rita",), "2026-11-02", "due_on"),
    ],
)
def test_a_choice_that_will_not_do_is_answered_beside_its_field(signed_in, people, full, reviewers, due_on, field):
    response = ask(signed_in("olga"), full, *(people[name] for name in reviewers), due_on=due_on)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not full.reviews.exists()


def test_three_working_days_are_proposed(signed_in, full):
    assert page(signed_in("olga"), full).context["form"]["due_on"].value() == date(2026, 11, 6)


def test_who_could_review_comes_with_the_reasons(people, full, incident):
    incident.participants.create(user=people.max, role="scribe")
    incident.services.add(make_service("cards", team=people.payments))
    before = make_postmortem(incident, owner=people.max)
    before.reviewers.set([people.zoe])

    found = {one.person: one.why for one in suggested(full)}

    assert found[people.max] == "took part as scribe, of the service's team"
    assert found[people.lea] == "of the service's team"
    assert found[people.zoe] == "reviewed one of the team’s before"
    assert people.olga not in found


def test_who_may_not_see_it_is_not_suggested(people, full, incident):
    incident.participants.create(user=people.zoe, role="scribe")
    type(incident).objects.update(visibility="team")
    assert people.zoe not in {one.person for one in suggested(full)}


def test_others_can_be_asked_while_it_is_under_way(signed_in, people, full):
    review.submit(full, by=people.olga)
    people.rita.deactivate()
    shown = page(signed_in("olga"), full).content.decode()
    assert "is here no longer" in shown

    ask(signed_in("olga"), full, people.zoe)

    assert [decision.reviewer for decision in full.reviews.get().decisions.all()] == [people.zoe]
    assert told(people.zoe, verdicts.ASKED) == 1


def test_a_stale_approval_is_shown_with_what_changed(signed_in, people, approved):
    write(approved, people.olga)
    shown = page(signed_in("olga"), approved).content.decode()
    assert "0 of 1 approvals" in shown
    assert "Approved, stale" in shown
    assert "changed since: Summary" in shown


def test_one_click_asks_again_and_the_approval_counts_once_more(signed_in, people, approved):
    write(approved, people.olga)

    again(signed_in("olga"), approved)

    decision = approved.reviews.get().decisions.get()
    assert decision.verdict == "pending"
    assert ReviewDecision.objects.asked_of(people.rita).get() == decision
    review.decide(approved, by=people.rita, verdict=APPROVED)
    review.publish(approved, by=people.olga)
    assert Postmortem.objects.get(pk=approved.pk).state == "published"


def test_asking_again_never_sends_twice(signed_in, people, approved):
    write(approved, people.olga)
    for _click in range(3):
        again(signed_in("olga"), approved)
    assert told(people.rita, verdicts.ASKED) == 2  # at first, and again

    review.decide(approved, by=people.rita, verdict=APPROVED)
    again(signed_in("olga"), approved)
    assert told(people.rita, verdicts.ASKED) == 2
    write(approved, people.olga, "Once more.")
    again(signed_in("olga"), approved)
    assert told(people.rita, verdicts.ASKED) == 3


def test_only_stale_approvals_are_asked_again(signed_in, people, full):
    review.submit(full, by=people.olga)
    again(signed_in("olga"), full)
    assert told(people.rita, verdicts.ASKED) == 1
    review.decide(full, by=people.rita, verdict=APPROVED)
    again(signed_in("olga"), full)
    assert full.reviews.get().decisions.get().verdict == "approved"


def test_asking_again_outside_of_review_is_refused(signed_in, full):
    assert again(signed_in("olga"), full).status_code == 409


def test_a_reviewer_reads_what_changed_since_their_verdict(signed_in, people, approved):
    write(approved, people.olga, "Something happened, and that is how.")
    again(signed_in("olga"), approved)

    shown = signed_in("rita").get(reverse("postmortems:read", args=[approved.key]))

    assert [change.heading for change in shown.context["changes"]] == ["Summary"]
    assert "<del>this </del><ins>that </ins>" in shown.content.decode()


def test_in_the_next_round_too(signed_in, people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict=CHANGES, note="More, please")
    write(full, people.olga, "More.")
    review.submit(full, by=people.olga)
    shown = signed_in("rita").get(reverse("postmortems:read", args=[full.key]))
    assert [change.heading for change in shown.context["changes"]] == ["Summary"]


def test_home_says_that_what_was_approved_has_changed(signed_in, people, approved):
    write(approved, people.olga)
    again(signed_in("olga"), approved)
    assert "hat you approved has changed; asked again today" in signed_in("rita").get("/").content.decode()


def test_the_owner_is_told_of_a_verdict(people, full):
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict=CHANGES, note="What did customers see?")
    news = Notification.objects.get(recipient=people.olga, kind=verdicts.VERDICT)
    assert news.detail == "Rita: changes requested · What did customers see?"


def test_who_took_part_is_told_of_the_publication_if_they_may_see_it(people, approved, incident):
    incident.participants.create(user=people.max, role="responder")
    incident.participants.create(user=people.zoe, role="responder")
    incident.participants.create(user=make_user("Gone", is_active=False), role="observer")
    type(incident).objects.update(visibility="team")

    review.publish(approved, by=people.olga)

    assert told(people.max, verdicts.PUBLISHED) == 1
    assert {news.recipient for news in Notification.objects.filter(kind=verdicts.PUBLISHED)} == {people.max}
