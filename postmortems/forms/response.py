"""How one dimension of the response went."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postmortems.article import RATINGS
from postmortems.forms.seen import SeenForm
from postmortems.models import Postmortem, ResponseReview

Dimension = ResponseReview.Dimension
QUESTIONS: dict[str, StrOrPromise] = {
    Dimension.DETECTION: _("How did it come to light? What could have shown it sooner?"),
    Dimension.MOBILISATION: _("How did the right people come to know, and how long did that take?"),
    Dimension.COORDINATION: _("How was it clear who decides, who does what, and what has been tried?"),
    Dimension.COMMUNICATION: _("What did customers and colleagues hear, and when?"),
    Dimension.TOOLING: _("What was at hand, what was missing, what got in the way?"),
    Dimension.RECOVERY: _("What made it safe, or hard, to put things right?"),
}


class ResponseForm(SeenForm):
    rating = forms.TypedChoiceField(
        label=_("How did it go?"),
        choices=[("", _("Not looked at")), *RATINGS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ResponseReview
        fields = ("rating", "helped", "hindered")
        widgets: ClassVar = {"helped": forms.Textarea(attrs={"rows": 2}), "hindered": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any = None, *, instance: ResponseReview) -> None:
        super().__init__(data, instance=instance, auto_id=f"{instance.dimension}-%s")

    @property
    def stored_rating(self) -> int | None:
        """What is stored, whatever was typed."""
        return int(self.stored["rating"]) if self.stored["rating"] else None

    @property
    def stored_words(self) -> StrOrPromise:
        return RATINGS.get(self.stored_rating or 0, "")

    @property
    def question(self) -> StrOrPromise:
        return QUESTIONS[self.instance.dimension]

    def now(self) -> str:
        stored = ResponseReview.objects.get(pk=self.instance.pk)
        words = {
            "rating": RATINGS.get(stored.rating or 0, _("Not looked at")),
            "helped": stored.helped or "–",
            "hindered": stored.hindered or "–",
        }
        return _("It says now: %(rating)s; what helped: %(helped)s; what got in the way: %(hindered)s.") % words


def response_forms(postmortem: Postmortem) -> dict[str, ResponseForm]:
    """A form for each dimension, on what stands there now."""
    stored = {review.dimension: review for review in postmortem.response.all()}
    return {
        dimension: ResponseForm(instance=stored.get(dimension) or ResponseReview(dimension=dimension))
        for dimension in Dimension.values
    }
