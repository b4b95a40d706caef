"""Adding to the timeline and mending it."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.forms.times import ReadsTimes, TimeTextField
from incidents.models import Incident, TimelineEvent
from incidents.readings import Frame

KINDS = TimelineEvent.Kind
LONGEST = 20_000  # characters; longer things belong in a file


def _text(**options: Any) -> forms.CharField:
    options = {"label": _("What happened?"), "max_length": LONGEST, **options}
    return forms.CharField(error_messages={"required": _("Say what happened.")}, **options)


class QuickAddForm(ReadsTimes, forms.Form):
    """One event in one line."""

    time = TimeTextField(
        label=_("Time"),
        clock_needed=False,
        widget=forms.TextInput(attrs={"placeholder": "14:05", "class": "num"}),
        error_messages={"required": _("When was it? Write 14:05, yesterday 9:30, or now.")},
    )
    text = _text(widget=forms.Textarea(attrs={"rows": 1, "data-enter-submits": True}))
    kind = forms.ChoiceField(label=_("Kind"), choices=TimelineEvent.Kind, required=False, initial=KINDS.NOTE)

    def __init__(self, data: Any = None, *, incident: Incident, frame: Frame) -> None:
        super().__init__(data, auto_id="add-%s")
        self.incident = incident
        if incident.is_ongoing:
            self.initial["time"] = _("now")
        self.read_times(frame, url=reverse("incidents:reading", args=[incident.key]))

    def save(self, *, by: User) -> TimelineEvent:
        moment = self.cleaned_data["time"]
        event: TimelineEvent = self.incident.events.create(
            occurred_at=moment.at.replace(microsecond=0),
            ended_at=moment.end,
            precision=moment.precision,
            kind=self.cleaned_data["kind"] or KINDS.NOTE,
            text=self.cleaned_data["text"],
            author=by,
        )
        return event


class EventForm(ReadsTimes, forms.Form):
    """An event as it stands, to be mended; what is not touched keeps its exact second."""

    time = TimeTextField(
        label=_("Time"),
        clock_needed=False,
        error_messages={"required": _("When was it? Write 14:05, or 2026-11-03 14:05.")},
    )
    until = TimeTextField(label=_("Until"), required=False, clock_needed=False)
    precision = forms.ChoiceField(label=_("How sure is the time?"), choices=TimelineEvent.Precision)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    text = _text(widget=forms.Textarea)

    PRECISIONS = {
        TimelineEvent.Precision.EXACT: _("Exact"),
        TimelineEvent.Precision.APPROXIMATE: _("Roughly"),
        TimelineEvent.Precision.UNKNOWN: _("Only the day is known"),
    }

    def __init__(self, data: Any = None, *, event: TimelineEvent, frame: Frame) -> None:
        initial = {
            "time": frame.write(event.occurred_at),
            "until": frame.write(event.ended_at) if event.ended_at else "",
            "precision": event.precision,
            "kind": event.kind,
            "text": event.text,
        }
        super().__init__(data, initial=initial, auto_id=f"event-{event.pk}-%s")
        self.event = event
        self.fields["precision"].choices = self.PRECISIONS.items()  # type: ignore[attr-defined]
        self.read_times(frame, url=reverse("incidents:reading", args=[event.incident.key]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "time" in cleaned and "until" in cleaned:
            cleaned["at"], cleaned["end"] = self._span(cleaned["time"], cleaned["until"])
            if cleaned["end"] and cleaned["end"] < cleaned["at"]:
                self.add_error("until", _("It cannot end before it began."))
        return cleaned

    def _span(self, time: Any, until: Any) -> tuple[Any, Any]:
        """When it begins and ends; "14:05–14:20" in the first field says both."""
        at = time.at.replace(microsecond=0) if "time" in self.changed_data else self.event.occurred_at
        if "until" not in self.changed_data:
            return at, time.end or self.event.ended_at
        return at, until.at.replace(microsecond=0) if until else None

    def save(self, *, by: User) -> None:
        cleaned = self.cleaned_data
        written = cleaned["time"].precision
        sure = TimelineEvent.Precision.EXACT
        self.event.edit(
            by=by,
            occurred_at=cleaned["at"],
            ended_at=cleaned["end"],
            precision=written if written != sure else cleaned["precision"],
            kind=cleaned["kind"],
            text=cleaned["text"],
        )


class PasteForm(forms.Form):
    """Many lines at once. ``lines`` is one text area at first, then one field a line."""

    MOST = 500

    text = forms.CharField(
        label=_("Lines"),
        strip=False,
        widget=forms.Textarea(attrs={"class": "form-control-tall", "spellcheck": "false", "autofocus": True}),
        error_messages={"required": _("Paste at least one line.")},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Paste at least one line."))
        count = sum(1 for line in text.splitlines() if line.strip())
        if count > self.MOST:
            raise forms.ValidationError(
                _("These are %(count)s lines. Paste at most %(most)s at a time.") % {"count": count, "most": self.MOST}
            )
        return text
