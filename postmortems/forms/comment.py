"""What a comment is sent with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postmortems.comments import Passage
from postmortems.models import Postmortem

LONGEST = 10_000


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _("A comment holds up to %(limit_value)d characters."),
        },
    )


class ThreadForm(CommentForm):
    """``start`` and ``end`` are what the editor says of the passage; without them ``quote`` is looked for."""

    section = forms.CharField(required=False, max_length=40)
    quote = forms.CharField(required=False, max_length=20_000)
    start = forms.RegexField(r"\A[A-Za-z0-9+/]{2,190}={0,2}\Z", required=False)
    end = forms.RegexField(r"\A[A-Za-z0-9+/]{2,190}={0,2}\Z", required=False)
    blocking = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, postmortem: Postmortem, **kwargs: Any) -> None:
        self.postmortem = postmortem
        super().__init__(data, **kwargs)

    def clean_section(self) -> str:
        key: str = self.cleaned_data["section"]
        if key and not self.postmortem.sections.filter(key=key).exists():
            raise forms.ValidationError(_("There is no such section any more."))
        return key

    def clean(self) -> None:
        given = self.cleaned_data
        if bool(given.get("start")) != bool(given.get("end")) or (given.get("start") and not given.get("section")):
            self.add_error("start", _("A passage has a section, a start and an end."))

    def passage(self) -> Passage:
        names = ("section", "quote", "start", "end")
        return Passage(**{name: self.cleaned_data[name] for name in names})
