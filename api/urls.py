"""Every address of the API stands behind the door, also those that do not exist."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, re_path

from api.door import door
from api.problems import nothing_here
from api.v1 import api

OPEN = "openapi-json"  # the description says nothing about anybody

app_name = "api"


def _guarded(pattern: URLPattern | URLResolver) -> URLPattern:
    assert isinstance(pattern, URLPattern)  # noqa: S101 – ninja makes no others
    pattern.callback = login_not_required(pattern.callback) if pattern.name == OPEN else door(pattern.callback)
    return pattern


patterns, _app, _namespace = api.urls
urlpatterns = [*map(_guarded, patterns), re_path(r"^.*$", door(nothing_here), name="nothing")]
