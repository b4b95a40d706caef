"""What incidents are sorted by (severities, services, tags): who may change it, and how often it is used."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Team, User, lead_team_ids
from incidents.models import Incident, Service


def with_counts(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Severities, services or tags, each with ``uses``: of how many incidents that ``user`` may know of it is."""
    seen = None if user.sees_everything else Q(incidents__in=Incident.objects.visible_to(user).values("pk"))
    counted: QuerySet[Any] = rows.annotate(uses=Count("incidents", filter=seen))
    return counted.order_by(*rows.model._meta.ordering)  # counting lets go of it


def teams_served_by(user: User) -> QuerySet[Team]:
    """The teams whose services ``user`` may add and edit: every team for admins, those they lead for others."""
    if user.is_admin:
        return Team.objects.all()
    return Team.objects.filter(pk__in=lead_team_ids(user) if user.is_writer else ())


def can_add_service(user: User) -> bool:
    return user.is_admin or (user.is_writer and bool(lead_team_ids(user)))


def can_edit_service(user: User, service: Service) -> bool:
    """Admins, and the leads of its team."""
    return user.is_admin or (user.is_writer and service.team_id in lead_team_ids(user))


def can_delete_service(user: User) -> bool:
    """Admins alone: a refusal tells how many incidents there are, also of those that are kept from others."""
    return user.is_admin


def get_service_for(user: User, pk: int) -> Service:
    """A service to edit. Raises ``Http404``, or ``PermissionDenied`` for those who may not."""
    service = get_object_or_404(Service.objects.select_related("team"), pk=pk)
    if not can_edit_service(user, service):
        raise PermissionDenied
    return service
