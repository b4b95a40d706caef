"""Words of action items for templates: ``{% load actions %}``."""

from collections.abc import Iterable, Mapping

from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

from actions.models import ActionMove
from actions.verbs import Offer
from actions.words import moved_words

register = template.Library()
register.filter("moved_words", moved_words)


@register.filter
def move_words(move: ActionMove) -> str:
    """What somebody did, as the continuation of their name."""
    words = {
        "accept": _("agreed to it"),
        "decline": _("declined it"),
        "start": _("started"),
        "block": _("marked it as blocked"),
        "unblock": _("said it is no longer blocked"),
        "finish": _("finished it"),
        "verify": _("saw that it worked"),
        "reopen": _("opened it again"),
        "give_up": _("decided not to do it"),
        "reconsider": _("proposed it again"),
    }
    return words.get(move.verb, move.verb)


@register.filter
def of_verb(refused: Mapping[str, BaseForm], verb: str) -> BaseForm | None:
    """The form of ``verb`` that was sent and not accepted, if any."""
    return refused.get(verb)


@register.filter
def any_refused(offers: Iterable[Offer], refused: Mapping[str, BaseForm]) -> bool:
    return any(offer.name in refused for offer in offers)
