from importlib import import_module

from django.apps import AppConfig


class PostmortemsConfig(AppConfig):
    name = "postmortems"

    def ready(self) -> None:
        # Guards register themselves when their modules load.
        import_module("postmortems.closing")
        import_module("postmortems.merging")
        import_module("postmortems.review")
        import_module("postmortems.comments")  # and kinds of news
        # Adds its part to the article.
        import_module("postmortems.evidence")
        # Says who may write in the live text, and tells open pages what has changed beside it.
        import_module("postmortems.live_pages")
        # Kinds of news register themselves.
        import_module("postmortems.reminders")
        import_module("postmortems.waiving")
        # Says where PM-17 leads, for whatever text it stands in.
        import_module("postmortems.mentions")
        # What live blocks in the text show.
        import_module("postmortems.live")
        # Says that views of the list can be saved.
        import_module("postmortems.columns")
        # Says what can be jumped to.
        import_module("postmortems.palette")
        # What can be handed over to somebody else, and how.
        import_module("postmortems.holdings")
        # Whom a request for access to PM-17 is put to.
        import_module("postmortems.asking")
