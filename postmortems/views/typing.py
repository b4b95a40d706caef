"""What the editor asks for while somebody writes: ways to go on, and how it will read."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user
from core.markdown import render
from incidents.evidence import UploadRefused, store_upload
from incidents.models import Evidence
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
def upload(request: HttpRequest, number: int) -> JsonResponse:
    """Keep a pasted or dropped ``file`` as evidence of the first incident; the answer is what to write in its place."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="write")
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("No file arrived. Try it once more.")}, status=422)
    try:
        evidence = store_upload(postmortem.incidents.order_by("pk")[0], file, by=user)
    except UploadRefused as refused:
        return JsonResponse({"error": refused.sentence}, status=422)
    url = evidence.get_absolute_url()
    mark = "!" if evidence.kind == Evidence.Kind.IMAGE else ""
    return JsonResponse({"markdown": f"{mark}[{evidence.name}]({url})", "url": url}, status=201)


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
