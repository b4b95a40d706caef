"""The audit trail, for admins."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import current_user, require_admin
from accounts.audit_export import FORMATS
from accounts.audit_filter import AuditFilter
from accounts.models import AuditEntry
from accounts.models.audit import Verb, record
from core.streams import stream

PER_PAGE = 50


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    require_admin(current_user(request))
    chosen = AuditFilter(request.GET, queryset=AuditEntry.objects.newest_first())
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": chosen.form, "page": page, "query": request.GET.urlencode()}
    return render(request, "accounts/audit.html", context, status=200 if chosen.form.is_valid() else 422)


@require_GET
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Exactly what the list shows with this address, all pages of it; asking for it is on record itself."""
    require_admin(current_user(request))
    if form not in FORMATS:
        raise Http404
    chosen = AuditFilter(request.GET, queryset=AuditEntry.objects.all())
    if not chosen.form.is_valid():
        return redirect(f"{reverse('accounts:audit')}?{request.GET.urlencode()}")
    asked = {name: value for name, value in request.GET.items() if name in chosen.form.fields and value}
    entry = record(Verb.EXPORTED, "audit", after={"format": form, **asked})
    lines, content_type = FORMATS[form]
    name = f"audit-{timezone.localdate()}.{form}"
    return stream(request, lines(chosen.qs.filter(pk__lt=entry.pk)), content_type=content_type, filename=name)
