"""The API: which resources there are, and what all of them have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from accounts.models import ApiToken
from api import actions, events, evidence, incidents, language, parts, pointers, postmortems, surroundings, threads
from api.body import ReadAlready
from api.openapi import completed
from api.requests import ApiRequest


class Token(HttpBearer):
    """The door has looked at the token already; this tells it to the description."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        return self.authenticate(request)

    def authenticate(self, request: HttpRequest | ApiRequest, token: str = "") -> ApiToken:
        return request.token  # type: ignore[union-attr]  # an ApiRequest: no other gets this far


class Api(NinjaAPI):
    """Ninja's, but whatever is raised goes on to the door, so that it undoes what was done and is told in one shape."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        raise exc

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        return completed(super().get_openapi_schema(**options))


api = Api(
    title="Postmortems",
    version="1",
    description="Incidents, their timelines, postmortems and action items. See docs/api.md.",
    urls_namespace="api",
    docs_url=None,
    auth=Token(),
    parser=ReadAlready(),
)
for router in (incidents.router, surroundings.router, events.router, evidence.router):
    api.add_router("/incidents", router)
for router in (postmortems.router, parts.router, pointers.router, threads.router):
    api.add_router("/postmortems", router)
api.add_router("/action-items", actions.router)
api.add_router("/language", language.router)
