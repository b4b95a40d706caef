"""Writing an incident down, and everything about it later."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.template.defaultfilters import slugify
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms import TimeZoneField
from accounts.models import Team, User, team_ids
from incidents.forms.times import ReadsTimes, TimeTextField
from incidents.models import Incident, Service, Severity, Tag, Visibility
from incidents.readings import frame_for_new, frame_of
from incidents.sight import sight_on_record

TAG_LENGTH = Tag._meta.get_field("name").max_length or 40

SUGGESTED_TAGS = 20
NEEDS_TITLE = _("Say in a few words what is happening, such as “Checkout answers 500”.")


def seen_by(user: User, *, visibility: str, team: Team | None, named: list[User]) -> bool:
    """Whether ``user`` would know of an incident with these rights (the rule of ``Incident.objects.visible_to``)."""
    return (
        user.is_admin
        or visibility == Visibility.ORGANISATION
        or (visibility == Visibility.TEAM and team is not None and team.pk in team_ids(user))
        or user in named
    )


class OpenForm(ReadsTimes, forms.Form):
    """An incident in under a minute; the rest is folded away, or comes later."""

    title = forms.CharField(
        label=_("What is happening?"),
        max_length=200,
        error_messages={"required": NEEDS_TITLE},
        widget=forms.TextInput(attrs={"autofocus": True, "placeholder": _("Checkout answers 500 for EU customers")}),
    )
    severity = forms.ModelChoiceField(
        queryset=Severity.objects.none(),
        label=_("How bad is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how bad it is; you can change it later.")},
    )
    noticed = TimeTextField(
        label=_("When was it noticed?"),
        initial=_("now"),
        help_text=_("As you would write it: 14:05, 14:05 UTC, yesterday 9:30, 2026-11-03 14:05."),
        error_messages={"required": _("Say when somebody noticed, if only roughly: ~14:00.")},
    )
    services = forms.ModelMultipleChoiceField(
        queryset=Service.objects.none(),
        label=_("Which services?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Team"),
        required=False,
        empty_label=_("The service's team, else mine"),
    )
    detection = Incident._meta.get_field("detection").formfield()
    summary = forms.CharField(label=_("What do we know so far?"), required=False, widget=forms.Textarea)
    visibility = forms.ChoiceField(
        label=_("Visible to"), choices=Visibility, initial=Visibility.ORGANISATION, widget=forms.RadioSelect
    )
    restricted_to = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label=_("Named people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see it whatever their team. You are always among them."),
    )

    FOLDED: ClassVar = ("team", "detection", "summary", "visibility", "restricted_to")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        fill_choices(self)
        self.read_times(frame_for_new(user), url=reverse("incidents:reading_for_new"))

    @property
    def folded_wrong(self) -> bool:
        """Whether something in the folded part has to be looked at."""
        return any(name in self.errors for name in self.FOLDED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("visibility") == Visibility.TEAM and not self._team():
            self.add_error("team", _("Choose the team that may see it."))
        return cleaned

    def _team(self) -> Team | None:
        chosen: Team | None = self.cleaned_data.get("team")
        from_service = (service.team for service in self.cleaned_data.get("services") or () if service.team)
        return chosen or next(from_service, None) or self.user.teams.first()

    def save(self) -> Incident:
        fields = dict(self.cleaned_data)
        noticed = fields.pop("noticed")
        return Incident.open(
            by=self.user,
            named=fields.pop("restricted_to"),
            noticed_at=noticed.at.replace(microsecond=0),
            precision=noticed.precision,
            **fields,
        )


def fill_choices(form: forms.BaseForm) -> None:
    """Severities, services, teams and people as they are now."""
    choices = {
        "severity": Severity.objects.all(),
        "services": Service.objects.select_related("team"),
        "team": Team.objects.all(),
        "restricted_to": User.objects.active(),
    }
    for name, queryset in choices.items():
        form.fields[name].queryset = queryset  # type: ignore[attr-defined]


class EditForm(ReadsTimes, forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """Everything about an incident except its moves and its timeline."""

    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Words apart by commas: payments, retry, dns."))
    impact_began = TimeTextField(label=_("Impact began"), required=False)
    impact_over = TimeTextField(label=_("Impact ended"), required=False)
    time_zone = TimeZoneField(help_text=Incident._meta.get_field("time_zone").help_text)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Incident
        fields = (
            "title",
            "severity",
            "summary",
            "services",
            "detection",
            "impact",
            "customers_affected",
            "impact_start_estimated",
            "impact_end_estimated",
            "team",
            "visibility",
            "restricted_to",
            "time_zone",
        )
        error_messages: ClassVar = {"title": {"required": NEEDS_TITLE}}
        widgets: ClassVar = {
            "severity": forms.RadioSelect,
            "services": forms.CheckboxSelectMultiple,
            "visibility": forms.RadioSelect,
            "restricted_to": forms.CheckboxSelectMultiple,
        }

    def __init__(self, data: Any = None, *, user: User, instance: Incident) -> None:
        frame = frame_of(instance, user)
        initial = {
            "tags": ", ".join(tag.name for tag in instance.tags.all()),
            "impact_began": frame.write(instance.impact_started_at) if instance.impact_started_at else "",
            "impact_over": frame.write(instance.impact_ended_at) if instance.impact_ended_at else "",
        }
        super().__init__(data, instance=instance, initial=initial)
        self.user = user
        self.was_restricted = instance.visibility == Visibility.RESTRICTED
        self._suggest_tags()
        fill_choices(self)
        self.fields["severity"].empty_label = None  # type: ignore[attr-defined]
        self.read_times(frame, url=reverse("incidents:reading", args=[instance.key]))

    def _suggest_tags(self) -> None:
        known = ", ".join(tag.name for tag in Tag.objects.visible_to(self.user)[:SUGGESTED_TAGS])
        if known:
            self.fields["tags"].help_text = _("Words apart by commas. In use: %(tags)s.") % {"tags": known}

    def clean_tags(self) -> list[str]:
        names = [slugify(name)[:TAG_LENGTH] for name in self.cleaned_data["tags"].split(",")]
        return list(dict.fromkeys(name for name in names if name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        began, over = cleaned.get("impact_began"), cleaned.get("impact_over")
        if began and over and over.at < began.at:
            self.add_error("impact_over", _("The impact cannot end before it began."))
        if cleaned.get("visibility") == Visibility.TEAM and "team" in cleaned and not cleaned["team"]:
            self.add_error("team", _("Choose the team that may see it."))
        self._keep_in_sight(cleaned)
        self._notice_others()
        return cleaned

    def _keep_in_sight(self, cleaned: dict[str, Any]) -> None:
        """Nobody hides an incident from themselves: naming it restricted names them; the rest is refused in words."""
        if not {"visibility", "team", "restricted_to"} <= cleaned.keys():
            return
        named = list(cleaned["restricted_to"])
        if cleaned["visibility"] == Visibility.RESTRICTED and not self.was_restricted:
            named = [*dict.fromkeys([*named, self.user])]
            cleaned["restricted_to"] = named
        if not seen_by(self.user, visibility=cleaned["visibility"], team=cleaned["team"], named=named):
            field = "restricted_to" if cleaned["visibility"] == Visibility.RESTRICTED else "visibility"
            self.add_error(field, _("You would no longer see this incident. Add yourself to the named people first."))

    @property
    def version(self) -> str:
        """What the page sends back as ``seen``: which state of the incident its reader looked at."""
        return str(self.instance.updated_at.isoformat())

    def _notice_others(self) -> None:
        if self.cleaned_data.get("seen") not in ("", self.version):
            self.add_error(
                None,
                _(
                    "Somebody saved changes since you opened this page. What you typed stands below: "
                    "compare it with the incident, then save once more."
                ),
            )

    @transaction.atomic
    def save(self, commit: bool = True) -> Incident:
        for name, stem in (("impact_began", "impact_start"), ("impact_over", "impact_end")):
            if name in self.changed_data:
                self._set_impact(stem, self.cleaned_data[name])
        with sight_on_record(self.instance, by=self.user):
            incident: Incident = super().save(commit)
        incident.tags.set(Tag.objects.get_or_create(name=name)[0] for name in self.cleaned_data["tags"])
        return incident

    def _set_impact(self, stem: str, moment: Any) -> None:
        setattr(self.instance, f"{stem}ed_at", moment.at if moment else None)
        if moment is None or moment.precision == "approximate":
            setattr(self.instance, f"{stem}_estimated", moment is not None)
