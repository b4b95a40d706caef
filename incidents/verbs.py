"""The moves of an incident as the page offers them: the next state first, the others in a menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.lifecycle import Blocker
from incidents.models import Incident, State

LABELS: dict[str, StrOrPromise] = {
    "mitigate": _("Mark mitigated"),
    "resolve": _("Mark resolved"),
    "close": _("Close"),
    "reopen": _("Reopen"),
    "revisit": _("Take up again"),
    "cancel": _("Cancel incident"),
}
QUESTIONS: dict[str, StrOrPromise] = {
    "reopen": _("What came up?"),
    "revisit": _("What is there to look at again?"),
}
NEXT = {State.OPEN: "mitigate", State.MITIGATED: "resolve", State.RESOLVED: "close"}
DONE: dict[str, StrOrPromise] = {
    "mitigate": _("%(key)s is mitigated."),
    "resolve": _("%(key)s is resolved."),
    "close": _("%(key)s is closed."),
    "reopen": _("%(key)s is open again."),
    "revisit": _("%(key)s is taken up again."),
    "cancel": _("%(key)s is cancelled."),
}
PAST: dict[str, StrOrPromise] = {
    "mitigate": _("marked it mitigated"),
    "resolve": _("marked it resolved"),
    "close": _("closed it"),
    "reopen": _("reopened it"),
    "revisit": _("took it up again"),
    "cancel": _("cancelled it"),
    "merge": _("merged it into another"),
    "unmerge": _("took the merge back"),
}


@dataclass(frozen=True)
class Verb:
    """One move. ``form`` asks what it needs first (a time, a reason); None where it needs nothing."""

    name: str
    label: StrOrPromise
    url: str
    form: Any = None
    question: StrOrPromise = ""


@dataclass(frozen=True)
class Verbs:
    """``blockers`` stand in the way of the next move; ``write_url`` leads to the postmortem that is asked for."""

    primary: Verb | None
    others: list[Verb]
    blockers: list[Blocker]
    write_url: str = ""
    merge_url: str = ""

    @property
    def wrong(self) -> bool:
        """Whether what one of the others asks for has to be looked at."""
        return any(verb.form is not None and verb.form.errors for verb in self.others)


def verbs_of(incident: Incident, forms: Mapping[str, Any], user: User) -> Verbs:
    """What ``user`` may do next with ``incident``; ``forms`` by verb, for those that ask for something."""
    primary = NEXT.get(State(incident.state))
    others = [verb for verb in incident.possible_moves() if verb in LABELS and verb != primary]
    blockers = incident.blockers(primary, by=user) if primary == "close" else []
    return Verbs(
        primary=None if blockers or primary is None else _verb(incident, primary, forms),
        others=[_verb(incident, verb, forms) for verb in others],
        blockers=blockers,
        merge_url=reverse("incidents:merge", args=[incident.key]) if "merge" in incident.possible_moves() else "",
        write_url=next((blocker.url for blocker in blockers if blocker.code == "postmortem-missing"), ""),
    )


def _verb(incident: Incident, name: str, forms: Mapping[str, Any]) -> Verb:
    url = reverse(f"incidents:{name}", args=[incident.key])
    return Verb(name, LABELS[name], url, forms.get(name), QUESTIONS.get(name, ""))
