"""The form that saves a view, and gives it another name or reach."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Reach, SavedView, Team, User
from accounts.models.views import LONGEST_QUERY
from accounts.saved_views import LISTS, OF_TEAM, shares_of, tidy


class ViewForm(forms.Form):
    """``view`` is the one to change, None for a new one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Late ones of my team")}),
        error_messages={"required": _("Give it a name, so that you know it again.")},
    )
    share = forms.ChoiceField(label=_("Who finds it"), initial=Reach.MINE)

    def __init__(self, data: Any = None, *, user: User, view: SavedView | None = None) -> None:
        super().__init__(data, auto_id="view-%s", initial=_present(view) if view else None)
        self.user, self.view = user, view
        self.fields["share"].choices = shares_of(user)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.view and name in _names(self.view):
            raise ValidationError(_("You have a view of that name for this list already."))
        return name

    def reach(self) -> tuple[str, Team | None]:
        share = self.cleaned_data["share"]
        if not share.startswith(OF_TEAM):
            return share, None
        return Reach.TEAM, Team.objects.get(pk=share.removeprefix(OF_TEAM))

    def change(self, view: SavedView) -> None:
        """Give ``view`` the name and reach of this form."""
        view.name = self.cleaned_data["name"]
        view.reach, view.team = self.reach()
        view.save(update_fields=["name", "reach", "team"])


class NewViewForm(ViewForm):
    """``list_name`` and ``query`` come along from the list's page."""

    list_name = forms.ChoiceField(widget=forms.HiddenInput)
    query = forms.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.HiddenInput,
        error_messages={"max_length": _("These are more filters than a view can keep.")},
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        self.fields["list_name"].choices = [(name, place.label) for name, place in LISTS.items()]  # type: ignore[attr-defined]

    def clean_query(self) -> str:
        return tidy(self.cleaned_data["query"])

    def save(self) -> bool:
        """Returns whether it took the place of one with that name."""
        reach, team = self.reach()
        told = {field: self.cleaned_data[field] for field in ("list_name", "name", "query")}
        return SavedView.keep(owner=self.user, reach=reach, team=team, **told)


def _present(view: SavedView) -> dict[str, str]:
    return {"name": view.name, "share": f"{OF_TEAM}{view.team_id}" if view.team_id else view.reach}


def _names(view: SavedView) -> Iterable[str]:
    """Of the other views that its owner has of that list."""
    others = SavedView.objects.present().filter(owner=view.owner_id, list_name=view.list_name).exclude(pk=view.pk)
    return others.values_list("name", flat=True)
