"""Who gets in, and how everything that is not a success is told."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.utils import timezone
from redis import RedisError

from accounts.models import ApiToken
from incidents.models import Incident
from tests.api.conftest import Program
from tests.factories import make_incident, make_restricted_incident

NEW = {"title": "Checkout answers 500", "severity": "SEV2"}

# -- tokens ----------------------------------------------------------------------------------------


def test_without_a_token_nobody_gets_in(db):
    answer = Program("").get("/incidents")
    assert (answer.status, answer.code) == (401, "token-missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "RateLimit-Limit" not in answer.headers


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Basic YWRhOnBhc3N3b3Jk", "pmt_x", ""])
def test_another_header_is_no_token(db, sent):
    assert Program("").get("/incidents", Authorization=sent).code == "token-missing"


@pytest.mark.parametrize("sent", ["pmt_wrong", "x" * 5000, "ünïcode", "a b", "a\x7fb"])
def test_a_wrong_token_is_told_so(db, sent):
    answer = Program(sent).get("/incidents")
    assert (answer.status, answer.code) == (401, "token-unknown")


def test_the_scheme_may_be_written_as_one_likes(api):
    assert Program("").get("/incidents", Authorization=f"bearer  {api.token} ").status == 200


def test_an_expired_token_is_told_so(api):
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = api.get("/incidents")
    assert (answer.status, answer.code) == (401, "token-expired")


def test_a_revoked_token_is_told_so(api):
    ApiToken.objects.get().revoke()
    assert api.get("/incidents").code == "token-revoked"


def test_somebody_who_was_deactivated_gets_in_no_more(api, ada):
    ada.deactivate()
    assert api.get("/incidents").code == "token-revoked"


def test_a_session_counts_for_nothing(ada):
    client = Client()
    client.force_login(ada)
    browser = Program("", client)
    assert browser.get("/incidents").code == "token-missing"
    assert browser.post("/incidents", NEW).code == "token-missing"
    assert not Incident.objects.exists()


def test_its_use_is_seen(api):
    api.get("/incidents")
    assert timezone.now() - ApiToken.objects.get().last_used_at < timedelta(seconds=10)


# -- scopes ----------------------------------------------------------------------------------------


def test_a_token_that_reads_changes_nothing(program, ada):
    reader = program(ada, "read")
    incident = make_incident(by=ada)
    assert reader.get(f"/incidents/{incident.key}").data["abilities"] == {
        "write": False,
        "comment": False,
        "move": False,
    }
    for method, path in (("POST", "/incidents"), ("PATCH", f"/incidents/{incident.key}"), ("DELETE", "/nowhere")):
        answer = reader.ask(method, path, NEW)
        assert (answer.status, answer.code) == (403, "insufficient-scope")
    assert Incident.objects.count() == 1


def test_restricted_incidents_of_others_take_the_admin_scope(program, people):
    hidden = make_restricted_incident(people["named"])
    assert program(people["admin"], "admin").get(f"/incidents/{hidden.key}").status == 200
    assert program(people["admin"], "write").get(f"/incidents/{hidden.key}").status == 404
    assert program(people["admin"], "write").get("/incidents").data["items"] == []
    assert program(people["named"], "read").get(f"/incidents/{hidden.key}").status == 200


# -- addresses and methods -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/incidents/",
        "/incidents/42",
        "/incidents/inc-1",
        "/incidents/INC-0",
        "/incidents/INC-" + "9" * 19,
        "/incidents/INC-1%00",
        "/incidents/INC-%EF%BC%91",
        "/%ff",
        "/incidents/INC-1/moves/explode",
        "/incidents/INC-1/events/0",
        "/incidents/INC-1/events/99999999999999999999",
    ],
)
def test_what_is_not_there_is_not_found(api, path):
    for method in ("GET", "POST"):
        answer = api.ask(method, path)
        assert (answer.status, answer.code) in {(404, "not-found"), (405, "method-not-allowed")}
    assert 404 in {api.get(path).status, api.post(path).status}


def test_a_stranger_learns_nothing_of_addresses(db):
    assert {Program("").get(path).status for path in ("/nowhere", "/incidents/INC-1", "/incidents")} == {401}


def test_a_wrong_method_is_told_which_there_are(api):
    answer = api.delete("/incidents")
    assert (answer.status, answer.code) == (405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_head_is_get_without_its_body(api):
    answer = api.ask("HEAD", "/incidents")
    assert (answer.status, answer.data) == (200, None)


def test_nothing_is_kept_in_caches(api):
    assert api.get("/incidents").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "state=broken",
        "since=yesterday",
        "until=2026-02-30",
        "unknown=1",
        "text=%00",
        "%00=1",
        "text=" + "x" * 201,
        "severity=SEV9",
        "team=nobody",
        "service=x",
        "tag=x",
    ],
)
def test_a_wrong_query_names_its_parameter(api, query):
    answer = api.get(f"/incidents?{query}")
    name = query.partition("=")[0]
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.pointers == [name] or name == "%00"


# -- bodies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"nothing", b'{"title": NaN}', b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}", b'{"a":1}x'],
)
def test_what_is_not_json_is_told_so(api, body):
    answer = api.post("/incidents", body)
    assert (answer.status, answer.code) == (400, "malformed-json")


@pytest.mark.parametrize(
    "sent",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", ""],
)
def test_only_json_is_taken(api, sent):
    answer = api.post("/incidents", NEW, Content_Type=sent)
    assert (answer.status, answer.code) == (415, "not-json")


def test_json_with_its_character_set_is_taken(api):
    assert api.post("/incidents", NEW, Content_Type="application/json; charset=utf-8").status == 201


@pytest.mark.parametrize("body", ["{}", [], 1, None, True, [NEW], json.dumps(NEW)])
def test_only_an_object_is_taken(api, body):
    answer = api.post("/incidents", json.dumps(body).encode())
    assert (answer.status, answer.code) == (422, "invalid")


def test_a_missing_body_is_told(api):
    answer = api.post("/incidents")
    assert (answer.status, answer.pointers) == (422, ["#"])


def test_a_body_that_is_too_large_is_not_read(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = api.post("/incidents", NEW | {"summary": "x" * 100})
    assert (answer.status, answer.code) == (413, "body-too-large")


def test_a_body_without_length_is_not_read(api):
    answer = api.ask("POST", "/incidents", None, Transfer_Encoding="chunked", Content_Length="")
    assert answer.status == 422  # the test client writes a length of its own
    response = Client().generic(
        "POST",
        "/api/v1/incidents",
        headers={"Authorization": f"Bearer {api.token}", "Transfer-Encoding": "chunked"},
        content_type="application/json",
    )
    assert response.status_code == 411
    assert response.json()["code"] == "length-required"


def test_every_fault_is_told_where_it_stands(api):
    body = {"title": 5, "severity": "SEV2", "colour": "red", "named": ["ada", 3], "customers_affected": -1}
    answer = api.post("/incidents", body)
    assert answer.status == 422
    assert set(answer.pointers) == {"#/title", "#/colour", "#/named/1", "#/customers_affected"}
    assert all(error["detail"] and error["code"] for error in answer.data["errors"])
    assert not Incident.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_takes_is_refused_wherever_it_stands(api, text):
    for body in (NEW | {"title": text}, NEW | {"tags": [text]}, NEW | {text: 1}, {"a": [{"b/c": text}]}):
        answer = api.post("/incidents", body)
        assert (answer.status, answer.code) == (422, "invalid")
    assert answer.pointers == ["#/a/0/b~1c"]


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40, -1, 1.5, "3", True])
def test_numbers_out_of_range_are_refused(api, number):
    assert api.post("/incidents", NEW | {"customers_affected": number}).pointers == ["#/customers_affected"]


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-03T14:05:00",
        "2026-11-03",
        "14:05",
        "yesterday",
        1700000000,
        "1700000000",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2026-02-30T00:00:00Z",
        "2026-11-03T24:05:00Z",
        "2026-11-03T23:59:60Z",
        "2026-11-03T14:05:00+99:00",
        "٢٠٢٦-11-03T14:05:00Z",
        None,
        "",
    ],
)
def test_a_time_is_iso_8601_with_its_offset(api, at):
    incident = make_incident(by=ApiToken.objects.get().user)
    answer = api.post(f"/incidents/{incident.key}/events", {"occurred_at": at, "text": "x"})
    assert (answer.status, answer.pointers) == (422, ["#/occurred_at"])


# -- mishaps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mishap", "status", "code"),
    [
        (RuntimeError("secret of the house"), 500, "internal"),
        (IntegrityError("UNIQUE constraint failed: incidents_incident.title"), 409, "conflict"),
        (OperationalError("database is locked"), 503, "busy"),
    ],
)
def test_a_mishap_undoes_everything_and_tells_nothing_of_the_inside(api, monkeypatch, mishap, status, code):
    opened = Incident.open

    def broken(**fields):
        opened(**fields)
        raise mishap

    monkeypatch.setattr(Incident, "open", broken)
    answer = api.post("/incidents", NEW)
    assert (answer.status, answer.code) == (status, code)
    assert str(mishap) not in json.dumps(answer.data)
    assert not Incident.objects.exists()


def test_a_refused_field_undoes_what_went_before(api):
    answer = api.post("/incidents", NEW | {"time_zone": "Atlantis/Capital"})
    assert (answer.status, answer.pointers) == (422, ["#/time_zone"])
    assert not Incident.objects.exists()


# -- limits ----------------------------------------------------------------------------------------


def test_every_answer_says_what_is_left(api, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    left = [api.get(path).headers["RateLimit-Remaining"] for path in ("/incidents", "/nowhere", "/incidents?limit=0")]
    assert left == ["2", "1", "0"]
    answer = api.get("/incidents")
    assert (answer.status, answer.code) == (429, "too-many-requests")
    assert answer.headers["RateLimit-Limit"] == "3"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Retry-After"] == answer.headers["RateLimit-Reset"]


def test_each_token_is_counted_for_itself(api, program, ada, settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    assert api.get("/incidents").status == 200
    assert api.get("/incidents").status == 429
    assert program(ada).get("/incidents").status == 200


@pytest.mark.parametrize("error", [RedisError("gone"), ConnectionError("gone")])
def test_a_cache_that_is_down_turns_nobody_away(api, monkeypatch, error):
    def broken(*_args, **_options):
        raise error

    monkeypatch.setattr("core.counting.cache.add", broken)
    assert api.get("/incidents").status == 200
