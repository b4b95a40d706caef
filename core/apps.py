from django.apps import AppConfig
from django.urls import register_converter

from core.converters import ActionKey, IncidentKey, PostmortemKey


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register_converter(IncidentKey, "inc")
        register_converter(PostmortemKey, "pm")
        register_converter(ActionKey, "act")
