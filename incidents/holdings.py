"""Incidents that go on and that a person commands, as something to hand over."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import holdings
from accounts.models import User
from core.lifecycle import Blocker, MoveNotAllowed
from incidents.models import Incident, Participant


def commanded_by(person: User) -> QuerySet[Incident]:
    """Those that nobody else who is here commands beside them."""
    commanders = Participant.objects.filter(role=Participant.Role.COMMANDER, incident=OuterRef("pk"))
    others = commanders.filter(user__is_active=True).exclude(user=person)
    return Incident.objects.ongoing().filter(Exists(commanders.filter(user=person)), ~Exists(others))


def give(incident: Incident, to: User, _before: User, _by: User) -> None:
    """``to`` commands it as well: who did before stays on the list of those who took part."""
    if not Incident.objects.visible_to(to).filter(pk=incident.pk).exists():
        words = _("%(name)s may not see it: name them on the incident first.") % {"name": to.name}
        raise MoveNotAllowed("hand_over", [Blocker("owner-cannot-see", words)])
    incident.participants.get_or_create(user=to, role=Participant.Role.COMMANDER)


holdings.register(
    "incidents", label=gettext_lazy("Incidents commanded"), icon="lightning-charge", held=commanded_by, give=give
)
