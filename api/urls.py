"""Every address of the API stands behind the door, also those that do not exist."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.http import require_safe

from api.door import door
from api.problems import nothing_here
from api.v1 import api

OPEN = "openapi-json"  # the description says nothing about anybody

app_name = "api"


def _guarded(pattern: URLPattern | URLResolver) -> URLPattern:
    assert isinstance(pattern, URLPattern)  # noqa: S101 – ninja makes no others
    is_open = pattern.name == OPEN
    pattern.callback = login_not_required(require_safe(pattern.callback)) if is_open else door(pattern.callback)
    return pattern


patterns, _app, _namespace = api.urls
urlpatterns = [*map(_guarded, patterns), re_path(r"^.*$", door(nothing_here), name="nothing")]
