"""The views of a list: which lists there are, which of a reader's views belong to one, which of them is open."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from accounts.access import current_user
from accounts.models import Reach, SavedView, Team, User
from accounts.permissions import can_change_view


@dataclass(frozen=True)
class ListOfThings:
    label: StrOrPromise
    url_name: str

    def address(self, query: str) -> str:
        return f"{reverse(self.url_name)}?{query}"


LISTS: dict[str, ListOfThings] = {}
OF_TEAM = "team-"  # with its number: how a form names a team to share with


def offer(name: str, label: StrOrPromise, url_name: str) -> None:
    """Let views of this list be saved; a package calls this when it loads."""
    LISTS[name] = ListOfThings(label, url_name)


def tidy(query: str) -> str:
    """``query`` in one order, without what says nothing or names a page, so that equals are equal."""
    return urlencode(sorted(pair for pair in parse_qsl(query) if pair[0] != "page"))


def shares_of(user: User) -> list[tuple[str, StrOrPromise]]:
    """With whom ``user`` may share a view; who only reads keeps theirs to themselves."""
    shares: list[tuple[str, StrOrPromise]] = [(Reach.MINE, Reach.MINE.label)]
    if user.is_writer:
        teams = Team.objects.all() if user.is_admin else user.teams.all()
        shares += [(f"{OF_TEAM}{team.pk}", team.name) for team in teams]
        shares.append((Reach.EVERYBODY, Reach.EVERYBODY.label))
    return shares


@dataclass(frozen=True)
class Choice:
    """A view as its list offers it."""

    view: SavedView
    url: str
    is_open: bool
    is_own: bool
    may_change: bool


@dataclass(frozen=True)
class Beside:
    """What stands beside a list: the reader's views of it, and what a new one would save."""

    list_name: str
    query: str
    choices: list[Choice]
    shares: list[tuple[str, StrOrPromise]]

    @property
    def open(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_open), None)


def beside(request: HttpRequest, list_name: str) -> Beside:
    user, query = current_user(request), tidy(request.GET.urlencode())
    return Beside(list_name, query, choices_of(user, list_name, query), shares_of(user))


def choices_of(user: User, list_name: str, query: str = "") -> list[Choice]:
    """The views of the list that ``user`` finds there, their own first."""
    place = LISTS[list_name]
    views = SavedView.objects.visible_to(user).filter(list_name=list_name)
    views = views.select_related("owner", "team").order_by(Lower("name"), "pk")
    return sorted((_choice(user, view, place, query) for view in views), key=lambda choice: not choice.is_own)


def _choice(user: User, view: SavedView, place: ListOfThings, query: str) -> Choice:
    return Choice(
        view,
        place.address(view.query),
        is_open=view.query == query,
        is_own=view.owner_id == user.pk,
        may_change=can_change_view(user, view),
    )
