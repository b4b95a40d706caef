"""What is added in the room in one line, without leaving the step: who may, and what it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from actions.forms import QuickForm
from actions.models import ActionItem
from actions.permissions import can_propose
from meetings import running
from meetings.forms import FactorLineForm, LineForm, OutcomeLineForm
from meetings.models import ReviewMeeting
from meetings.permissions import can_run, can_take_part
from postmortems.forms.factor import new_factor
from postmortems.permissions import can_write


def _park(meeting: ReviewMeeting, given: dict[str, Any], by: User) -> None:
    running.park(meeting, given["text"], by=by)


def _propose(meeting: ReviewMeeting, given: dict[str, Any], by: User) -> None:
    """An action item, as proposed: it is decided after the meeting."""
    item = ActionItem(postmortem=meeting.postmortem, created_by=by)
    quick = QuickForm({"title": given["text"], "priority": "P3"}, instance=item)
    if quick.is_valid():
        quick.save()
        running.changed(meeting)
    else:
        raise Refused(next(iter(quick.errors.values()))[0])


def _name_factor(meeting: ReviewMeeting, given: dict[str, Any], _by: User) -> None:
    factor = new_factor(meeting.postmortem)
    factor.statement, factor.kind = given["text"], given["kind"]
    factor.save()
    running.changed(meeting)


def _take_away(_meeting: ReviewMeeting, given: dict[str, Any], _by: User) -> None:
    running.take_away(given["step"], given["text"])


class Refused(Exception):
    """Not added; the sentence says why."""


@dataclass(frozen=True)
class Kind:
    """``may``: "" for who may add it, else why this person may not. ``choice``: a field beside the line."""

    label: StrOrPromise
    icon: str
    form: type[LineForm]
    may: Callable[[User, ReviewMeeting], str]
    add: Callable[[ReviewMeeting, dict[str, Any], User], None]
    choice: str = ""


def _everybody(user: User, meeting: ReviewMeeting) -> str:
    return "" if can_take_part(user, meeting) else _now("You only read here.")


def _who_runs_it(user: User, meeting: ReviewMeeting) -> str:
    return "" if can_run(user, meeting) else _now("Those who run the meeting write down what comes of a step.")


def _who_proposes(user: User, meeting: ReviewMeeting) -> str:
    return "" if can_propose(user, meeting.postmortem) else _now("You cannot propose actions for this postmortem.")


def _who_writes(user: User, meeting: ReviewMeeting) -> str:
    if not can_write(user, meeting.postmortem):
        return _now("Factors are added by those who write this postmortem.")
    if not meeting.postmortem.is_editable:
        return _now("The postmortem is not open for writing. Open a new revision of it, or put this into the notes.")
    return ""


KINDS: dict[str, Kind] = {
    "outcome": Kind(_("What comes of this step"), "signpost-split", OutcomeLineForm, _who_runs_it, _take_away, "step"),
    "park": Kind(_("Park an idea for a fix"), "p-circle", LineForm, _everybody, _park),
    "propose": Kind(_("Propose an action"), "check2-square", LineForm, _who_proposes, _propose),
    "factor": Kind(_("Name a contributing factor"), "diagram-2", FactorLineForm, _who_writes, _name_factor, "kind"),
}


@dataclass(frozen=True)
class Line:
    """One of ``KINDS`` on the page, empty or as it was refused."""

    name: str
    kind: Kind
    form: LineForm
    url: str

    @property
    def choice(self) -> Any:
        """The field beside the line, if it has one."""
        return self.form[self.kind.choice] if self.kind.choice else None


def lines_for(user: User, meeting: ReviewMeeting) -> list[Line]:
    """Those that ``user`` may add."""
    return [
        line_of(name, meeting, kind.form(meeting=meeting))
        for name, kind in KINDS.items()
        if not kind.may(user, meeting)
    ]


def line_of(name: str, meeting: ReviewMeeting, form: LineForm) -> Line:
    return Line(name, KINDS[name], form, reverse("meetings:add", args=[meeting.pk, name]))


def add(meeting: ReviewMeeting, name: str, form: LineForm, *, by: User) -> bool:
    """Add what ``form`` holds; what stands in the way becomes its error. Returns whether it was added."""
    kind = KINDS[name]
    if why := kind.may(by, meeting):
        form.add_error(None, why)
    if form.is_valid():
        try:
            kind.add(meeting, form.cleaned_data, by)
        except Refused as refused:
            form.add_error(None, str(refused))
    return form.is_valid()
