"""Requests for access on their way: to those who may decide, and their answer back.

A higher package says which incidents its keys stand for (``stands_for``): who may see those may see the thing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Role, User
from accounts.models.audit import Verb, record
from core.keys import KEY
from incidents.models import AccessQuestion, AccessRequest, Incident, Participant
from incidents.models.incident import IncidentQuerySet
from incidents.permissions import can_move
from incidents.sight import sight_on_record
from notifications import kinds, outbox

MOST_AT_ONCE = 200
StandsFor = Callable[[int], IncidentQuerySet]
STANDS_FOR: dict[str, StandsFor] = {"INC": lambda number: Incident.objects.filter(pk=number)}

ASKED = kinds.register(
    "access-asked",
    why=gettext_lazy("You answer for the incident that somebody asks to see."),
    label=gettext_lazy("Somebody asks to see an incident"),
    icon="lock",
    visible=Incident.objects.visible_to,
)
GRANTED = kinds.register(
    "access-granted",
    why=gettext_lazy("You asked to see it."),
    label=gettext_lazy("An answer to your wish to see an incident"),
    icon="eye",
    visible=Incident.objects.visible_to,
)


def stands_for(prefix: str, incidents: StandsFor) -> None:
    """``incidents(number)`` are those that hide what is called ``<prefix>-<number>``."""
    STANDS_FOR[prefix] = incidents


@dataclass(frozen=True)
class _Door:
    """The page of an incident on which one decides, as something to tell of."""

    pk: int
    key: str

    def get_absolute_url(self) -> str:
        return reverse("incidents:access", args=[self.key])


def forward(*, at: datetime | None = None) -> int:
    """Put every request that nobody looked up yet to those who may decide. Returns how many there were.

    May run twice at once: a request is claimed by a conditional UPDATE in the transaction that tells of it.
    """
    now = at or timezone.now()
    waiting = list(AccessRequest.objects.to_forward().order_by("pk").select_related("person")[:MOST_AT_ONCE])
    return sum(_forward(request, now) for request in waiting)


@transaction.atomic
def _forward(request: AccessRequest, now: datetime) -> int:
    if not AccessRequest.objects.to_forward().filter(pk=request.pk).update(forwarded_at=now):
        return 0
    for incident in _hidden(request):
        AccessQuestion.objects.update_or_create(
            request=request, incident=incident, defaults={"granted": None, "decided_by": None, "decided_at": None}
        )
        outbox.tell(_news(request, incident))
    return 1


def _hidden(request: AccessRequest) -> list[Incident]:
    """What keeps the thing from the person who asks; nothing where there is no such thing."""
    prefix, number = KEY.fullmatch(request.key).groups()  # type: ignore[union-attr]  # stored by ``ask`` alone
    incidents = STANDS_FOR[prefix](int(number))
    return list(incidents.exclude(pk__in=Incident.objects.visible_to(request.person).values("pk")))


def deciders(incident: Incident) -> list[User]:
    """Who may let others see ``incident``: those who may see it and move it on."""
    commands = Q(participations__incident=incident, participations__role=Participant.Role.COMMANDER)
    leads = Q(memberships__team=incident.team_id, memberships__role=Membership.Role.LEAD)
    near = User.objects.active().filter(Q(role=Role.ADMIN) | Q(pk=incident.created_by_id) | commands | leads)
    return [
        user
        for user in near.distinct()
        if can_move(user, incident) and Incident.objects.visible_to(user).filter(pk=incident.pk).exists()
    ]


def _news(request: AccessRequest, incident: Incident) -> Iterator[outbox.News]:
    words = {"name": request.person.name, "key": incident.key, "title": incident.title}
    for user in deciders(incident):
        yield outbox.News(
            recipient=user,
            kind=ASKED,
            subject=_Door(incident.pk, incident.key),
            occasion=f"{request.person.handle}:{request.asked_at.isoformat()}",
            title=_("%(name)s asks to see %(key)s %(title)s") % words,
        )


@transaction.atomic
def decide(question: AccessQuestion, *, granted: bool, by: User) -> bool:
    """Let the person see the incident, and tell them, or decline, of which they hear nothing.

    Returns whether it was this call that decided: somebody may have been faster.
    """
    still = AccessQuestion.objects.filter(pk=question.pk, granted=None)
    if not still.update(granted=granted, decided_by=by, decided_at=timezone.now()):
        return False
    incident, person = question.incident, question.request.person
    verb = Verb.ACCESS_GRANTED if granted else Verb.ACCESS_DECLINED
    record(verb, incident.key, after={"person": person.audit_key}, actor=by)
    if granted:
        with sight_on_record(incident, by=by):
            incident.name_person(person)
        occasion = timezone.now().isoformat()
        title = _("You may see %(key)s %(title)s") % {"key": incident.key, "title": incident.title}
        outbox.tell([outbox.News(recipient=person, kind=GRANTED, subject=incident, occasion=occasion, title=title)])
    return True
