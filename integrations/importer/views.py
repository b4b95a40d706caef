"""Bringing documents in: upload, look at what was read, accept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from core.flash import tell
from integrations.importer.accept import Imported
from integrations.importer.accept import accept as accept_draft
from integrations.importer.draft import ImportDraft
from integrations.importer.errors import CannotImport
from integrations.importer.forms import DraftForm, UploadForm, choices_from
from integrations.importer.permissions import get_draft_for, require_importer
from integrations.importer.preview import preview_of
from integrations.importer.uploads import Refused, take_files


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose files; below, the drafts that wait. One readable file leads straight to its preview."""
    user = current_user(request)
    require_importer(user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    refused: list[Refused] = []
    if form.is_bound and form.is_valid():
        drafts, refused = take_files(form.cleaned_data["documents"], by=user)
        if len(drafts) == 1 and not refused:
            return redirect(drafts[0])
        if drafts and not refused:
            return redirect("imports:upload")
    context = {
        "form": form,
        "refused": refused,
        "waiting": ImportDraft.objects.visible_to(user).waiting().defer("text")[:50],
    }
    return render(request, "imports/upload.html", context, status=422 if refused or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the document becomes; a POST keeps what was changed and reads it again."""
    draft = get_draft_for(current_user(request), number)
    if draft.incident:
        return redirect(draft.postmortem or draft.incident)
    form = _bound(request, draft) if request.method == "POST" else DraftForm(instance=draft)
    return _page(request, draft, form)


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Import it as it was decided."""
    user = current_user(request)
    draft = get_draft_for(user, number)
    if not draft.incident:
        form = _bound(request, draft)
        if form.errors or preview_of(draft).problems:
            return _page(request, draft, form, refused=True)
    done = accept_draft(draft, by=user)
    tell(request, _told(done))
    return redirect(done.postmortem or done.incident)


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Put the draft away; the file is still where it came from."""
    draft = get_draft_for(current_user(request), number)
    if not draft.incident:
        draft.delete()
        tell(request, _("%(file)s put away. Nothing was imported.") % {"file": draft.name})
    return redirect("imports:upload")


def _bound(request: HttpRequest, draft: ImportDraft) -> DraftForm:
    """The form as sent. What is right is kept with the draft, also when something else is wrong."""
    draft.choices = choices_from(request.POST).as_json()
    form = DraftForm(request.POST, instance=draft)
    if form.is_valid():
        form.save()
    else:
        draft.refresh_from_db(fields=["title", "day", "time_zone", "severity", "template"])
        draft.save(update_fields=["choices"])
    return form


def _page(request: HttpRequest, draft: ImportDraft, form: DraftForm, *, refused: bool = False) -> HttpResponse:
    context: dict[str, Any] = {"draft": draft, "form": form}
    try:
        context["preview"] = found = preview_of(draft)
    except CannotImport as problem:
        context["refused"] = [Refused(draft.name, problem.sentence)]
        return render(request, "imports/unreadable.html", context, status=422)
    user = current_user(request)
    context["before"] = ImportDraft.objects.imported(draft.fingerprint, user)
    wrong = bool(form.errors) or (refused and found.problems)
    return render(request, "imports/preview.html", context, status=422 if wrong else 200)


def _told(done: Imported) -> str:
    if not done.new:
        return _("This document is here already, as %(key)s. Nothing was added.") % {"key": done.incident.key}
    events = ngettext("%(n)s event", "%(n)s events", done.events) % {"n": done.events}
    actions = ngettext("%(n)s action item", "%(n)s action items", done.actions) % {"n": done.actions}
    return _("Imported as %(key)s, with %(events)s and %(actions)s.") % {
        "key": done.incident.key,
        "events": events,
        "actions": actions,
    }
