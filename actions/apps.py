from importlib import import_module

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        import_module("actions.closing")  # guards register themselves when their module loads
        import_module("actions.reminders")  # so do kinds of news
        import_module("actions.live_pages")  # so do listeners
        import_module("actions.mentions")  # says where ACT-103 leads, for whatever text it stands in
        import_module("actions.article")  # and so do parts of a postmortem's article
        import_module("actions.content")  # and of what reviewers approve
        import_module("actions.columns")  # and lists whose views can be saved
        import_module("actions.factors")  # what answers each factor
        import_module("actions.questions")  # hears of the answers
        import_module("actions.palette")  # and what can be jumped to
        import_module("actions.holdings")  # what can be handed over to somebody else, and how
        import_module("actions.asking")  # whom a request for access to ACT-103 is put to
