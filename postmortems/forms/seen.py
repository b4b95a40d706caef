"""Two people at one form: nobody overwrites what they have not seen."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """A form that knows what its instance looked like when the page was made (the hidden field ``seen``).

    Saved over something newer it is refused once, with what stands there now; the next try then knows it.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.stored = {name: self._stored_value(name) for name in self._meta.fields or ()}
        self.token = hashlib.sha256(json.dumps(self.stored, sort_keys=True).encode()).hexdigest()[:16]
        self.initial["seen"] = self.token

    def _stored_value(self, name: str) -> Any:
        value = self.initial.get(name)
        if isinstance(value, list):
            return sorted(str(getattr(one, "pk", one)) for one in value)
        return "" if value is None else str(value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and self.cleaned_data.get("seen", self.token) not in {"", self.token}:
            message = _("Somebody saved this meanwhile. %(now)s Save again to put yours in its place.")
            self.add_error(None, message % {"now": self.now()})
            self.data = data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("seen")] = self.token
        return cleaned

    def now(self) -> str:
        """What stands there now, in words."""
        raise NotImplementedError
