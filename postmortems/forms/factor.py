"""A contributing factor, and the events that show it."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.markdown import plain
from incidents.models import TimelineEvent
from postmortems.forms.seen import SeenForm
from postmortems.models import ContributingFactor, FactorCategory, Postmortem

EVENT_LENGTH = 110


class EvidenceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the type checker alone
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, event: TimelineEvent) -> str:
        at = timezone.localtime(event.occurred_at)
        return f"{date_words(at, 'j M H:i')}  {Truncator(plain(event.text)).chars(EVENT_LENGTH)}"


class FactorForm(SeenForm):
    evidence = EvidenceField(
        queryset=TimelineEvent.objects.none(),
        label=_("What shows it"),
        required=False,
        help_text=_("The events of the timeline in which one can see it at work."),
    )

    class Meta:
        model = ContributingFactor
        fields = ("statement", "kind", "category", "evidence")
        widgets: ClassVar = {
            "statement": forms.Textarea(
                attrs={
                    "rows": 3,
                    "placeholder": _("The retry had no limit, so each slow answer made more"),
                }
            )
        }
        help_texts: ClassVar = {"statement": _("What came together here? A condition, not a person.")}
        error_messages: ClassVar = {"statement": {"required": _("Say in a sentence what contributed.")}}

    def __init__(self, data: Any = None, *, instance: ContributingFactor, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        self.fields["evidence"].queryset = instance.postmortem.timeline()  # type: ignore[attr-defined]
        self.fields["category"].queryset = tree()  # type: ignore[attr-defined]
        self.fields["category"].empty_label = _("None fits")  # type: ignore[attr-defined]

    def now(self) -> str:
        stored = ContributingFactor.objects.get(pk=self.instance.pk)
        return _("It says now: “%(statement)s” (%(kind)s).") % {
            "statement": stored.statement,
            "kind": stored.get_kind_display(),
        }


def tree() -> Any:
    """Every category, each below its parent."""
    return FactorCategory.objects.in_tree_order()


def new_factor(postmortem: Postmortem) -> ContributingFactor:
    """A factor that would come last."""
    last = postmortem.factors.order_by("-position").first()
    return ContributingFactor(postmortem=postmortem, position=last.position + 1 if last else 0)
