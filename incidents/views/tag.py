"""Tags, for admins: renamed, merged, deleted. They come into being on incidents."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user, require_admin
from core.flash import tell
from incidents.catalogue import with_counts
from incidents.forms.catalogue import MergeTagForm, TagForm
from incidents.models import Tag

PAGE = 50


@require_GET
def tags(request: HttpRequest) -> HttpResponse:
    """``?q=`` narrows to those whose name holds it."""
    user = current_user(request)
    require_admin(user)
    wish = request.GET.get("q", "").strip()
    found = with_counts(Tag.objects.filter(name__icontains=wish), user)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "incidents/tags.html", {"page": page, "wish": wish})


def _get(request: HttpRequest, name: str) -> Tag:
    require_admin(current_user(request))
    return get_object_or_404(Tag, name=name)


@require_GET
def tag(request: HttpRequest, name: str) -> HttpResponse:
    return _page(request, _get(request, name))


def _page(request: HttpRequest, which: Tag, **refused: TagForm | MergeTagForm) -> HttpResponse:
    context = {
        "tag": which,
        "uses": which.incidents.count(),
        "form": TagForm(tag=which),
        "merge_form": MergeTagForm(tag=which),
        **refused,
    }
    return render(request, "incidents/tag.html", context, status=422 if refused else 200)


@require_POST
def rename(request: HttpRequest, name: str) -> HttpResponse:
    which = _get(request, name)
    form = TagForm(request.POST, tag=which)
    if not form.is_valid():
        return _page(request, which, form=form)
    form.save()
    tell(request, _("The tag is called %(name)s now.") % {"name": which.name})
    return redirect("incidents:tags")


@require_POST
def merge(request: HttpRequest, name: str) -> HttpResponse:
    which = _get(request, name)
    form = MergeTagForm(request.POST, tag=which)
    if not form.is_valid():
        return _page(request, which, merge_form=form)
    into = form.cleaned_data["into"]
    moved = which.merge_into(into)
    words = ngettext(
        "%(name)s is part of %(into)s now: %(n)d incident.", "%(name)s is part of %(into)s now: %(n)d incidents.", moved
    )
    tell(request, words % {"name": name, "into": into.name, "n": moved})
    return redirect("incidents:tags")


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    _get(request, name).delete()
    tell(request, _("The tag %(name)s is deleted.") % {"name": name})
    return redirect("incidents:tags")
