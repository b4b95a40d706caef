"""Forms of action items; the rules themselves are the domain's."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import ActionItem, due_by_policy
from actions.models.item import ActionItemQuerySet
from actions.wording import hints
from actions.words import KINDS, PRIORITIES, policy_words
from core.keys import KEY
from postmortems.models import ContributingFactor, Postmortem

A_WEEK, LONGEST_SLEEP = timedelta(days=7), timedelta(days=30)


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _due_field(**options: Any) -> forms.DateField:
    return forms.DateField(label=_("Due"), widget=Day(), **options)


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker alone
    """One active person who may write."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=User.objects.writers(), label=_("Owner"), empty_label=_("Choose a person"), blank=True, **options
        )


class NamesOwner(forms.BaseForm):
    """A form with an ``owner``, who must be able to see what they are to own."""

    def postmortem(self) -> Postmortem | None:
        """Where the item belongs."""
        raise NotImplementedError

    def clean_owner(self) -> User | None:
        owner: User | None = self.cleaned_data["owner"]
        postmortem = self.postmortem()
        if owner and postmortem and not Postmortem.objects.visible_to(owner).filter(pk=postmortem.pk).exists():
            message = _("%(name)s may not see %(key)s: choose somebody who may, or name them on the incident first.")
            raise ValidationError(message, params={"name": owner.name, "key": postmortem.key})
        return owner


