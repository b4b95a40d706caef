"""Small forms: the text of a section, a reason, a verdict."""

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 200_000  # characters: what core.markdown still parses


class MarkdownForm(forms.Form):
    """White space is the writer's business."""

    markdown = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(
            attrs={"class": "form-control section-text", "rows": 12, "autofocus": True, "data-markdown": True}
        ),
        error_messages={
            "max_length": _("A section holds up to %(limit_value)d characters. Move some of this elsewhere.")
        },
    )


class SectionForm(MarkdownForm):
    """``base`` is the version that was edited."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class HeadingForm(forms.Form):
    heading = forms.CharField(
        label=_("Another section"), max_length=120, error_messages={"required": _("Give the section a heading.")}
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(error_messages={"required": _("Say why, in a few words.")})


class VerdictForm(forms.Form):
    """``seen``: the fingerprint of what the reviewer has read."""

    note = forms.CharField(required=False, widget=forms.Textarea)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangesForm(VerdictForm):
    note = forms.CharField(
        widget=forms.Textarea, error_messages={"required": _("Say what should change, so that it can be.")}
    )
