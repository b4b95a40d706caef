"""A kind of document for the tests."""

from importlib import import_module

from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "tests.collab.kind"
    label = "collab_kind"

    def ready(self) -> None:
        import_module("tests.collab.kind.rules")
