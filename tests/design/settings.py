"""The application's settings with the catalogue of components as its only page and an invented reader.

    DJANGO_SETTINGS_MODULE=tests.design.settings .venv/bin/python manage.py runserver 8123

Then open /design/?show=components, or one of the other names in ``tests.design.views.PAGES``.
"""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR

DEBUG = True
SERVESTATIC_AUTOREFRESH = True
ROOT_URLCONF = "tests.design.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "tests" / "design" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tests.design.views.unread",
            ],
            "builtins": ["django.templatetags.i18n", "core.templatetags.ui"],
        },
    }
]
MIDDLEWARE = [
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tests.design.views.InventedReader",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
TIME_ZONE = "Europe/Berlin"
