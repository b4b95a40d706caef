"""The page of one item, and the forms that write its words."""

from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.models import User
from actions.access import get_action_for
from actions.forms import AcceptForm, AssignForm, DueForm, ItemForm, SnoozeForm
from actions.models import ActionItem, Snooze
from actions.models.item import State
from actions.permissions import abilities, can_propose
from actions.verbs import offers
from actions.wording import hints
from core.flash import tell
from core.keys import KEY
from notifications import outbox
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number)
    outbox.seen(user, item)
    return show(request, item)


def show(request: HttpRequest, item: ActionItem, *, refused: dict[str, BaseForm] | None = None) -> HttpResponse:
    """The page; ``refused`` holds the forms that were sent and not accepted, by their verb: they come back open."""
    user = current_user(request)
    may = abilities(user, item)
    following, others = offers(item, user) if may["move"] else (None, [])
    context = {
        "item": item,
        "may": may,
        "following": following,
        "others": others,
        "refused": refused or {},
        "history": history(item),
        "asleep_until": Snooze.asleep_until(item, timezone.localdate()),
        "hints": hints(item.title, item.done_when) if may["write"] and not item.is_settled else [],
        "questions": item.questions.unanswered().select_related("incident") if item.is_finished else [],
        "pointing": Postmortem.objects.visible_to(user).filter(pointers__item=item),
        "incidents": item.postmortem.incidents.all() if item.postmortem else [],
        **_forms(item, user, may, refused or {}),
    }
    return render(request, "actions/detail.html", context, status=422 if refused else 200)


def _forms(item: ActionItem, user: User, may: dict[str, bool], refused: dict[str, BaseForm]) -> dict[str, Any]:
    """The forms that the page offers in its present state."""
    if not may["move"]:
        return {}
    if item.state == State.PROPOSED:
        return {"accept_form": refused.get("accept") or AcceptForm(item=item)}
    if not item.is_unfinished:
        return {}
    forms: dict[str, Any] = {
        "due_form": refused.get("move_due") or DueForm(item=item),
        "assign_form": refused.get("assign") or AssignForm(item=item),
    }
    if may["snooze"]:
        forms["snooze_form"] = refused.get("snooze") or SnoozeForm()
    return forms


def history(item: ActionItem) -> list[dict[str, Any]]:
    """Moves, changes of the due date and of the owner in one row, the newest first."""
    moves = ({"at": move.at, "move": move, "by": move.by} for move in item.moves.select_related("by"))
    slips = ({"at": slip.at, "slip": slip, "by": slip.by} for slip in item.due_changes.select_related("by"))
    changes = item.owner_changes.select_related("by", "now")
    hands = ({"at": change.at, "hand": change, "by": change.by or change.now} for change in changes)
    return sorted(chain(moves, slips, hands), key=lambda entry: entry["at"], reverse=True)


@form_methods
def create(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    postmortem = _postmortem_in(request, user)
    item = ActionItem(postmortem=postmortem, created_by=user)
    form = ItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if "accept" in request.POST and abilities(user, item)["move"]:
                item.accept(by=user)
        tell(request, _("%(key)s was added.") % {"key": item.key})
        return redirect(item)
    context = {"form": form, "postmortem": postmortem}
    may_agree = abilities(user, item)["move"]
    return render(
        request, "actions/create.html", {**context, "may_agree": may_agree}, status=422 if form.is_bound else 200
    )


def _postmortem_in(request: HttpRequest, user: User) -> Postmortem | None:
    """The postmortem that the address names, if any and if ``user`` may propose items there."""
    key = KEY.fullmatch(request.GET.get("postmortem", "").strip().upper())
    postmortem = get_postmortem_for(user, int(key[2])) if key and key[1] == "PM" else None
    if not can_propose(user, postmortem):
        raise PermissionDenied
    return postmortem


@form_methods
def edit(request: HttpRequest, number: int) -> HttpResponse:
    item = get_action_for(current_user(request), number, ability="write")
    form = ItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        form.save()
        tell(request, _("Saved."))
        return redirect(item)
    context = {"form": form, "item": item}
    return render(request, "actions/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def due_preset(request: HttpRequest) -> HttpResponse:
    """The due date's field for another priority; a date that somebody typed stays."""
    user = current_user(request)
    postmortem = _postmortem_in(request, user)
    form = ItemForm(instance=ActionItem(postmortem=postmortem, created_by=user))
    priority = request.GET.get("priority", "")
    preset = form.policy_due(priority) if priority in ActionItem.Priority.values else None
    typed = request.GET.get("due_on", "")
    is_own = typed not in ("", request.GET.get("preset", ""))
    form.initial["due_on"], form.initial["preset"] = typed if is_own else preset, preset
    return render(request, "actions/_due_field.html", {"form": form})
