"""The moves in the browser: buttons for those who may, refusals that say everything, nothing typed lost."""

import pytest
from django.urls import reverse

from postmortems import review, text
from postmortems.models import Postmortem


def go(client, postmortem, verb, **data):
    return client.post(reverse(f"postmortems:{verb}", args=[postmortem.key]), data)


def test_a_draft_becomes_something_that_is_read(signed_in, people, full):
    assert go(signed_in("olga"), full, "submit").url == full.get_absolute_url()
    assert go(signed_in("rita"), full, "approve", note="Well told").status_code == 302
    published = go(signed_in("olga"), full, "publish")
    full.refresh_from_db()
    assert full.state == "published"
    assert published.url == reverse("postmortems:read", args=[full.key])
    assert full.reviews.get().decisions.get().note == "Well told"


def test_a_refusal_names_every_blocker_with_its_place(signed_in, draft):
    response = go(signed_in("olga"), draft, "submit")
    assert response.status_code == 409
    page = response.content.decode()
    assert "“Summary” is still empty." in page
    assert reverse("postmortems:factors", args=[draft.key]) in page
    assert reverse("postmortems:about", args=[draft.key]) in page


def test_a_move_that_somebody_else_made_already_is_refused(signed_in, people, full):
    review.submit(full, by=people.olga)
    assert go(signed_in("olga"), full, "submit").status_code == 409


def test_asking_for_changes_without_saying_which_is_told_where_one_reads(signed_in, people, full):
    review.submit(full, by=people.olga)
    response = go(signed_in("rita"), full, "request_changes", note=" ")
    assert response.status_code == 422
    assert "Say what should change, so that it can be." in response.content.decode()


def test_asking_for_changes(signed_in, people, full):
    review.submit(full, by=people.olga)
    go(signed_in("rita"), full, "request_changes", note="What did customers see?")
    full.refresh_from_db()
    assert full.state == "draft"
    history = signed_in("olga").get(reverse("postmortems:history", args=[full.key])).content.decode()
    assert "What did customers see?" in history


def test_approving_what_changed_since_one_opened_it_is_refused_and_the_note_is_kept(signed_in, people, full):
    review.submit(full, by=people.olga)
    client = signed_in("rita")
    seen = client.get(reverse("postmortems:read", args=[full.key])).context["verdict"]["seen"].value()
    section = full.sections.first()
    text.write(section, "Something else entirely.", base=section.version, by=people.olga)

    response = go(client, full, "approve", note="Well told", seen=seen)

    assert response.status_code == 409
    page = response.content.decode()
    assert "It has changed since you opened it." in page
    assert "Well told" in page
    assert seen not in page
    full.refresh_from_db()
    assert full.state == "in_review"


def test_waiving_needs_a_reason_and_a_lead(signed_in, people, draft):
    refused = go(signed_in("lea"), draft, "waive", reason="")
    assert refused.status_code == 422
    assert "Say why, in a few words." in refused.content.decode()
    assert go(signed_in("olga"), draft, "waive", reason="Small").status_code == 403

    go(signed_in("lea"), draft, "waive", reason="Told in another one")
    page = signed_in("olga").get(draft.get_absolute_url()).content.decode()
    assert "Waived by Lea: Told in another one" in page

    go(signed_in("lea"), draft, "unwaive")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_withdrawing_and_revising(signed_in, people, full):
    client = signed_in("olga")
    go(client, full, "submit")
    go(client, full, "withdraw")
    full.refresh_from_db()
    assert full.state == "draft"
    review.submit(full, by=people.olga)
    review.decide(full, by=people.rita, verdict="approved")
    review.publish(full, by=people.olga)
    go(client, full, "revise")
    assert Postmortem.objects.get().state == "draft"


PRIMARY = 'class="btn btn-primary"'


def head(client, postmortem):
    page = client.get(postmortem.get_absolute_url()).content.decode()
    return page[page.index('id="pm-head"') : page.index('class="desk"')]


def test_the_primary_button_is_the_reader_s_own(signed_in, people, full):
    assert "Request review" in head(signed_in("olga"), full)
    assert "Request review" not in head(signed_in("max"), full)

    review.submit(full, by=people.olga)
    assert "#verdict" in head(signed_in("rita"), full)
    assert PRIMARY not in head(signed_in("olga"), full)

    review.decide(full, by=people.rita, verdict="approved")
    assert "Publish" in head(signed_in("olga"), full)
    assert PRIMARY not in head(signed_in("rita"), full)
    assert PRIMARY not in head(signed_in("zoe"), full)


def test_what_is_missing_is_for_those_who_can_mend_it(signed_in, draft):
    assert "What is missing" in head(signed_in("max"), draft)
    assert "What is missing" not in head(signed_in("vera"), draft)


@pytest.mark.parametrize("name", ["olga", "lea", "max", "rita", "zoe", "vera", "ada"])
@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "published"])
def test_no_button_leads_to_a_refusal_of_rights(signed_in, people, full, name, state):
    steps = {"draft": 0, "in_review": 1, "approved": 2, "published": 3}[state]
    for step in (
        lambda: review.submit(full, by=people.olga),
        lambda: review.decide(full, by=people.rita, verdict="approved"),
        lambda: review.publish(full, by=people.olga),
    )[:steps]:
        step()
    client = signed_in(name)
    page = head(client, full)
    verbs = ["submit", "withdraw", "publish", "revise", "waive", "unwaive", "keep"]
    offered = [verb for verb in verbs if f'action="{reverse(f"postmortems:{verb}", args=[full.key])}"' in page]
    for verb in offered:
        assert go(client, full, verb, reason="").status_code in {302, 409, 422}, verb
