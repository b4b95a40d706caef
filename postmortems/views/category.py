"""Factor categories, for admins: the tree by which an organisation groups what it learns."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import current_user, require_admin
from core.flash import tell
from postmortems.forms.category import CategoryForm, MergeCategoryForm
from postmortems.models import FactorCategory


@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    return _tree_page(request)


def _tree_page(request: HttpRequest, form: CategoryForm | None = None) -> HttpResponse:
    below = Prefetch("children", FactorCategory.objects.with_uses())
    context = {
        "roots": FactorCategory.objects.roots().with_uses().prefetch_related(below),
        "form": form or CategoryForm(category=FactorCategory()),
    }
    return render(request, "postmortems/categories.html", context, status=422 if form else 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    form = CategoryForm(request.POST, category=FactorCategory())
    if not form.is_valid():
        return _tree_page(request, form)
    form.save()
    tell(request, _("“%(name)s” added.") % {"name": form.category.name})
    return redirect("postmortems:categories")


def _get(request: HttpRequest, pk: int) -> FactorCategory:
    require_admin(current_user(request))
    return get_object_or_404(FactorCategory.objects.select_related("parent"), pk=pk)


@require_GET
def category(request: HttpRequest, category: int) -> HttpResponse:
    return _page(request, _get(request, category))


def _page(request: HttpRequest, which: FactorCategory, **refused: CategoryForm | MergeCategoryForm) -> HttpResponse:
    context = {
        "category": which,
        "below": list(which.children.all()),
        "weight": which.weight(),
        "form": CategoryForm(category=which),
        "merge_form": MergeCategoryForm(category=which),
        **refused,
    }
    return render(request, "postmortems/category.html", context, status=422 if refused else 200)


@require_POST
def arrange(request: HttpRequest, category: int) -> HttpResponse:
    """Rename it, or put it elsewhere in the tree."""
    which = _get(request, category)
    form = CategoryForm(request.POST, category=which)
    if not form.is_valid():
        return _page(request, which, form=form)
    form.save()
    tell(request, _("“%(name)s” is saved.") % {"name": which.name})
    return redirect("postmortems:categories")


@require_POST
def merge(request: HttpRequest, category: int) -> HttpResponse:
    which = _get(request, category)
    form = MergeCategoryForm(request.POST, category=which)
    if not form.is_valid():
        return _page(request, which, merge_form=form)
    name, into = which.name, form.cleaned_data["into"]
    moved = which.merge_into(into)
    words = ngettext(
        "“%(name)s” is part of “%(into)s” now: %(n)d factor moved.",
        "“%(name)s” is part of “%(into)s” now: %(n)d factors moved.",
        moved,
    )
    tell(request, words % {"name": name, "into": into.name, "n": moved})
    return redirect("postmortems:categories")


@require_POST
def remove(request: HttpRequest, category: int) -> HttpResponse:
    which = _get(request, category)
    name, parent = which.name, which.parent
    moved = which.remove()
    tell(request, _removed(name, parent, moved))
    return redirect("postmortems:categories")


def _removed(name: str, parent: FactorCategory | None, moved: int) -> str:
    if not moved:
        return _("“%(name)s” is deleted.") % {"name": name}
    if parent:
        words = ngettext(
            "“%(name)s” is deleted: %(n)d factor went to “%(parent)s”.",
            "“%(name)s” is deleted: %(n)d factors went to “%(parent)s”.",
            moved,
        )
        return words % {"name": name, "n": moved, "parent": parent.name}
    words = ngettext(
        "“%(name)s” is deleted: %(n)d factor has no category now.",
        "“%(name)s” is deleted: %(n)d factors have no category now.",
        moved,
    )
    return words % {"name": name, "n": moved}
