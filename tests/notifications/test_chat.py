"""A team's chat: what may be posted where, and each post once."""

import json
import threading
from collections import Counter
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actions.reminders import chase
from notifications import tasks
from notifications.chat import address_of, check_address, plan, set_address
from notifications.delivery import deliver
from notifications.models import LEASE, RETRIES, ChatPost, TeamChat
from notifications.posting import post_all
from tests.factories import make_open_action, make_postmortem, make_restricted_incident, make_team, make_user

pytestmark = pytest.mark.django_db
TOKEN = "a" * 24


@pytest.fixture
def room(settings):
    """A Mattermost of its own: `.address`, `.posts`, and `.up` to answer or not."""

    class Room:
        posts = []
        up = True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if Room.up:
                Room.posts.append(json.loads(body))
            self.send_response(200 if Room.up else 503)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
    Room.address = f"mmost://127.0.0.1:{server.server_port}/{TOKEN}"
    yield Room
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def lead(db):
    return make_user("Lea", time_zone="UTC")


@pytest.fixture
def team(lead, ada, room):
    team = make_team(leads=(lead,), members=(ada,))
    set_address(team, room.address, by=lead)
    return team


def late(ada, team, title="Limit the retries", **fields):
    return make_open_action(title, owner=ada, due_on=timezone.localdate() - timedelta(days=2), team=team, **fields)


class TestTheAddress:
    def test_is_stored_sealed(self, team, room):
        with connection.cursor() as cursor:
            cursor.execute("SELECT address FROM notifications_teamchat")
            assert TOKEN not in str(cursor.fetchall())
        assert address_of(team) == room.address

    @pytest.mark.parametrize(
        "address",
        [
            "http://example.org/hook",
            "json://example.org",
            "file:///etc/passwd",
            "mailto://a:b@example.org",
            f"mmost://127.0.0.1/{TOKEN}",
            f"mmosts://localhost:8065/{TOKEN}",
            f"mmost://10.0.0.8/{TOKEN}",
            f"rockets://169.254.169.254/{TOKEN}",
            f"mmost://[::1]/{TOKEN}",
            f"mmost:///{TOKEN}",
            "workflows://192.168.1.1:443/a/b",
            "slack://A/B/C/?redirect=yes",
            "slack",
            "",
        ],
    )
    def test_of_another_kind_or_of_a_private_host_is_refused(self, address):
        with pytest.raises(ValidationError):
            check_address(address)

    @pytest.mark.parametrize("address", ["slack://T1/B1/abc/#general", f"mmosts://8.8.8.8/{TOKEN}"])
    def test_of_a_known_service_or_a_public_host_is_taken(self, address):
        check_address(address)


