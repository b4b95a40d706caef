"""The application's own settings, and a kind of document for the tests."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.collab.kind.apps.KindConfig"]
