"""The comments of a postmortem: threads about words of the text, or about all of it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accounts.access import current_user
from accounts.models import User
from api.problems import wrong_field
from api.requests import ApiRequest
from api.shapes.threads import BlockingIn, CommentIn, ThreadIn, ThreadOut
from api.values import Number, PostmortemKey, number_of
from postmortems import comments
from postmortems.access import get_postmortem_for
from postmortems.comments import Passage
from postmortems.conversations import talks_of
from postmortems.models import CommentThread, Postmortem
from postmortems.passages import anchored
from postmortems.permissions import can_settle

router = Router(tags=["postmortems"])


@router.get("/{key}/threads", response=list[ThreadOut])
def list_threads(request: ApiRequest, key: PostmortemKey) -> list[ThreadOut]:
    """Every thread, in the order of the text."""
    user = current_user(request)
    return [ThreadOut.of(talk) for talk in talks_of(get_postmortem_for(user, number_of(key)), user)]


@router.post("/{key}/threads", response={201: ThreadOut})
def open_thread(request: ApiRequest, response: HttpResponse, key: PostmortemKey, thread: ThreadIn) -> Status[ThreadOut]:
    """Begin a conversation about words of a section, a section, or all of it."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number_of(key), ability="comment")
    if thread.section and not postmortem.sections.filter(key=thread.section).exists():
        raise wrong_field("section", "There is no such section.", "unknown-section")
    about = anchored(postmortem, Passage(thread.section or "", thread.quote))
    made = comments.open_thread(postmortem, by=user, text=thread.text, about=about, blocking=thread.blocking)
    response.headers["Location"] = f"{request.path}/{made.pk}"
    return Status(201, _shown(made, user))


@router.get("/{key}/threads/{id}", response=ThreadOut)
def read_thread(request: ApiRequest, key: PostmortemKey, id: Number) -> ThreadOut:
    """One thread with what was said in it."""
    user = current_user(request)
    return _shown(_thread(get_postmortem_for(user, number_of(key)), id), user)


@router.post("/{key}/threads/{id}/replies", response={201: ThreadOut})
def reply(request: ApiRequest, key: PostmortemKey, id: Number, comment: CommentIn) -> Status[ThreadOut]:
    """Answer in a thread."""
    user = current_user(request)
    found = _thread(get_postmortem_for(user, number_of(key), ability="comment"), id)
    comments.reply(found, by=user, text=comment.text)
    return Status(201, _shown(found, user))


@router.post("/{key}/threads/{id}/resolve", response=ThreadOut)
def resolve(request: ApiRequest, key: PostmortemKey, id: Number) -> ThreadOut:
    """It is answered."""
    found = _to_settle(request, key, id)
    comments.resolve(found, by=current_user(request))
    return _shown(found, current_user(request))


@router.post("/{key}/threads/{id}/reopen", response=ThreadOut)
def reopen(request: ApiRequest, key: PostmortemKey, id: Number) -> ThreadOut:
    """It is a question again."""
    found = _to_settle(request, key, id)
    comments.reopen(found, by=current_user(request))
    return _shown(found, current_user(request))


@router.put("/{key}/threads/{id}/blocking", response=ThreadOut)
def set_blocking(request: ApiRequest, key: PostmortemKey, id: Number, wish: BlockingIn) -> ThreadOut:
    """Whether it has to be resolved before the postmortem is approved or published."""
    found = _to_settle(request, key, id)
    comments.set_blocking(found, wish.blocking, by=current_user(request))
    return _shown(found, current_user(request))


def _to_settle(request: ApiRequest, key: str, number: int) -> CommentThread:
    user = current_user(request)
    found = _thread(get_postmortem_for(user, number_of(key), ability="comment"), number)
    if not can_settle(user, found):
        raise PermissionDenied
    return found


def _thread(postmortem: Postmortem, number: int) -> CommentThread:
    found: CommentThread = get_object_or_404(postmortem.threads.present(), pk=number)
    found.postmortem = postmortem
    return found


def _shown(thread: CommentThread, user: User) -> ThreadOut:
    return next(ThreadOut.of(talk) for talk in talks_of(thread.postmortem, user) if talk.thread.pk == thread.pk)
