"""The catalogue, and under the real names of the frame's links nothing but the catalogue again."""

from django.urls import include, path

from tests.design.views import catalogue

NAMES = {
    "home": ["home"],
    "incidents": ["list", "create"],
    "postmortems": ["list"],
    "actions": ["list"],
    "imports": ["upload"],
    "notifications": ["inbox"],
    "accounts": ["people", "profile"],
}

urlpatterns = [
    path("design/", catalogue),
    path("sign-out/", catalogue, name="account_logout"),
    *(
        path(f"{app}/", include(([path(f"{name}/", catalogue, name=name) for name in names], app), namespace=app))
        for app, names in NAMES.items()
    ),
]
