"""The pages behind the links of a mail: GET asks and changes nothing, POST does it.

Mail scanners follow links; nothing they fetch changes anything, and none of these pages tells more than the mail did.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions import questions
from actions.forms import DueForm, ReasonForm, SnoozeForm
from actions.links import LABELS, Link, LinkRefused, read, spend
from actions.verbs import VERBS
from core.lifecycle import MoveNotAllowed


def _finish(link: Link, _values: dict[str, Any]) -> str:
    link.item.finish(by=link.person)
    return str(VERBS["finish"].done) % {"key": link.item.key}


def _give_up(link: Link, values: dict[str, Any]) -> str:
    link.item.give_up(by=link.person, reason=values["reason"])
    return str(VERBS["give_up"].done) % {"key": link.item.key}


def _reopen(link: Link, values: dict[str, Any]) -> str:
    link.item.reopen(by=link.person, reason=values["reason"])
    return str(VERBS["reopen"].done) % {"key": link.item.key}


def _confirm(link: Link, _values: dict[str, Any]) -> str:
    questions.confirm(link.item, by=link.person)
    return _("Noted: %(key)s worked.") % {"key": link.item.key}


def _move_due(link: Link, values: dict[str, Any]) -> str:
    link.item.move_due(values["due_on"], by=link.person, reason=values["reason"])
    return _("The date of %(key)s was moved.") % {"key": link.item.key}


def _snooze(link: Link, values: dict[str, Any]) -> str:
    link.item.snooze(link.person, until=values["until"])
    return _("You will not hear of %(key)s before that day.") % {"key": link.item.key}


def _form_of(link: Link, data: Any) -> forms.Form:
    if link.deed == "move_due":
        return DueForm(data, item=link.item)
    if link.deed == "snooze":
        return SnoozeForm(data, auto_id="id_%s")
    if link.deed in ("give_up", "reopen"):
        form = ReasonForm(data)
        form.fields["reason"].label = str(VERBS[link.deed].question)
        return form
    return forms.Form(data)


DEEDS: dict[str, Callable[[Link, dict[str, Any]], str]] = {
    "finish": _finish,
    "move_due": _move_due,
    "give_up": _give_up,
    "snooze": _snooze,
    "confirm": _confirm,
    "reopen": _reopen,
}


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_mail(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = read(token)
    except LinkRefused as refusal:
        return render(request, "actions/from_mail_gone.html", {"why": str(refusal)}, status=410)
    with timezone.override(link.person.zone):
        form = _form_of(link, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return _do(request, link, form)
        return _page(request, link, form)


def _do(request: HttpRequest, link: Link, form: forms.Form) -> HttpResponse:
    try:
        with transaction.atomic():
            spend(link)
            done = DEEDS[link.deed](link, form.cleaned_data)
    except MoveNotAllowed as refusal:
        return _page(request, link, form, blockers=refusal.blockers)
    return render(request, "actions/from_mail_done.html", {"done": done, "item": link.item})


def _page(request: HttpRequest, link: Link, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"item": link.item, "person": link.person, "label": LABELS[link.deed], "form": form, **more}
    status = 409 if more else (422 if form.is_bound else 200)
    return render(request, "actions/from_mail.html", context, status=status)
