"""Action items that a person owns and that still ask for something, as something to hand over."""

from django.utils.translation import gettext_lazy as _

from accounts import holdings
from accounts.models import User
from actions.models import ActionItem
from actions.models.item import ActionItemQuerySet


def owned_by(person: User) -> ActionItemQuerySet:
    return ActionItem.objects.current().filter(owner=person).order_by("due_on", "pk")


def give(item: ActionItem, to: User, _before: User, by: User) -> None:
    item.assign(to, by=by)


ITEMS = holdings.register("actions", label=_("Action items"), icon="check2-square", held=owned_by, give=give)
