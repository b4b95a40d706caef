"""The meeting while it runs, and afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionItem
from collab.models import Topic
from core.lifecycle import MoveNotAllowed
from meetings import notes, running, soaking
from meetings.models import Attendance, ReviewMeeting
from notifications.models import Notification
from tests.factories import make_action


@pytest.fixture
def room(people, meeting):
    running.start(meeting, by=people.fay)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def held(people, room):
    running.note_presence(room, people.max, here=True)
    running.finish(room, by=people.fay)
    room.refresh_from_db()
    return room


def url(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def test_everybody_lands_on_the_step_at_which_it_stands(signed_in, room):
    signed_in("fay").post(url("go", room, 2))
    page = signed_in("vera").get(url("room", room)).content.decode()
    assert "<h1>What contributed</h1>" in page
    assert "What made this possible? What else?" in page


def test_a_page_hears_when_the_meeting_moves_on_and_only_then(signed_in, room):
    client = signed_in("max")
    here = f"{url('beat', room)}?seen={room.changes}"
    assert "HX-Trigger" not in client.get(here).headers
    running.go_to(room, room.agenda.get(position=1))
    assert "changed-agenda" in client.get(here).headers["HX-Trigger"]
    assert Topic.objects.get(document=room.document, name="agenda").changes == 2  # begun, and moved on


def test_only_those_who_run_it_move_it_on(signed_in, room):
    assert signed_in("vera").post(url("go", room, 2)).status_code == 403
    assert ReviewMeeting.objects.get().position == 0


def test_a_step_that_is_not_there_is_not_gone_to(signed_in, room):
    assert signed_in("fay").post(url("go", room, 99)).status_code == 404


def test_nobody_moves_a_meeting_that_is_over(people, held):
    running.go_to(held, held.agenda.get(position=0))
    running.go_to(held, held.agenda.get(position=3))
    assert ReviewMeeting.objects.get().position == 0


@pytest.mark.parametrize("verb", ["start", "finish"])
def test_each_move_is_made_from_its_state_alone(people, held, verb):
    with pytest.raises(MoveNotAllowed):
        getattr(running, verb)(held, by=people.fay)


def test_presence_is_one_click(signed_in, people, room):
    client = signed_in("max")
    client.post(url("here", room), {"person": "max", "here": "yes"})
    assert Attendance.objects.get(user=people.max).attended
    client.post(url("here", room), {"person": "max", "here": "no"})
    assert not Attendance.objects.get(user=people.max).attended


def test_an_idea_is_parked(signed_in, people, room):
    signed_in("max").post(url("park", room), {"text": "Raise the limit"})
    assert "Raise the limit" in signed_in("vera").get(url("room", room)).content.decode()


def test_an_action_is_only_proposed(signed_in, room):
    signed_in("max").post(url("propose", room), {"text": "Alert on lag"})
    item = ActionItem.objects.get(title="Alert on lag")
    assert (item.state, item.postmortem) == ("proposed", room.postmortem)


def test_a_factor_is_named(signed_in, room):
    signed_in("max").post(url("add_factor", room), {"text": "The limit was not on the graph"})
    assert room.postmortem.factors.filter(statement="The limit was not on the graph").exists()


def test_nothing_is_decided_while_people_talk(people, room):
    item = make_action(postmortem=room.postmortem, owner=people.olga)
    with pytest.raises(MoveNotAllowed) as refused:
        item.accept(by=people.olga)
    assert [blocker.code for blocker in refused.value.blockers] == ["meeting-running"]


def test_notes_without_a_script_lose_nothing_of_others(signed_in, people, room):
    notes.write(room, "Theirs", by=people.fay)
    signed_in("max").post(url("notes", room), {"base": "As it was before", "notes": "Mine"})
    assert notes.read(room) == "Theirs\n\nMine"


def test_minutes_are_part_of_the_postmortem(signed_in, people, room):
    notes.write(room, "The limit was a **surprise**.", by=people.fay)
    running.finish(room, by=people.fay)
    page = signed_in("vera").get(reverse("postmortems:read", args=[room.postmortem.key])).content.decode()
    assert "<strong>surprise</strong>" in page
    assert "Facilitated by Fay." in page


def test_those_who_were_there_are_asked_how_it_was(people, held):
    asked = Notification.objects.filter(kind="meeting-survey").values_list("recipient__name", flat=True)
    assert set(asked) == {"Fay", "Max"}


def test_an_answer_counts_once_and_only_of_those_who_were_there(signed_in, people, held):
    answers = {"learned": "yes", "again": "no"}
    for name in ("max", "max", "vera", "olga"):
        signed_in(name).post(url("survey", held), answers)
    meeting = ReviewMeeting.objects.get()
    assert (meeting.answers, meeting.answers_learned, meeting.answers_again) == (1, 1, 0)


def test_totals_show_from_three_answers_on(signed_in, held):
    client = signed_in("vera")
    for answers, shown in ((2, False), (3, True)):
        ReviewMeeting.objects.update(answers=answers, answers_learned=2, answers_again=2)
        page = client.get(held.get_absolute_url()).content.decode()
        assert ("would come again" in page) is shown


def test_a_survey_without_answers_is_refused(signed_in, held):
    assert signed_in("max").post(url("survey", held), {}).status_code == 422


def test_proposals_are_brought_up_two_working_days_later_once(people, held):
    make_action(postmortem=held.postmortem, owner=people.olga)
    monday = timezone.now().replace(year=2026, month=11, day=23, hour=12)
    ReviewMeeting.objects.update(held_at=monday)
    assert soaking.remind(at=monday + timedelta(days=1)) == 0
    soaking.remind(at=monday + timedelta(days=2))
    soaking.remind(at=monday + timedelta(days=3))
    assert Notification.objects.filter(kind="meeting-soaked", recipient=people.olga).count() == 1


def test_without_proposals_nobody_is_reminded(people, held):
    assert soaking.remind(at=timezone.now() + timedelta(days=10)) == 0


def test_before_it_begins_there_is_no_room(signed_in, meeting):
    assert signed_in("max").get(url("room", meeting)).url == meeting.get_absolute_url()
