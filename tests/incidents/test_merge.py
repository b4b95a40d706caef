"""Merging a duplicate: everything goes over once, says where it came from, and can come back."""

import pytest
from django.urls import reverse

from core.lifecycle import MoveNotAllowed
from incidents import merging
from incidents.models import Incident, IncidentLink, State, Tag, TimelineEvent
from postmortems.models import ContributingFactor
from tests.factories import (
    make_event,
    make_evidence,
    make_incident,
    make_postmortem,
    make_restricted_incident,
    make_service,
    make_user,
)


@pytest.fixture
def survivor(people):
    return make_incident("Checkout answers 500", team=people.payments, by=people.member)


@pytest.fixture
def duplicate(people):
    return make_incident("Cannot pay", team=people.payments, by=people.member)


def alert(incident, ref="alertmanager/8f3a", **fields):
    return make_event(incident, "Alert fires", source="alert", source_ref=ref, **fields)


def merge(client, duplicate, survivor):
    return client.post(reverse("incidents:merge", args=[duplicate.key]), {"into": survivor.key})


def unmerge(client, duplicate):
    return client.post(reverse("incidents:unmerge", args=[duplicate.key]))


def everything(incident):
    """What hangs on it, as plain values."""
    incident = Incident.objects.get(pk=incident.pk)
    return {
        **{
            name: sorted(getattr(incident, name).values_list("pk", "came_from"), key=str)
            for name in ("events", "evidence", "participants", "references")
        },
        "on": sorted(incident.evidence.values_list("pk", "event"), key=str),
        "tags": sorted(tag.name for tag in incident.tags.all()),
        "services": sorted(service.name for service in incident.services.all()),
        "links": sorted(IncidentLink.objects.of(incident).values_list("source", "kind", "target")),
        "postmortems": sorted(incident.postmortems.values_list("pk", flat=True)),
    }


def fill(duplicate, survivor, people):
    """Give both something of everything, some of it the same."""
    event = make_event(duplicate)
    make_event(duplicate, "Removed").remove()
    make_event(survivor)
    make_evidence(duplicate, event=event)
    make_evidence(duplicate)
    for incident in (duplicate, survivor):
        incident.participants.create(user=people.lead, role="commander")
        incident.references.create(label="Channel", url="https://chat.example.org/1")
        incident.tags.add(Tag.objects.get_or_create(name="payments")[0])
    duplicate.participants.create(name="Jo from Acme", role="expert")
    duplicate.references.create(label="Ticket", url="https://tickets.example.org/1")
    duplicate.tags.add(Tag.objects.create(name="cards"))
    duplicate.services.add(make_service("cards"))
    IncidentLink.objects.create(source=duplicate, kind="caused_by", target=make_incident("Proxy"))
    IncidentLink.objects.create(source=duplicate, kind="related", target=survivor)
    return event


def test_everything_goes_over_and_says_where_it_came_from(member, duplicate, survivor, people):
    event = fill(duplicate, survivor, people)

    assert merge(member, duplicate, survivor).url == survivor.get_absolute_url()

    event.refresh_from_db()
    assert (event.incident, event.came_from) == (survivor, duplicate)
    after = everything(survivor)
    assert len(after["events"]) == 3
    assert len(after["evidence"]) == 2
    assert after["tags"] == ["cards", "payments"]
    assert after["services"] == ["cards"]
    assert sorted(p.display_name for p in survivor.participants.all()) == ["Jo from Acme", "Lead"]
    assert sorted(r.label for r in survivor.references.all()) == ["Channel", "Ticket"]
    assert (survivor.pk, "caused_by", Incident.objects.get(title="Proxy").pk) in after["links"]
    assert (duplicate.pk, "duplicate_of", survivor.pk) in after["links"]
    page = member.get(survivor.get_absolute_url()).content.decode()
    assert f">{duplicate.key}</a>" in page


def test_the_duplicate_is_cancelled_as_one_and_leads_to_the_survivor(member, duplicate, survivor):
    merge(member, duplicate, survivor)

    duplicate.refresh_from_db()
    assert (duplicate.state, duplicate.cancel_reason) == (State.CANCELLED, "duplicate")
    page = member.get(duplicate.get_absolute_url()).content.decode()
    assert f"{survivor.key} {survivor.title}" in page
    assert [(made.verb, made.by, made.reason) for made in duplicate.moves.all()] == [
        ("merge", member.user, survivor.key)
    ]


def test_the_same_alert_in_both_stays_one_and_its_evidence_finds_it(member, duplicate, survivor):
    own, theirs = alert(duplicate), alert(survivor)
    piece = make_evidence(duplicate, event=own)

    merge(member, duplicate, survivor)

    piece.refresh_from_db()
    assert (piece.incident, piece.event) == (survivor, theirs)
    assert list(survivor.events.all()) == [theirs]
    assert TimelineEvent.objects.get(pk=own.pk).incident == duplicate


