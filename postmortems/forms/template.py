"""Templates and their sections, as an organisation writes them."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postmortems.models import Template, TemplateSection

LONGEST_GUIDANCE = 5000  # characters


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    class Meta:
        model = Template
        fields = ("name", "description")
        help_texts: ClassVar = {"description": _("When to choose it, in a few words.")}
        error_messages: ClassVar = {"name": {"required": _("Give the template a name.")}}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Template.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a template called “%(name)s” already."), params={"name": name})
        return name


class TemplateSectionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    class Meta:
        model = TemplateSection
        fields = ("heading", "guidance", "required")
        widgets: ClassVar = {"guidance": forms.Textarea(attrs={"rows": 8, "data-markdown": True})}
        labels: ClassVar = {"required": _("Must be written before anybody can ask for review")}
        help_texts: ClassVar = {
            "guidance": _(
                "Questions for the writer, in Markdown. They stand where the text will be, and give way to it. "
                "What and how lead further than why."
            ),
        }
        error_messages: ClassVar = {"heading": {"required": _("Give the section a heading.")}}

    def __init__(self, data: Any = None, *, instance: TemplateSection | None = None) -> None:
        super().__init__(data, instance=instance)
        if self.instance.is_summary:
            self.fields["required"].disabled = True
            self.fields["required"].help_text = _("The summary always is: lists, mails and reports show it.")

    def clean_guidance(self) -> str:
        guidance: str = self.cleaned_data["guidance"]
        if len(guidance) > LONGEST_GUIDANCE:
            message = _("Guidance holds up to %(most)d characters; this has %(length)d.")
            raise ValidationError(message, params={"most": LONGEST_GUIDANCE, "length": len(guidance)})
        return guidance
