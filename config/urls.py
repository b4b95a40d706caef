"""The URL map: a table of contents."""

from django.conf import settings
from django.urls import include, path

from core import health
from core.metrics import metrics

urlpatterns = [
    path("", include("home.urls")),
    path("", include("incidents.urls")),
    path("", include("postmortems.urls")),
    path("", include("publishing.urls")),
    path("", include("publishing.statements.urls")),
    path(f"{settings.PUBLIC_PATH}/", include("publishing.public.urls")),
    path("", include("actions.urls")),
    path("", include("meetings.urls")),
    path("import/", include("integrations.importer.urls")),
    path("", include("integrations.trackers.urls")),
    path("api/v1/", include("api.urls")),
    path("", include("notifications.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("accounts.sign_in")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
