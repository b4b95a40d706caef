"""Who: people, the teams they belong to, and what the organisation lets them do."""

from accounts.models.audit import AuditEntry
from accounts.models.links import LinkUsedUp, OneTimeLink
from accounts.models.organisation import Organisation, closed_days
from accounts.models.people import Role, Theme, User
from accounts.models.sessions import SignedIn
from accounts.models.setting import Setting
from accounts.models.teams import Membership, Team, lead_team_ids, team_ids
from accounts.models.tokens import ApiToken, Scope, scopes_of
from accounts.models.views import Reach, SavedView
from accounts.zones import validate_time_zone

__all__ = [
    "ApiToken",
    "AuditEntry",
    "LinkUsedUp",
    "Membership",
    "OneTimeLink",
    "Organisation",
    "Reach",
    "Role",
    "SavedView",
    "Scope",
    "Setting",
    "SignedIn",
    "Team",
    "Theme",
    "User",
    "closed_days",
    "lead_team_ids",
    "scopes_of",
    "team_ids",
    "validate_time_zone",
]
