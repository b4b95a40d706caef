"""A kind of document for the tests."""

from importlib import import_module

from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "tests.collab.kind"
    label = "collab_kind"

    def ready(self) -> None:
        # A document holds 16 MB, and the kernel 4 MB for each socket: with 5 MB a reader can be too slow.
        vars(import_module("collab.rooms"))["MOST_BUFFERED"] = 5 * 1024 * 1024
        import_module("tests.collab.kind.rules")
