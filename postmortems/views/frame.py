"""What every page of a postmortem has in common."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import reselect, reswap, retarget

from accounts.models import User
from postmortems.models import Postmortem
from postmortems.permissions import abilities
from postmortems.verbs import verbs_of

TABS = (
    ("timeline", _("Timeline")),
    ("factors", _("Factors")),
    ("response", _("Response")),
    ("actions", _("Actions")),
    ("comments", _("Comments")),
    ("wording", _("Wording")),
    ("history", _("History")),
)


def frame(postmortem: Postmortem, user: User, **typed: Any) -> dict[str, Any]:
    """What stands above every page of a postmortem: its title, its state, what is missing, its verbs."""
    return {
        "postmortem": postmortem,
        "severity": postmortem.severity(),
        "can": abilities(user, postmortem),
        "verbs": verbs_of(postmortem, user, **typed),
        "tabs": [(part, label, reverse(f"postmortems:{part}", args=[postmortem.key])) for part, label in TABS],
    }


def of_whole_page(page: HttpResponse) -> HttpResponse:
    """An answer that takes the place of the whole page, whatever part of it asked."""
    return reswap(retarget(reselect(page, "#content"), "#content"), "outerHTML")
