"""What the editor asks for while somebody writes: ways to go on, and how it will read."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user
from core.markdown import render
from postmortems.access import get_postmortem_for
from postmortems.blocks import LiveBlocks
from postmortems.completion import complete as ways_to_go_on
from postmortems.forms.words import MarkdownForm


@require_GET
def complete(request: HttpRequest, number: int) -> JsonResponse:
    """``?q=@ad``, ``INC-4``, ``PM-retry``, ``/time``."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    items = ways_to_go_on(request.GET.get("q", ""), postmortem=postmortem, reader=user)
    return JsonResponse({"items": [asdict(item) for item in items]})


@require_POST
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """``markdown`` as it will read, live blocks and all; nothing is saved."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    form = MarkdownForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors["markdown"][0], status=422, content_type="text/plain; charset=utf-8")
    blocks = LiveBlocks(postmortem, user).fillers
    return HttpResponse(render(form.cleaned_data["markdown"], reader=user, blocks=blocks))
