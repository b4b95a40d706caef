"""``GET /metrics``: what Prometheus reads of this process."""

from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

LOOPBACK = ("127.0.0.1", "::1")
OF_A_PROXY = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")


@require_safe
@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """With the token of ``METRICS_TOKEN``; where none is set, from this machine alone. Nothing there for others."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    came_by_proxy = any(name in request.headers for name in OF_A_PROXY)
    return request.META["REMOTE_ADDR"] in LOOPBACK and not came_by_proxy
