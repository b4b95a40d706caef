from importlib import import_module

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        import_module("publishing.library.entries")  # listens for publications
        import_module("publishing.statements.text")  # who writes in a statement
        import_module("publishing.statements.releasing")  # guards of its moves
        import_module("publishing.statements.approval")  # and kinds of news
        import_module("publishing.statements.palette")  # what can be jumped to
        import_module("publishing.readership.readers")  # counts readers
        import_module("publishing.digests.sending")  # registers its kinds of news
        import_module("publishing.palette")
