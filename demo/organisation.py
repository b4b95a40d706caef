"""The people, teams and services of the demo's company."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Membership, Reach, SavedView, Team, User
from incidents.models import Incident, Service, Severity
from postmortems.models import Postmortem


@dataclass
class Cast:
    """Everything that stories refer to by name: people by handle, teams by slug, and what became of each story."""

    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    severities: dict[int, Severity] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    postmortems: dict[str, Postmortem] = field(default_factory=dict)

    def keys(self) -> dict[str, str]:
        """What ``{{inc:name}}`` and ``{{pm:name}}`` stand for in texts, as far as the year has come."""
        found = {f"{{{{inc:{name}}}}}": incident.key for name, incident in self.incidents.items()}
        return found | {f"{{{{pm:{name}}}}}": postmortem.key for name, postmortem in self.postmortems.items()}

    def tell(self, text: str) -> str:
        """``text`` with the keys of what it refers to."""
        for placeholder, key in self.keys().items():
            text = text.replace(placeholder, key)
        if "{{inc:" in text or "{{pm:" in text:
            raise ValueError(f"This tells of something that has not happened yet: {text[:200]}")
        return text.strip()


def gather(told: dict[str, Any]) -> Cast:
    """Make the people (nobody knows a password for them), teams and services of ``organisation.toml``."""
    cast = Cast(severities={severity.rank: severity for severity in Severity.objects.all()})
    for person in told["people"]:
        fields = {name: person[name] for name in ("role", "may_approve_statements", "time_zone") if name in person}
        user = User.objects.create_user(f"{person['handle']}@{told['domain']}", name=person["name"], **fields)
        cast.people[person["handle"]] = user
    for team in told["teams"]:
        cast.teams[team["slug"]] = made = Team.objects.create(name=team["name"], slug=team["slug"])
        for role in (Membership.Role.LEAD, Membership.Role.MEMBER):
            for handle in team.get(role.value, []):
                made.memberships.create(user=cast.people[handle], role=role)
    for service in told["services"]:
        owner = cast.teams[service["team"]]
        cast.services[service["name"]] = Service.objects.create(name=service["name"], team=owner, tier=service["tier"])
    for view in told["views"]:
        fields = {"list_name": view["list"], "name": view["name"], "query": view["query"]}
        SavedView.keep(owner=cast.people[view["owner"]], reach=view.get("reach", Reach.MINE), team=None, **fields)
    return cast
