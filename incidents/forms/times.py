"""A field that takes times as people write them, and shows what it understood before anything is saved."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.when import Moment, NotATime
from incidents.readings import Frame, Reading, reading_of

if TYPE_CHECKING:
    FormMixin = forms.BaseForm
else:
    FormMixin = object


class TimeTextField(forms.CharField):
    """A written time; cleans to a ``core.when.Moment``, or None where nothing was written.

    ``clock_needed``: a day alone is not enough. The form gives it its ``frame``.
    """

    frame: Frame

    def __init__(self, *, clock_needed: bool = True, **options: Any) -> None:
        self.clock_needed = clock_needed
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Moment:
        try:
            moment = self.frame.read(text)
        except NotATime as problem:
            raise ValidationError(str(problem), code="not-a-time") from problem
        if self.clock_needed and moment.precision == "unknown":
            raise ValidationError(
                _("Give a time of day, if only a rough one such as ~14:00, or say that nobody knows."), code="day-alone"
            )
        return moment


class ReadsTimes(FormMixin):
    """A form with ``TimeTextField``s. Call ``read_times`` in ``__init__``; templates show ``readings.<field>``."""

    def read_times(self, frame: Frame, *, url: str) -> None:
        """Let every time field read against ``frame`` and ask ``url`` for its reading while somebody types."""
        self.frame = frame
        for name, field in self._time_fields().items():
            field.frame = frame
            bound = self[name]
            field.widget.attrs.update(
                {
                    "autocomplete": "off",
                    "hx-get": f"{url}?field={bound.html_name}",
                    "hx-trigger": "input changed delay:250ms",
                    "hx-target": f"#{bound.auto_id}-reading",
                    "hx-sync": "this:replace",
                }
            )

    def _time_fields(self) -> dict[str, TimeTextField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, TimeTextField)}

    @property
    def readings(self) -> dict[str, Reading]:
        """What each time field's text means as it stands, by field name."""
        return {name: reading_of(str(self[name].value() or ""), self.frame) for name in self._time_fields()}

    def wants_a_look(self, request: HttpRequest) -> bool:
        """Whether somebody without script has not yet seen how a time of this (valid) form was read.

        Their browser sends ``<field>_seen`` (see ``incidents/_time_field.html``); for everybody else the reading stood
        below the field while they typed. What htmx swaps in has it too, although it has scripts.
        """
        return not getattr(request, "htmx", False) and any(
            (seen := self.data.get(f"{self[name].html_name}_seen")) is not None
            and seen != str(self.data.get(self[name].html_name, "")).strip()
            for name in self._time_fields()
        )
