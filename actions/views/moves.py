"""One path per verb, POST only: fetch and authorise, validate, one call to the domain, answer.

What only the domain knows to refuse (``MoveNotAllowed``) is answered by ``core.refusals``.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from actions import questions
from actions.access import get_action_for
from actions.forms import AcceptForm, AssignForm, DueForm, ReasonForm, SnoozeForm
from actions.models import ActionItem, Snooze
from actions.permissions import can_move
from actions.undo import undo as take_back
from actions.undo import way_back
from actions.verbs import VERBS
from actions.views.pages import show
from core.back import back
from core.flash import tell

View = Callable[..., HttpResponse]


def plain(verb: str) -> View:
    """The view of a verb that needs nothing but itself."""

    @require_POST
    def view(request: HttpRequest, number: int) -> HttpResponse:
        user = current_user(request)
        item = get_action_for(user, number, ability="move")
        getattr(item, verb)(by=user)
        return answer(request, item, verb)

    return view


def reasoned(verb: str) -> View:
    """The view of a verb that needs a reason in words."""

    @require_POST
    def view(request: HttpRequest, number: int) -> HttpResponse:
        user = current_user(request)
        item = get_action_for(user, number, ability="move")
        form = ReasonForm(request.POST, auto_id=f"{verb}-%s")
        if not form.is_valid():
            return show(request, item, refused={verb: form})
        getattr(item, verb)(by=user, reason=form.cleaned_data["reason"])
        return answer(request, item, verb)

    return view


def answer(request: HttpRequest, item: ActionItem, verb: str) -> HttpResponse:
    """Back to where the button was pressed, with a word about what happened and a way to undo it where there is one."""
    tell(request, str(VERBS[verb].done) % {"key": item.key}, undo=undo_path(request, item))
    return back(request, item.get_absolute_url())


def undo_path(request: HttpRequest, item: ActionItem) -> str:
    """Where to take back what was just done to ``item``; "" where there is no way back, or it is theirs no more."""
    user = current_user(request)
    is_possible = can_move(user, item) and way_back(item, by=user, at=timezone.now())
    return reverse("actions:undo", args=[item.key]) if is_possible else ""


start, unblock, finish = plain("start"), plain("unblock"), plain("finish")
verify, reconsider = plain("verify"), plain("reconsider")
decline, block, reopen, give_up = reasoned("decline"), reasoned("block"), reasoned("reopen"), reasoned("give_up")


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number, ability="move")
    form = AcceptForm(request.POST, item=item)
    if not form.is_valid():
        return show(request, item, refused={"accept": form})
    item.accept(by=user, owner=form.cleaned_data["owner"], due_on=form.cleaned_data["due_on"])
    return answer(request, item, "accept")


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    item = get_action_for(current_user(request), number, ability="move")
    form = AssignForm(request.POST, item=item)
    if not form.is_valid():
        return show(request, item, refused={"assign": form})
    item.assign(form.cleaned_data["owner"], by=current_user(request))
    words = _("%(key)s belongs to %(name)s now.") % {"key": item.key, "name": form.cleaned_data["owner"].name}
    tell(request, words, undo=undo_path(request, item))
    return redirect(item)


@require_POST
def move_due(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number, ability="move")
    form = DueForm(request.POST, item=item)
    if not form.is_valid():
        return show(request, item, refused={"move_due": form})
    item.move_due(form.cleaned_data["due_on"], by=user, reason=form.cleaned_data["reason"])
    tell(request, _("The date of %(key)s was moved.") % {"key": item.key}, undo=undo_path(request, item))
    return redirect(item)


@require_POST
def snooze(request: HttpRequest, number: int) -> HttpResponse:
    """Its owner is not reminded of it for a while; whoever leads is told as ever."""
    user = current_user(request)
    item = get_action_for(user, number, ability="snooze")
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return show(request, item, refused={"snooze": form})
    item.snooze(user, until=form.cleaned_data["until"])
    words = _("You will not hear of %(key)s before that day.") % {"key": item.key}
    tell(request, words, undo=reverse("actions:wake", args=[item.key]))
    return redirect(item)


@require_POST
def wake(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number, ability="snooze")
    Snooze.wake(item, user)
    tell(request, _("You are reminded of %(key)s again.") % {"key": item.key})
    return redirect(item)


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Yes, it worked: the answer to the question that was asked of a done or verified item."""
    user = current_user(request)
    item = get_action_for(user, number, ability="move")
    questions.confirm(item, by=user)
    tell(request, _("Noted: %(key)s worked.") % {"key": item.key})
    return redirect(item)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    item = get_action_for(user, number, ability="move")
    take_back(item, by=user, at=timezone.now())
    tell(request, _("Taken back."))
    return redirect(item)
