"""Using the forms of pages, so that a program is refused for the same reasons in the same words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from api.problems import Fault, faults_of, invalid


def checked(form: BaseForm, names: Mapping[str, str] | None = None) -> Any:
    """``form`` if it is valid, else raises ``Problem``; ``names`` maps its fields to those of the resource."""
    if not form.is_valid():
        raise invalid(*faults_of(ValidationError(form.errors.as_data()), names))
    return form


def revised(make: Callable[[Any], BaseForm], changes: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Any:
    """The form that ``make`` makes of data, filled as its page shows it, with ``changes``. Raises ``Problem``."""
    shown = make(None)
    if others := changes.keys() - shown.fields.keys():
        raise invalid(
            *(
                Fault("not-taken", "This cannot be set here now.", pointer=f"/{(names or {}).get(name, name)}")
                for name in others
            )
        )
    return checked(make({name: shown[name].value() for name in shown.fields} | dict(changes)), names)
