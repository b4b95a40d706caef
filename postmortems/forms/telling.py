"""Which incidents a postmortem tells of: keys as people write them, of incidents they may write in."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from incidents.models import Incident
from incidents.permissions import can_write

KEY = re.compile(r"(?:INC-?)?([1-9][0-9]{0,17})", re.IGNORECASE)
APART = re.compile(r"[\s,;]+")


class IncidentsField(forms.CharField):
    """``INC-42, INC-43``: the numbers, in the order in which they were written, each once."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Keys, apart by commas: INC-42, INC-43."))
        options.setdefault("error_messages", {"required": gettext_lazy("Name at least one incident.")})
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        words = [word for word in APART.split(super().clean(value)) if word]
        wrong = [word for word in words if not KEY.fullmatch(word)]
        if wrong:
            message = _("“%(word)s” is no key of an incident. Keys look like INC-42.")
            raise ValidationError(message, params={"word": wrong[0]})
        return list(dict.fromkeys(int(KEY.fullmatch(word)[1]) for word in words))  # type: ignore[index]


def told_incidents(numbers: list[int], user: User, *, already: Collection[Incident] = ()) -> list[Incident]:
    """The incidents with these numbers, in this order. Raises ``ValidationError`` for those ``user`` may not write in.

    What the postmortem tells of ``already`` may stay, whoever edits it.
    """
    found = {
        incident.pk: incident
        for incident in Incident.objects.visible_to(user)
        .filter(pk__in=numbers)
        .select_related("severity", "team")
        .prefetch_related("restricted_to")
    }
    stay = {incident.pk for incident in already}
    for number in numbers:
        key = {"key": f"{Incident.KEY_PREFIX}-{number}"}
        if number not in found:
            raise ValidationError(_("%(key)s is not here, or not yours to see."), params=key)
        if number not in stay and not can_write(user, found[number]):
            raise ValidationError(_("%(key)s belongs to a team that you are not on."), params=key)
    return [found[number] for number in numbers]
