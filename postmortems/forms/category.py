"""Factor categories: a new one, its name and place, and what it becomes part of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postmortems.models import FactorCategory


class CategoryForm(forms.Form):
    """Name and place of ``category``; one that is not stored yet is a new one."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give the category a name.")})
    parent = forms.ModelChoiceField(
        FactorCategory.objects.none(),
        label=_("Below"),
        required=False,
        empty_label=_("None: it stands on top"),
        error_messages={"invalid_choice": _("It cannot stand there: choose one of the list.")},
    )

    def __init__(self, data: Any = None, *, category: FactorCategory) -> None:
        super().__init__(data, initial={"name": category.name, "parent": category.parent_id}, auto_id="category-%s")
        self.category = category
        parents = category.possible_parents()
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        if category.pk and not parents.exists():
            self.fields["parent"].help_text = _("Others stand below it, so it stays on top.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = " ".join(cleaned.get("name", "").split())
        beside = FactorCategory.objects.filter(parent=cleaned.get("parent"), name__iexact=name)
        if "parent" in cleaned and beside.exclude(pk=self.category.pk).exists():
            self.add_error("name", _("There is one of this name in that place already: merge the two instead."))
        return {**cleaned, "name": name} if "name" in cleaned else cleaned

    def save(self) -> None:
        self.category.arrange(name=self.cleaned_data["name"], parent=self.cleaned_data["parent"])


class MergeCategoryForm(forms.Form):
    into = forms.ModelChoiceField(
        FactorCategory.objects.none(),
        label=_("Into"),
        empty_label=_("Choose a category"),
        error_messages={
            "required": _("Choose the category that stays."),
            "invalid_choice": _("It cannot become part of that: choose one of the list."),
        },
    )

    def __init__(self, data: Any = None, *, category: FactorCategory) -> None:
        super().__init__(data, auto_id="merge-%s")
        targets = category.possible_targets().in_tree_order()  # type: ignore[attr-defined]  # its own queryset
        self.fields["into"].queryset = targets  # type: ignore[attr-defined]