class TestAPost:
    def test_is_planned_in_the_leads_morning_once_a_day(self, team, ada, lead):
        late(ada, team)
        monday = timezone.now().replace(year=2026, month=11, day=23, hour=9)
        for minutes in (0, 5):
            chase(at=monday + timedelta(minutes=minutes))
        assert ChatPost.objects.count() == 1
        chase(at=monday + timedelta(days=1))
        assert ChatPost.objects.count() == 2

    def test_says_what_is_overdue_and_of_whom(self, team, ada, room):
        item = late(ada, team)
        plan([team], "today")
        assert post_all() == Counter(sent=1)
        (post,) = room.posts
        assert f"{item.key} Limit the retries (Ada, 2 days late) http://testserver/actions/{item.key}/" in post["text"]

    def test_is_sent_once_however_often_one_looks(self, team, ada, room):
        late(ada, team)
        for _ in range(2):
            plan([team], "today")
            post_all()
        assert len(room.posts) == 1

    def test_never_carries_what_is_kept_from_some(self, team, ada, room):
        late(ada, team)
        for visibility in ("restricted", "team"):
            incident = make_restricted_incident(ada, team=team)
            incident.visibility = visibility
            incident.save()
            late(ada, team, "The leaked key", postmortem=make_postmortem(incident))
        plan([team], "today")
        post_all()
        assert "The leaked key" not in room.posts[0]["text"]

    def test_what_became_restricted_before_it_is_tried_again_is_left_out(self, team, ada, room):
        postmortem = make_postmortem(owner=ada)
        late(ada, team, "The leaked key", postmortem=postmortem)
        plan([team], "today")
        room.up = False
        post_all()
        postmortem.incidents.update(visibility="restricted")
        room.up = True
        assert post_all(now=timezone.now() + timedelta(hours=1)) == Counter(withdrawn=1)
        assert room.posts == []

    def test_is_tried_again_and_then_given_up_visibly(self, client, team, ada, lead, room):
        room.up = False
        late(ada, team)
        plan([team], "today")
        now = timezone.now()
        assert post_all(now=now) == Counter(failed=1)
        for wait in RETRIES[:-1]:
            assert post_all(now=now + wait - timedelta(seconds=1)) == Counter()
            now += wait
            assert post_all(now=now) == Counter(failed=1)
        assert post_all(now=now + RETRIES[-1]) == Counter(given_up=1)
        client.force_login(lead)
        page = client.get(reverse("notifications:team_chat", args=[team.slug])).content.decode()
        assert "given up after several tries" in page

    def test_of_a_worker_that_dies_is_taken_over_after_its_lease(self, team, ada, room, monkeypatch):
        late(ada, team)
        plan([team], "today")
        with monkeypatch.context() as patch:
            patch.setattr("notifications.posting._notify", lambda *_args: (_ for _ in ()).throw(SystemExit))
            with pytest.raises(SystemExit):
                post_all()
        assert post_all() == Counter()
        assert post_all(now=timezone.now() + LEASE + timedelta(seconds=1)) == Counter(sent=1)

    def test_is_sent_by_a_task(self, team, ada, room):
        late(ada, team)
        plan([team], "today")
        tasks.post_to_chats()
        assert len(room.posts) == 1


class TestThePage:
    def here(self, team):
        return reverse("notifications:team_chat", args=[team.slug])

    def test_takes_an_address_and_does_not_show_it_again(self, client, team, lead, room):
        client.force_login(lead)
        assert client.post(self.here(team), {"address": room.address}).status_code == 302
        assert TOKEN not in client.get(self.here(team)).content.decode()

    def test_refuses_a_private_host_in_words(self, client, team, lead):
        client.force_login(lead)
        answer = client.post(self.here(team), {"address": f"mmost://10.0.0.8/{TOKEN}"})
        assert answer.status_code == 422
        assert "is not a public host" in answer.content.decode()

    def test_an_empty_address_ends_it(self, client, team, lead):
        client.force_login(lead)
        client.post(self.here(team), {"address": ""})
        assert not TeamChat.objects.exists()

    def test_a_test_is_posted_once_however_often_one_presses(self, client, team, lead, room):
        client.force_login(lead)
        for _ in range(2):
            client.post(reverse("notifications:test_chat", args=[team.slug]), {"occasion": "x"})
        post_all()
        assert len(room.posts) == 1

    def test_is_not_for_members(self, client, team, ada):
        client.force_login(ada)
        assert client.get(self.here(team)).status_code == 403


class TestTheListOnDemand:
    def here(self, team):
        return reverse("actions:team_list", args=[team.slug])

    def test_goes_to_its_people_once_however_often_one_presses(self, client, team, ada, lead, room):
        item = late(ada, team)
        client.force_login(lead)
        assert "Ada" in client.get(self.here(team)).content.decode()
        for _ in range(2):
            client.post(self.here(team), {"occasion": "x"})
        deliver()
        post_all()
        (sent,) = mail.outbox
        assert (sent.to, item.key in sent.body, len(room.posts)) == (["ada@example.org"], True, 1)

    def test_and_again_when_asked_again(self, client, team, ada, lead):
        late(ada, team)
        client.force_login(lead)
        for occasion in ("x", "y"):
            client.post(self.here(team), {"occasion": occasion})
            deliver()
        assert len(mail.outbox) == 2

    def test_does_not_carry_what_its_owner_may_not_see_any_more(self, client, team, ada, lead):
        postmortem = make_postmortem(owner=ada)
        late(ada, team, "The leaked key", postmortem=postmortem)
        postmortem.incidents.update(visibility="restricted")
        client.force_login(lead)
        client.post(self.here(team), {"occasion": "x"})
        deliver()
        assert mail.outbox == []
