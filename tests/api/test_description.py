"""The description of the API: it says what is there, and what is there keeps to it."""

import json
from pathlib import Path

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from accounts.models import ApiToken
from api.v1 import api as the_api
from tests.api.test_rights import OPERATIONS
from tests.factories import make_action, make_event, make_incident, make_postmortem

COPY = Path(__file__).with_name("openapi.json")
EXAMPLES = 8
KEPT = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


def test_the_description_is_as_it_was(capsys):
    call_command("openapi")
    assert json.loads(capsys.readouterr().out) == json.loads(COPY.read_text()), (
        "The API has changed. If that is meant, and breaks no program: manage.py openapi > tests/api/openapi.json"
    )


def test_the_description_is_open_to_everybody(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_every_operation_has_words_a_name_and_a_lock(db):
    operations = [one for path in the_api.get_openapi_schema()["paths"].values() for one in path.values()]
    assert all(one["summary"] and one["operationId"] and one["security"] == [{"Token": []}] for one in operations)
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_two_types_never_share_a_name(db):
    """Types of texts have no name of their own: several are called Kind, and the last would stand for all."""
    schemas = the_api.get_openapi_schema()["components"]["schemas"]
    assert {name: schema["type"] for name, schema in schemas.items() if schema["type"] != "object"} == {}


@pytest.fixture(scope="module")
def description():
    loaded = schemathesis.openapi.from_dict(json.loads(COPY.read_text()))
    loaded.app = get_wsgi_application()
    return loaded


@pytest.fixture
def _one_connection():
    """Requests stay within the test's transaction, as they do with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def things(ada, settings, _one_connection):
    """One of everything that Ada may change, by what stands for it in an address."""
    settings.API_REQUESTS_PER_MINUTE = 10**6
    incident = make_incident(by=ada)
    event, postmortem = make_event(incident), make_postmortem(incident, owner=ada)
    return {
        "incidents": incident.key,
        "postmortems": postmortem.key,
        "action-items": make_action(owner=ada, postmortem=postmortem).key,
        "participants": incident.participants.create(name="x").pk,
        "links": incident.links_out.create(kind="related", target=make_incident(by=ada)).pk,
        "references": incident.references.create(label="x", url="https://example.org").pk,
        "events": event.pk,
        "factors": postmortem.factors.create(statement="x").pk,
    }


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(operation, mode, description, things, ada):
    """Half of the requests meet what is there."""
    method, path = operation.split(" ")
    token = ApiToken.issue(ada, name="Test", scope="write")[1]
    _root, resource, *rest = path.split("/")
    there = {
        "key": things.get(resource),
        "id": things.get(rest[1] if len(rest) > 1 else ""),
        "section": "lessons",
        "action": things["action-items"],
    }
    checks = [CHECKS.get_one(name) for name in KEPT]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=description[f"/api/v1{path}"][method].as_strategy(generation_mode=mode),
        meets=strategies.booleans(),
    )
    def send(case, meets):
        if meets:
            case.path_parameters |= {name: there[name] for name in case.path_parameters if name in there}
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        response = case.call()
        case.validate_response(response, checks=checks)

    send()
