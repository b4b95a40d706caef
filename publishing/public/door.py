"""The public's own door: what is asked for below ``PUBLIC_PATH`` never meets sessions, cookies or sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.utils import timezone, translation

from publishing.public.answers import nothing_here, sealed

PREFIX = f"/{settings.PUBLIC_PATH}/"


class PublicSiteMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
            return sealed(_answer(request))


def _answer(request: HttpRequest) -> HttpResponse:
    path = request.path_info
    if not path.endswith("/") and "." not in path:
        return HttpResponsePermanentRedirect(f"{path}/")  # whether there is something or not
    try:
        found = resolve(path)
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except Http404:
        return nothing_here()
    return response
