"""Below a published postmortem: what readers take from it, who cites it, and for its owner how much it is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from core.flash import tell
from postmortems.access import get_postmortem_for
from postmortems.models import Postmortem
from postmortems.permissions import can_move
from publishing.models import Citation, Learned, LibraryEntry
from publishing.readership.readers import learned_from, readership


@require_safe
def readers(request: HttpRequest, number: int) -> HttpResponse:
    """A part of the reading view; without JavaScript a page of its own."""
    return _page(request, get_postmortem_for(current_user(request), number))


@require_POST
def learn(request: HttpRequest, number: int) -> HttpResponse:
    """I learned something, and perhaps what; said again it replaces what was said."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    if postmortem.published_revision_id:
        length = Learned._meta.get_field("sentence").max_length
        sentence = " ".join(request.POST.get("sentence", "").split())[:length]
        Learned.objects.update_or_create(postmortem=postmortem, reader=user, defaults={"sentence": sentence})
    return _answer(request, postmortem)


@require_POST
def unlearn(request: HttpRequest, number: int) -> HttpResponse:
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    Learned.objects.filter(postmortem=postmortem, reader=user).delete()
    return _answer(request, postmortem)


def _answer(request: HttpRequest, postmortem: Postmortem) -> HttpResponse:
    if getattr(request, "htmx", False):
        return _page(request, postmortem)
    tell(request, _("Saved."))
    return redirect(f"{reverse('publishing:readers', args=[postmortem.key])}#readers")


def _page(request: HttpRequest, postmortem: Postmortem) -> HttpResponse:
    user = current_user(request)
    citing = Citation.objects.visible_to(user).filter(cited=postmortem).values("citing")
    count, sentences = learned_from(postmortem)
    context = {
        "postmortem": postmortem,
        "citing": LibraryEntry.objects.visible_to(user).filter(postmortem__in=citing).newest().for_rows(),
        "count": count,
        "sentences": sentences,
        "mine": Learned.objects.filter(postmortem=postmortem, reader=user).first(),
        "longest": Learned._meta.get_field("sentence").max_length,
        "readership": readership(postmortem) if can_move(user, postmortem) else None,
    }
    alone = getattr(request, "htmx", False)
    return render(request, "publishing/_readers.html" if alone else "publishing/readers.html", context)
