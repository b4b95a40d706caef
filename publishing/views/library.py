"""The library: what the organisation has learned, to read and to search."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from postmortems.access import get_postmortem_for
from publishing.library.filters import LibraryFilter
from publishing.library.similar import similar
from publishing.library.words import marked, terms_of, with_extracts
from publishing.models import LibraryEntry

PAGE = 20


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Every published postmortem that the reader may see, the newest first; ``?q=`` the best match first."""
    visible = LibraryEntry.objects.visible_to(current_user(request))
    chosen = LibraryFilter(request.GET, queryset=visible.newest(), request=request)
    wrong = not chosen.form.is_valid()
    wish = "" if wrong else chosen.form.cleaned_data["q"]
    rows = with_extracts(chosen.qs, wish) if terms_of(wish) else chosen.qs
    page = Paginator(rows.for_rows(), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "page": page,
        "rows": [(entry, marked(getattr(entry, "extract", ""))) for entry in page],
        "wish": wish,
        "none_at_all": not page.paginator.count and not visible.exists(),
    }
    return render(request, "publishing/library.html", context, status=422 if wrong else 200)


@require_GET
def similar_to(request: HttpRequest, number: int) -> HttpResponse:
    """A part of the reading view: what else was learned about the same things."""
    user = current_user(request)
    found = similar(get_postmortem_for(user, number), reader=user)
    return render(request, "publishing/_similar.html", {"similar": found})
