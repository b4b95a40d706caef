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
from postmortems import review
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


def add(client, meeting, line, htmx=False, **data):
    return client.post(url("add", meeting, line), data, headers={"HX-Request": "true"} if htmx else {})


def test_an_idea_is_parked(signed_in, people, room):
    add(signed_in("max"), room, "park", text="Raise the limit")
    assert "Raise the limit" in signed_in("vera").get(url("room", room)).content.decode()


def test_an_action_is_only_proposed(signed_in, room):
    add(signed_in("max"), room, "propose", text="Alert on lag")
    item = ActionItem.objects.get(title="Alert on lag")
    assert (item.state, item.postmortem) == ("proposed", room.postmortem)


def test_a_factor_is_named_with_its_kind(signed_in, room):
    add(signed_in("max"), room, "factor", text="The limit was not on the graph", kind="organisational")
    assert room.postmortem.factors.get(statement="The limit was not on the graph").kind == "organisational"


def test_what_is_added_in_place_leaves_an_empty_line_and_tells_the_page(signed_in, room):
    answer = add(signed_in("max"), room, "park", htmx=True, text="Raise the limit")
    assert answer.status_code == 200
    assert "Raise the limit" not in answer.content.decode()
    assert "changed-agenda" in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("line", "data", "sentence"),
    [
        ("park", {"text": " "}, "Write a few words first."),
        ("propose", {"text": "Alert " * 60}, "at most 300 characters"),
        ("factor", {"text": "The limit", "kind": "nonsense"}, "nonsense is not one of the available choices"),
        ("outcome", {"text": "It was the limit", "step": "77"}, "Select a valid choice"),
    ],
)
def test_a_line_that_cannot_be_added_says_why_where_it_was_typed(signed_in, room, htmx, line, data, sentence):
    answer = add(signed_in("max"), room, line, htmx=htmx, **data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{data["text"].strip()}' in page
    assert f'aria-describedby="add-{line}-error"' in page


def test_a_factor_of_what_is_no_longer_written_is_refused_with_what_to_do(signed_in, people, room):
    review.submit(room.postmortem, by=people.olga)
    review.decide(room.postmortem, by=people.fay, verdict="approved")
    review.publish(room.postmortem, by=people.olga)
    answer = add(signed_in("max"), room, "factor", htmx=True, text="The limit", kind="technical")
    assert answer.status_code == 422
    assert "Open a new revision of it, or put this into the notes." in answer.content.decode()
    assert "The limit" in answer.content.decode()


def test_what_comes_of_a_step_shows_there_and_in_the_minutes(signed_in, people, room):
    add(signed_in("fay"), room, "outcome", text="Both graphs were right.", step="0")
    add(signed_in("fay"), room, "outcome", text="Nobody knew of the limit.", step="0")
    assert room.agenda.get(position=0).outcomes == ["Both graphs were right.", "Nobody knew of the limit."]
    shown = signed_in("vera").get(url("room", room)).content.decode()
    assert shown.count("Both graphs were right.") == 1
    running.finish(room, by=people.fay)
    for page in (url("detail", room), reverse("postmortems:read", args=[room.postmortem.key])):
        assert "Nobody knew of the limit." in signed_in("vera").get(page).content.decode()


def test_only_those_who_run_it_write_down_what_comes_of_a_step(people, signed_in, room):
    answer = add(signed_in("zoe"), room, "outcome", text="Mine", step="0")
    assert answer.status_code == 422
    assert "Those who run the meeting" in answer.content.decode()
    assert room.agenda.get(position=0).outcome == ""


def test_what_came_of_the_steps_is_put_right_afterwards(signed_in, held):
    held.agenda.filter(position=1).update(outcome="As it was")
    signed_in("fay").post(url("outcomes", held), {"step-0": "One\r\nTwo", "step-1": "As it was"})
    assert held.agenda.get(position=0).outcomes == ["One", "Two"]
    assert held.agenda.get(position=1).outcome == "As it was"


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
