from importlib import import_module

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        # Every tracker that has a folder registers itself; so do kinds of news.
        import_module("integrations.trackers.kinds").load()
        import_module("integrations.trackers.effects")
        # Says what can be jumped to.
        import_module("integrations.importer.palette")
        import_module("integrations.trackers.palette")
