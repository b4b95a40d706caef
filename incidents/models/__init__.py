from incidents.models.asking import AccessQuestion, AccessRequest
from incidents.models.evidence import Evidence
from incidents.models.incident import (
    NOT_FOR_ALL,
    CancelReason,
    Detection,
    Incident,
    IncidentMove,
    State,
    Tag,
    Visibility,
)
from incidents.models.links import ExternalReference, IncidentLink
from incidents.models.merge import IncidentMerge
from incidents.models.milestone import Milestone
from incidents.models.participant import Participant
from incidents.models.service import Service
from incidents.models.severity import Severity
from incidents.models.timeline import TimelineEvent, TimelineEventEdit

__all__ = [
    "NOT_FOR_ALL",
    "AccessQuestion",
    "AccessRequest",
    "CancelReason",
    "Detection",
    "Evidence",
    "ExternalReference",
    "Incident",
    "IncidentLink",
    "IncidentMerge",
    "IncidentMove",
    "Milestone",
    "Participant",
    "Service",
    "Severity",
    "State",
    "Tag",
    "TimelineEvent",
    "TimelineEventEdit",
    "Visibility",
]