def test_a_postmortem_and_its_factors_tell_of_the_survivor(member, duplicate, survivor):
    own, theirs = alert(duplicate), alert(survivor)
    postmortem = make_postmortem(duplicate, owner=member.user)
    factor = ContributingFactor.objects.create(postmortem=postmortem, statement="No limit")
    factor.evidence.set([own])

    merge(member, duplicate, survivor)

    assert list(postmortem.incidents.all()) == [survivor]
    assert list(factor.evidence.all()) == [theirs]


def test_a_merge_that_is_taken_back_leaves_both_as_they_were(member, duplicate, survivor, people):
    fill(duplicate, survivor, people)
    own, theirs = alert(duplicate), alert(survivor)
    make_evidence(duplicate, event=own)
    factor = ContributingFactor.objects.create(postmortem=make_postmortem(duplicate), statement="No limit")
    factor.evidence.set([own])
    before = everything(duplicate), everything(survivor)

    merge(member, duplicate, survivor)
    assert (everything(duplicate), everything(survivor)) != before
    unmerge(member, duplicate)

    assert (everything(duplicate), everything(survivor)) == before
    assert list(factor.evidence.all()) == [own]
    duplicate.refresh_from_db()
    assert (duplicate.state, duplicate.cancel_reason) == (State.OPEN, "")
    assert theirs in survivor.events.all()


def test_it_can_be_merged_again_into_another(member, duplicate, survivor):
    merge(member, duplicate, survivor)
    unmerge(member, duplicate)
    other = make_incident(by=member.user)
    merge(member, duplicate, other)
    assert duplicate.merges.standing().get().survivor == other


def test_where_it_first_came_from_is_kept(people, duplicate, survivor):
    first = make_incident(by=people.member)
    event = make_event(first)
    merging.merge(first, duplicate, by=people.member)
    merging.merge(duplicate, survivor, by=people.member)
    event.refresh_from_db()
    assert (event.incident, event.came_from) == (survivor, first)


def test_the_preview_says_what_moves_and_moves_nothing(member, duplicate, survivor, people):
    fill(duplicate, survivor, people)
    alert(duplicate)
    alert(survivor)
    before = everything(duplicate), everything(survivor)

    page = member.get(reverse("incidents:merge", args=[duplicate.key]), {"into": survivor.key}).content.decode()

    for words in ("2 events of the timeline", "2 pieces of evidence", "1 person", "1 event is in both already"):
        assert words in page
    assert (everything(duplicate), everything(survivor)) == before


@pytest.mark.parametrize("state", ["open", "mitigated", "resolved", "closed"])
def test_a_duplicate_is_found_at_any_time(member, survivor, people, state):
    duplicate = make_incident(team=people.payments, by=people.member, state=state)
    merge(member, duplicate, survivor)
    duplicate.refresh_from_db()
    assert duplicate.state == State.CANCELLED


def test_who_may_not_move_the_survivor_is_told(member, duplicate, people):
    survivor = make_incident(team=people.platform)
    response = merge(member, duplicate, survivor)
    assert response.status_code == 422
    assert "not move it" in response.content.decode()


def test_a_hidden_survivor_is_answered_like_one_that_is_not_there(member, duplicate):
    hidden = make_restricted_incident()
    answers = [
        member.post(reverse("incidents:merge", args=[duplicate.key]), {"into": key}) for key in (hidden.key, "INC-9999")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors


def test_a_cancelled_survivor_is_refused(member, duplicate, survivor):
    survivor.cancel(by=member.user, because="false_alarm")
    assert merge(member, duplicate, survivor).status_code == 409


@pytest.mark.parametrize(
    ("own", "theirs", "allowed"),
    [
        ("organisation", "organisation", True),
        ("organisation", "team", True),
        ("organisation", "restricted", True),
        ("team", "organisation", False),
        ("team", "team", True),
        ("team", "other team", False),
        ("team", "restricted", True),
        ("team", "restricted to another", False),
        ("restricted", "organisation", False),
        ("restricted", "team", False),
        ("restricted", "restricted", True),
        ("restricted", "restricted to another", False),
    ],
)
def test_nobody_learns_of_a_duplicate_by_its_merge(people, own, theirs, allowed):
    team = people.platform if theirs == "other team" else people.payments
    duplicate = make_incident(visibility=own, team=people.payments, by=people.admin)
    survivor = make_incident(visibility=theirs.split()[0].replace("other", "team"), team=team, by=people.admin)
    duplicate.restricted_to.add(people.member)
    survivor.restricted_to.add(make_user("Zoe") if "another" in theirs else people.member)
    found = [blocker.code for blocker in merging.blockers_of(duplicate, survivor)]
    assert found == ([] if allowed else ["seen-by-more"])


def test_a_refused_merge_changes_nothing(people):
    duplicate = make_restricted_incident(people.member, by=people.member)
    survivor = make_incident(by=people.member)
    event = make_event(duplicate)
    with pytest.raises(MoveNotAllowed):
        merging.merge(duplicate, survivor, by=people.member)
    event.refresh_from_db()
    assert event.incident == duplicate


def test_what_was_only_cancelled_cannot_be_unmerged(member, duplicate):
    duplicate.cancel(by=member.user, because="duplicate")
    assert unmerge(member, duplicate).status_code == 409
