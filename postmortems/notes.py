"""What a higher package says below each contributing factor, for example which actions answer it."""

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString

from accounts.models import User
from postmortems.models import Postmortem

Noter = Callable[[Postmortem, User], Mapping[int, SafeString]]
_noters: list[Noter] = []


def note_factors(noter: Noter) -> Noter:
    """Let ``noter(postmortem, reader)`` give a piece of HTML for factors, by their primary keys."""
    _noters.append(noter)
    return noter


def notes_for(postmortem: Postmortem, reader: User) -> dict[int, list[SafeString]]:
    notes: dict[int, list[SafeString]] = {}
    for noter in _noters:
        for factor, html in noter(postmortem, reader).items():
            notes.setdefault(factor, []).append(html)
    return notes
