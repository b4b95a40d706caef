"""Who may not see an action item, asked for many items and people at once."""

from django.db.models import Exists, Q

from accounts.models import Role
from incidents.models import NOT_FOR_ALL
from postmortems.models import Postmortem


def hidden_from(person: str) -> Exists:
    """Whether an item's postmortem tells of something that the person in that column, no admin, may not know of."""
    return Exists(Postmortem.objects.hidden_from(f"{person}_id"))


def owner_is_lost() -> Q:
    """The owner has left, may only read by now, or may not see the item any more."""
    gone = Q(owner__is_active=False) | Q(owner__role=Role.VIEWER)
    # Asked person by person only where not everybody may know: of few postmortems.
    kept = Postmortem.incidents.through.objects.filter(incident__visibility__in=NOT_FOR_ALL)
    asked = Q(postmortem_id__in=kept.values("postmortem_id")) & ~Q(owner__role=Role.ADMIN)
    return Q(owner__isnull=False) & (gone | (asked & Q(hidden_from("owner"))))
