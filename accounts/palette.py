"""Which people, teams and saved views can be jumped to, and which pages about them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, Team, User
from accounts.permissions import can_administer
from accounts.saved_views import LISTS
from core.palette import Hit, holding, pages, settings_page, source


@source(_("People"))
def people(_user: User, text: str, at_most: int) -> Iterator[Hit]:
    for person in User.objects.active().filter(holding(text, "name", "handle", "email")).order_by("name")[:at_most]:
        yield Hit(person.name, person.get_absolute_url(), "person", note=f"@{person.handle}")


@source(_("Teams"))
def teams(_user: User, text: str, at_most: int) -> Iterator[Hit]:
    for team in Team.objects.filter(holding(text, "name")).order_by("name")[:at_most]:
        yield Hit(team.name, team.get_absolute_url(), "people")


@source(_("Saved views"))
def views(user: User, text: str, at_most: int) -> Iterator[Hit]:
    for view in SavedView.objects.visible_to(user).filter(holding(text, "name"))[:at_most]:
        yield Hit(view.name, LISTS[view.list_name].address(view.query), "bookmark", note=LISTS[view.list_name].label)


pages(
    settings_page(_("Your profile"), "accounts:profile", _("time zone theme sessions password"), icon="person"),
    settings_page(_("Second factor"), "mfa_index", _("passkey authenticator mfa 2fa"), icon="shield-check"),
    settings_page(_("People"), "accounts:people", _("invite users members")),
    settings_page(_("Teams"), "accounts:teams"),
    settings_page(_("API tokens"), "accounts:tokens", _("programs")),
    settings_page(_("Views"), "accounts:saved_views", _("saved filters")),
    settings_page(_("Audit trail"), "accounts:audit", _("log"), allowed=can_administer),
)
