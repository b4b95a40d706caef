from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        # Says where INC-42 leads, for whatever text it stands in.
        import_module("incidents.mentions")
        # Says that views of the list can be saved.
        import_module("incidents.columns")
        # Says what can be jumped to.
        import_module("incidents.palette")
        # What can be handed over to somebody else, and how.
        import_module("incidents.holdings")
        # Kinds of news register themselves when their module loads.
        import_module("incidents.asking")
