"""The board: a column for each state, cards with the moves one may try, and nothing of what is hidden."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import (
    make_action,
    make_action_in,
    make_admin,
    make_incident,
    make_open_action,
    make_postmortem,
    make_restricted_incident,
)

pytestmark = pytest.mark.django_db
BOARD = reverse("actions:board")
DUE = date(2030, 1, 7)


def columns(client, query=""):
    return {column.state.value: column for column in client.get(BOARD + query).context["columns_of_states"]}


def test_each_state_has_its_column_with_what_is_due_first_on_top(client, ada):
    for state in ("proposed", "in_progress", "blocked", "done", "verified"):
        make_action_in(state, by=make_admin(state), title=state)
    make_open_action("later", owner=ada, due_on=DUE + timedelta(days=1))
    make_open_action("sooner", owner=ada, due_on=DUE)
    client.force_login(ada)
    shown = {state: [card.item.title for card in column.cards] for state, column in columns(client).items()}
    assert shown == {
        "proposed": ["proposed"],
        "open": ["sooner", "later"],
        "in_progress": ["in_progress"],
        "blocked": ["blocked"],
        "done": ["done"],
        "verified": ["verified"],
    }


def test_filters_of_the_table_hold_here_too(client, ada, bob):
    make_open_action("hers", owner=ada, due_on=DUE)
    make_open_action("his", owner=bob, due_on=DUE)
    client.force_login(ada)
    assert [card.item.title for card in columns(client, "?mine=on")["open"].cards] == ["hers"]


def test_a_long_column_says_how_many_more_and_where(client, ada):
    for number in range(12):
        make_open_action(f"Number {number}", owner=ada, due_on=DUE)
    client.force_login(ada)
    column = columns(client)["open"]
    assert (column.count, len(column.cards), column.more) == (12, 10, 2)
    assert "?state=open" in client.get(BOARD).content.decode()


def test_cards_offer_the_moves_that_one_may_try(client, ada, zoe):
    make_open_action(owner=ada, due_on=DUE)
    client.force_login(ada)
    [card] = columns(client)["open"].cards
    assert {step.name: step.target for step in card.steps} == {
        "start": "in_progress",
        "block": "blocked",
        "finish": "done",
        "give_up": "wont_do",
    }
    client.force_login(zoe)
    assert columns(client)["open"].cards[0].steps == []


def test_every_button_of_a_card_does_what_it_says(client, ada):
    item = make_open_action(owner=ada, due_on=DUE)
    client.force_login(ada)
    [card] = columns(client)["open"].cards
    start = next(step for step in card.steps if step.name == "start")
    answer = client.post(start.url, {"next": BOARD})
    assert answer["Location"] == BOARD
    item.refresh_from_db()
    assert item.state == start.target


def test_a_proposal_is_agreed_with_the_owner_and_date_it_has_and_else_on_its_own_page(client, ada):
    owned, alone = make_action("owned", owner=ada), make_action("alone", created_by=ada)
    client.force_login(ada)
    accept = {card.item.pk: card.steps[0] for card in columns(client)["proposed"].cards}
    assert accept[alone.pk].url == alone.get_absolute_url()
    client.post(accept[owned.pk].url, {"owner": ada.pk, "due_on": "", "next": BOARD})
    owned.refresh_from_db()
    assert owned.state == "open"


def test_an_item_of_a_restricted_incident_is_on_no_board_of_a_stranger(client, bob, zoe):
    make_open_action(owner=bob, due_on=DUE, postmortem=make_postmortem(make_restricted_incident(bob), owner=bob))
    for user, count in ((zoe, 0), (bob, 1)):
        client.force_login(user)
        assert columns(client)["open"].count == count


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, ada, rows, django_assert_num_queries):
    for number in range(rows):
        postmortem = make_postmortem(make_incident(f"Outage {number}"), owner=ada)
        make_open_action(owner=ada, due_on=DUE, postmortem=postmortem)
        make_action(postmortem=postmortem)
    client.force_login(ada)
    client.get(BOARD)
    with django_assert_num_queries(20):
        client.get(BOARD)
