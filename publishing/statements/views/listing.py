"""All statements, the most pressing first; and how the public site looks."""

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user, require_admin
from core.flash import tell
from publishing.models import PublicSite, Statement
from publishing.models.statement import OPEN, State
from publishing.statements.forms import SiteForm

A_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``?state=live`` and so on."""
    rows = Statement.objects.visible_to(current_user(request)).for_rows()
    chosen = request.GET.get("state", "")
    if chosen in State.values:
        rows = rows.filter(state=chosen)
    first = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = Paginator(rows.order_by(first, F("due_on").asc(nulls_last=True), "-pk"), A_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "chosen": chosen, "states": State.choices}
    return render(request, "statements/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    form = SiteForm(request.POST if request.method == "POST" else None, instance=PublicSite.get())
    if form.is_bound and form.is_valid():
        form.save()
        tell(request, _("Saved."))
        return redirect("statements:site")
    return render(request, "statements/site.html", {"form": form}, status=422 if form.is_bound else 200)
