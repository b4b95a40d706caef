"""Comments beside the text: as a page, as a part of the workspace, and as data for the editor."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from core.back import back
from core.flash import tell
from postmortems import comments as door
from postmortems.access import get_postmortem_for
from postmortems.conversations import comments_context, talks_of
from postmortems.forms.comment import CommentForm, ThreadForm
from postmortems.models import Comment, CommentThread, Postmortem
from postmortems.passages import anchored
from postmortems.permissions import can_settle
from postmortems.views.frame import frame
from postmortems.views.thread_data import data_of


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, number: int) -> HttpResponse:
    """All of them; a POST opens a thread."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="comment" if request.method == "POST" else "")
    if request.method == "GET":
        door.seen(postmortem, user)
        return _page(request, postmortem)
    form = ThreadForm(request.POST, postmortem=postmortem)
    if not form.is_valid():
        return _page(request, postmortem, form=form)
    thread = _opened(postmortem, form, request)
    return _to(request, thread)


def _opened(postmortem: Postmortem, form: ThreadForm, request: HttpRequest) -> CommentThread:
    given = form.cleaned_data
    return door.open_thread(
        postmortem,
        by=current_user(request),
        text=given["text"],
        about=anchored(postmortem, form.passage()),
        blocking=given["blocking"],
    )


def _page(request: HttpRequest, postmortem: Postmortem, **refused: Any) -> HttpResponse:
    """``form``: a refused new thread; ``answer`` and ``at``: a refused answer and its thread."""
    user = current_user(request)
    context = {**frame(postmortem, user), "part": "comments", **comments_context(postmortem, user), **refused}
    return render(request, "postmortems/part.html", context, status=422 if refused else 200)


def _to(request: HttpRequest, thread: CommentThread) -> HttpResponse:
    answer = back(request, reverse("postmortems:comments", args=[thread.postmortem.key]))
    answer["Location"] = f"{answer['Location'].partition('#')[0]}#thread-{thread.pk}"
    return answer


@require_http_methods(["GET", "POST"])
def threads(request: HttpRequest, number: int) -> JsonResponse:
    """For the editor: every thread with its passage; a POST opens one."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number, ability="comment" if request.method == "POST" else "")
    if request.method == "GET":
        return JsonResponse({"threads": [data_of(talk) for talk in talks_of(postmortem, user)]})
    form = ThreadForm(request.POST, postmortem=postmortem)
    if not form.is_valid():
        return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)
    thread = _opened(postmortem, form, request)
    told = next(talk for talk in talks_of(postmortem, user) if talk.thread.pk == thread.pk)
    return JsonResponse(data_of(told), status=201)


def _thread_for(request: HttpRequest, number: int, thread: int, *, settle: bool = False) -> CommentThread:
    postmortem = get_postmortem_for(current_user(request), number, ability="comment")
    found: CommentThread = get_object_or_404(postmortem.threads.select_related("postmortem"), pk=thread)
    if settle and not can_settle(current_user(request), found):
        raise PermissionDenied
    return found


@require_POST
def reply(request: HttpRequest, number: int, thread: int) -> HttpResponse:
    found = _thread_for(request, number, thread)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found.postmortem, answer=form, at=found.pk)
    door.reply(found, by=current_user(request), text=form.cleaned_data["text"])
    return _to(request, found)


@require_POST
def resolve(request: HttpRequest, number: int, thread: int) -> HttpResponse:
    found = _thread_for(request, number, thread, settle=True)
    door.resolve(found, by=current_user(request))
    tell(request, _("Resolved."), undo=reverse("postmortems:reopen_thread", args=[found.postmortem.key, found.pk]))
    return _to(request, found)


@require_POST
def reopen(request: HttpRequest, number: int, thread: int) -> HttpResponse:
    found = _thread_for(request, number, thread, settle=True)
    door.reopen(found, by=current_user(request))
    return _to(request, found)


@require_POST
def blocking(request: HttpRequest, number: int, thread: int) -> HttpResponse:
    """``on=1``: it must be resolved before approving; without it, it need not be."""
    found = _thread_for(request, number, thread, settle=True)
    door.set_blocking(found, bool(request.POST.get("on")), by=current_user(request))
    return _to(request, found)


def _own_comment(request: HttpRequest, number: int, comment: int) -> Comment:
    postmortem = get_postmortem_for(current_user(request), number, ability="comment")
    rows = Comment.objects.select_related("thread__postmortem", "author").filter(thread__postmortem=postmortem)
    found: Comment = get_object_or_404(rows, pk=comment)
    if found.author_id != current_user(request).pk:
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """One's own."""
    found = _own_comment(request, number, comment)
    form = CommentForm(request.POST or None, initial={"text": found.text})
    if form.is_bound and form.is_valid():
        door.edit(found, form.cleaned_data["text"])
        return _to(request, found.thread)
    postmortem = get_postmortem_for(current_user(request), number)
    context = {**frame(postmortem, current_user(request)), "form": form, "comment": found}
    return render(request, "postmortems/comment.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    found = _own_comment(request, number, comment)
    door.remove(found)
    undo = reverse("postmortems:restore_comment", args=[found.thread.postmortem.key, found.pk])
    tell(request, _("Comment removed."), undo=undo)
    return _to(request, found.thread)


@require_POST
def restore(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    found = _own_comment(request, number, comment)
    door.restore(found)
    return _to(request, found.thread)
