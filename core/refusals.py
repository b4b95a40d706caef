"""A refused move is answered the same way on every page: 409, every blocker, and what was typed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reselect, reswap, retarget

from core.lifecycle import MoveNotAllowed

NOT_TYPED = {"csrfmiddlewaretoken", "next", "seen", "base"}


class RefusalMiddleware:
    """Views call the domain's verb and nothing else; this turns its ``MoveNotAllowed`` into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MoveNotAllowed):
            return None
        typed = [value for name, value in request.POST.items() if name not in NOT_TYPED and value]
        context = {"blockers": error.blockers, "typed": typed, "back": request.headers.get("Referer", "/")}
        page = render(request, "refused.html", context, status=409)
        # Whatever part of a page asked: the answer takes the place of all of it.
        return reswap(retarget(reselect(page, "#content"), "#content"), "outerHTML")