class ItemForm(NamesOwner, forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """The words of an item, and while it is only proposed its owner and date too.

    ``preset`` carries the date that the policy gave when the page was made: left as it was, it follows the priority.
    """

    owner = OwnerField(required=False, help_text=_("One person, who drives it. Others can help."))
    due_on = _due_field(required=False)
    preset = forms.DateField(required=False, widget=forms.HiddenInput)
    tracker_url = forms.URLField(
        label=_("Ticket"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Address of the ticket, if one tracks the work."),
    )

    class Meta:
        model = ActionItem
        fields = ("title", "done_when", "kind", "priority", "owner", "due_on", "team", "factor", "tracker_url")
        widgets = {
            "title": forms.TextInput(attrs={"placeholder": _("Limit the retries of the payment client")}),
            "done_when": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, *, instance: ActionItem, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        self._say_what_choices_mean()
        self._hint_at_words()
        self._limit_factors(instance.postmortem)
        if instance.state != "proposed":
            for name in ("owner", "due_on", "preset"):  # these have verbs of their own by now
                del self.fields[name]
            return
        self.fields["due_on"].help_text = policy_words(instance.postmortem)
        if not instance.pk:
            self.initial["due_on"] = self.initial["preset"] = self.policy_due(instance.priority)
            self._follow_the_priority(instance.postmortem)

    def _follow_the_priority(self, postmortem: Postmortem | None) -> None:
        """Another priority, another date: with a script at once, without one when the form is sent (``clean``)."""
        query = f"?postmortem={postmortem.key}" if postmortem else ""
        self.fields["priority"].widget.attrs |= {
            "hx-get": reverse("actions:due_preset") + query,
            "hx-include": "[name=due_on], [name=preset]",
            "hx-target": "#due-by-policy",
            "hx-swap": "outerHTML",
        }

    def _hint_at_words(self) -> None:
        """With a script, hints about the words appear as soon as one leaves the field."""
        for name in ("title", "done_when"):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse("actions:hints"),
                "hx-include": "[name=title], [name=done_when]",
                "hx-target": "#wording",
                "hx-trigger": "change",
            }

    @property
    def hints(self) -> list[str]:
        """About the words as they stand in the form."""
        return hints(str(self["title"].value() or ""), str(self["done_when"].value() or ""))

    def _say_what_choices_mean(self) -> None:
        self.fields["kind"].choices = KINDS  # type: ignore[attr-defined]
        self.fields["priority"].choices = PRIORITIES  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("No team")  # type: ignore[attr-defined]

    def _limit_factors(self, postmortem: Postmortem | None) -> None:
        factors = ContributingFactor.objects.filter(postmortem=postmortem)
        if postmortem is None or not factors.exists():
            del self.fields["factor"]
            return
        self.fields["factor"].queryset = factors  # type: ignore[attr-defined]
        self.fields["factor"].empty_label = _("None in particular")  # type: ignore[attr-defined]

    def postmortem(self) -> Postmortem | None:
        postmortem: Postmortem | None = self.instance.postmortem
        return postmortem

    def policy_due(self, priority: str) -> date | None:
        return due_by_policy(priority, postmortem=self.instance.postmortem, start=timezone.localdate())

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        due, preset = values.get("due_on"), values.get("preset")
        if due and due == preset and "priority" in values:
            values["due_on"] = self.policy_due(values["priority"])
        return values


class QuickForm(NamesOwner, forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """A proposal in one line, beside the text it comes from."""

    owner = OwnerField(required=False)

    class Meta:
        model = ActionItem
        fields = ("title", "done_when", "priority", "owner")
        widgets = {"done_when": forms.TextInput()}

    def __init__(self, data: Any = None, *, instance: ActionItem, **options: Any) -> None:
        super().__init__(data, instance=instance, auto_id="quick-%s", **options)
        self.fields["title"].label = _("Propose an action")
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]

    def keep_going(self) -> "QuickForm":
        """Ready for the next one: the cursor goes where it was."""
        self.fields["title"].widget.attrs["autofocus"] = True
        return self

    def postmortem(self) -> Postmortem | None:
        postmortem: Postmortem | None = self.instance.postmortem
        return postmortem


class AcceptForm(NamesOwner, forms.Form):
    """Who does it, and by when. An empty date follows the policy."""

    owner = OwnerField(error_messages={"required": _("Name the one person who owns it.")})
    due_on = _due_field(required=False, help_text=_("Left empty, the severity's policy decides."))

    def __init__(self, data: Any = None, *, item: ActionItem) -> None:
        self.item = item
        due = item.due_on or item.policy_due(timezone.localdate())
        super().__init__(data, initial={"owner": item.owner, "due_on": due}, auto_id="accept-%s")

    def postmortem(self) -> Postmortem | None:
        return self.item.postmortem


class AssignForm(NamesOwner, forms.Form):
    owner = OwnerField(error_messages={"required": _("Name the one person who owns it.")})

    def __init__(self, data: Any = None, *, item: ActionItem) -> None:
        self.item = item
        super().__init__(data, initial={"owner": item.owner}, auto_id="assign-%s")

    def postmortem(self) -> Postmortem | None:
        return self.item.postmortem


class DueForm(forms.Form):
    """Another due date; once the item is agreed, with the reason."""

    due_on = _due_field(error_messages={"required": _("Say by when it should be done.")})
    reason = forms.CharField(
        label=_("What makes it take longer, or shorter?"),
        max_length=2000,
        error_messages={"required": _("Say why the date moves.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, item: ActionItem) -> None:
        super().__init__(data, initial={"due_on": item.due_on}, auto_id="due-%s")
        self.fields["reason"].required = item.is_unfinished


class SnoozeForm(forms.Form):
    """Until when one sleeps on it: from tomorrow on, for a month at most."""

    until = forms.DateField(
        label=_("Remind me again on"),
        widget=Day(),
        error_messages={"required": _("Choose a day from tomorrow on, within a month.")},
    )

    def __init__(self, data: Any = None, *, auto_id: str = "snooze-%s") -> None:
        super().__init__(data, initial={"until": timezone.localdate() + A_WEEK}, auto_id=auto_id)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not timezone.localdate() < until <= timezone.localdate() + LONGEST_SLEEP:
            raise ValidationError(_("Choose a day from tomorrow on, within a month."))
        return until


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=2000,
        error_messages={"required": _("Say why, in a few words.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PointForm(forms.Form):
    """Another item that prevents what ``postmortem`` tells of, too: by its key, as far as ``user`` may see it."""

    item = forms.CharField(
        label=_("Already planned elsewhere"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "ACT-103"}),
        error_messages={"required": _("Write the key of the action, for example ACT-103.")},
    )
    factor = forms.ModelChoiceField(
        ContributingFactor.objects.none(), label=_("Factor"), required=False, empty_label=_("None in particular")
    )

    def __init__(self, data: Any = None, *, postmortem: Postmortem, user: User) -> None:
        super().__init__(data, auto_id="point-%s")
        self.postmortem, self.user = postmortem, user
        self.fields["factor"].queryset = postmortem.factors.all()  # type: ignore[attr-defined]

    def clean_item(self) -> ActionItem:
        """Raises what the reader of the page understands, in the same words for what is absent and what is hidden."""
        key = KEY.fullmatch(self.cleaned_data["item"].strip().upper())
        if key is None or key[1] != ActionItem.KEY_PREFIX:
            raise ValidationError(_("Write the key of the action, for example ACT-103."))
        item = ActionItem.objects.visible_to(self.user).filter(pk=key[2]).first()
        if item is None:
            raise ValidationError(_("There is no %(key)s."), params={"key": key[0]})
        if blockers := item.pointer_blockers(self.postmortem):
            raise ValidationError(str(blockers[0].message))
        return item


class HandOverForm(forms.Form):
    """Several items to one new owner."""

    items = forms.ModelMultipleChoiceField(
        ActionItem.objects.none(),
        error_messages={"required": _("Choose at least one action."), "invalid_choice": _("One of them has moved on.")},
    )
    owner = OwnerField(error_messages={"required": _("Name the one person who owns them from now on.")})

    def __init__(self, data: Any = None, *, items: ActionItemQuerySet) -> None:
        super().__init__(data, auto_id="hand-over-%s")
        self.fields["items"].queryset = items  # type: ignore[attr-defined]
