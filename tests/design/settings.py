"""The application's settings with the catalogue of components as its only page and an invented reader.

DJANGO_SETTINGS_MODULE=tests.design.settings .venv/bin/python manage.py runserver 8123
"""

import os

os.environ["DEBUG"] = "true"

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, TEMPLATES

DEBUG = True
ROOT_URLCONF = "tests.design.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "tests" / "design" / "templates"]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "tests.design.views.unread",
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
