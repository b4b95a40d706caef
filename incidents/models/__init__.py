from incidents.models.incident import ExternalReference, Incident, IncidentLink, IncidentMove, Tag, Visibility
from incidents.models.milestone import Milestone
from incidents.models.participant import Participant
from incidents.models.service import Service
from incidents.models.severity import Severity
from incidents.models.timeline import TimelineEvent, TimelineEventEdit

__all__ = [
    "ExternalReference",
    "Incident",
    "IncidentLink",
    "IncidentMove",
    "Milestone",
    "Participant",
    "Service",
    "Severity",
    "Tag",
    "TimelineEvent",
    "TimelineEventEdit",
    "Visibility",
]
