from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        import_module("meetings.notes")  # who writes in the notes of a meeting
        import_module("meetings.news")  # kinds of news
        import_module("meetings.soaking")  # holds decisions back while people talk
        import_module("meetings.article")  # minutes in a postmortem's article
        import_module("meetings.palette")
