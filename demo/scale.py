"""Many rows, fast, for measuring: believable in their numbers, not in their words.

Unlike the demo organisation this writes rows directly, in batches, for moving fifty thousand items one by one would
take an hour. The database's constraints hold here, too.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Team, User
from actions.models import ActionItem, DueDateChange
from incidents.models import Incident, Milestone, Service, Severity, TimelineEvent, Visibility
from postmortems.models import Postmortem, Revision, Section

TEAMS, PEOPLE, SERVICES = 20, 200, 60
EVENTS, ACTIONS = 20, 5  # of each incident
BATCH = 500  # incidents written in one transaction
DAYS = 3 * 365
SEED = 7
SUBJECTS = ("Checkout", "Search", "Login", "Exports", "Webhooks", "Billing", "Mail", "Uploads", "Reports", "Imports")
TROUBLES = ("answers slowly", "answers 500", "loses messages", "is unreachable", "shows old data", "fills its disk")
INCIDENT_STATES = ("open", "mitigated", "resolved", "closed", "closed", "closed", "closed", "closed")
POSTMORTEM_STATES = ("", "", "draft", "in_review", "published", "published", "published", "published")  # "": none
ACTION_STATES = (
    "proposed",
    "open",
    "open",
    "in_progress",
    "blocked",
    "done",
    "done",
    "verified",
    "verified",
    "wont_do",
)
VISIBILITIES = (*[Visibility.ORGANISATION] * 8, Visibility.TEAM, Visibility.RESTRICTED)
SLIPS = (0, 0, 0, 0, 0, 0, 1, 1, 2, 3)  # how often an item's date was moved,
SLIP = timedelta(days=14)  # and by how much each time
DECIDED_WITH_REASON = {"blocked", "wont_do"}
FINISHED = {"done", "verified"}


@dataclass(frozen=True)
class Stage:
    """Who and what the rows refer to."""

    people: list[User]
    teams: list[Team]
    services: list[Service]
    severities: list[Severity]
    chance: random.Random
    now: datetime


def seed(incidents: int, *, tell: Callable[[int], None] = lambda _written: None) -> None:
    """Add ``incidents`` incidents with 20 events and 5 action items each; ``tell`` hears how many are written."""
    stage = _set_stage()
    for start in range(0, incidents, BATCH):
        size = min(BATCH, incidents - start)
        _write(stage, size)
        tell(start + size)


@transaction.atomic
def _set_stage() -> Stage:
    run = timezone.now().strftime("%Y%m%d%H%M%S%f")  # so that a second call finds its names free
    names = [f"p{run}-{n}" for n in range(PEOPLE)]
    people = User.objects.bulk_create(
        User(email=f"{name}@scale.example.org", handle=name, name=f"Person {n}", password="!")  # noqa: S106 (nobody can sign in)
        for n, name in enumerate(names)
    )
    teams = Team.objects.bulk_create(Team(name=f"Team {n} {run}", slug=f"t{run}-{n}") for n in range(TEAMS))
    Membership.objects.bulk_create(
        Membership(team=teams[n % TEAMS], user=user, role="lead" if n < TEAMS else "member")
        for n, user in enumerate(people)
    )
    services = Service.objects.bulk_create(
        Service(name=f"service-{n}-{run}", team=teams[n % TEAMS]) for n in range(SERVICES)
    )
    return Stage(people, teams, services, list(Severity.objects.all()), random.Random(SEED), timezone.now())  # noqa: S311


@transaction.atomic
def _write(stage: Stage, size: int) -> None:
    incidents = Incident.objects.bulk_create(_incident(stage) for _ in range(size))
    Incident.services.through.objects.bulk_create(
        Incident.services.through(incident=incident, service=stage.chance.choice(stage.services))
        for incident in incidents
    )
    Milestone.objects.bulk_create(milestone for incident in incidents for milestone in _milestones(stage, incident))
    TimelineEvent.objects.bulk_create(
        (_event(stage, incident, n) for incident in incidents for n in range(EVENTS)), batch_size=2000
    )
    postmortems = _postmortems(stage, incidents)
    items = ActionItem.objects.bulk_create(
        (_action(stage, incident, postmortems.get(incident.pk)) for incident in incidents for _ in range(ACTIONS)),
        batch_size=2000,
    )
    DueDateChange.objects.bulk_create((slip for item in items for slip in _slips(item)), batch_size=2000)


def _incident(stage: Stage) -> Incident:
    began = stage.now - timedelta(minutes=stage.chance.randrange(60, DAYS * 1440))
    age = (stage.now - began).days
    return Incident(
        title=f"{stage.chance.choice(SUBJECTS)} {stage.chance.choice(TROUBLES)}",
        summary="Written for measuring.",
        severity=stage.chance.choice(stage.severities),
        state=stage.chance.choice(INCIDENT_STATES) if age < 60 else "closed",  # old ones are over
        visibility=stage.chance.choice(VISIBILITIES),
        team=stage.chance.choice(stage.teams),
        created_by=stage.chance.choice(stage.people),
        created_at=began,
    )


def _milestones(stage: Stage, incident: Incident) -> list[Milestone]:
    """As many as the state has reached, each some minutes after the one before."""
    reached = {"open": 3, "mitigated": 4}.get(incident.state, 5)
    at, milestones = incident.created_at, []
    for kind in Milestone.Kind.values[:reached]:
        milestones.append(Milestone(incident=incident, kind=kind, at=at))
        at += timedelta(minutes=stage.chance.randrange(1, 60))
    return milestones


def _event(stage: Stage, incident: Incident, n: int) -> TimelineEvent:
    return TimelineEvent(
        incident=incident,
        occurred_at=incident.created_at + timedelta(minutes=5 * n),
        kind=stage.chance.choice(TimelineEvent.Kind.values),
        text=f"Step {n}: {stage.chance.choice(SUBJECTS).lower()} {stage.chance.choice(TROUBLES)}",
        author=stage.chance.choice(stage.people),
    )


def _postmortems(stage: Stage, incidents: list[Incident]) -> dict[int, Postmortem]:
    """One for most of the incidents, by the incident's primary key."""
    chosen = [(incident, state) for incident in incidents if (state := _postmortem_state(stage, incident))]
    written = Postmortem.objects.bulk_create(
        Postmortem(
            title=incident.title,
            owner=stage.chance.choice(stage.people),
            due_on=(incident.created_at + timedelta(days=14)).date(),
            created_by=incident.created_by,
            created_at=incident.created_at,
        )
        for incident, _state in chosen
    )
    links = Postmortem.incidents.through
    pairs = list(zip(written, chosen, strict=True))
    links.objects.bulk_create(links(postmortem=pm, incident=incident) for pm, (incident, _state) in pairs)
    Section.objects.bulk_create(
        Section(postmortem=pm, key=key, heading=key.title(), markdown="Written for measuring.", position=n)
        for pm in written
        for n, key in enumerate(("summary", "lessons"))
    )
    _settle([(pm, incident, state) for pm, (incident, state) in pairs])
    return {incident.pk: pm for pm, (incident, _state) in pairs}


def _postmortem_state(stage: Stage, incident: Incident) -> str:
    """What is closed and needs a postmortem has one that is published; "" where there is none."""
    if incident.state == "closed" and incident.severity.postmortem_required:
        return "published"
    return stage.chance.choice(POSTMORTEM_STATES)


def _settle(told: list[tuple[Postmortem, Incident, str]]) -> None:
    """Give each its state; a published one needs its revision first."""
    published = [(pm, incident) for pm, incident, state in told if state == "published"]
    content: dict[str, Any] = {"title": "", "sections": [], "factors": [], "response": [], "timeline": []}
    revisions = Revision.objects.bulk_create(
        Revision(postmortem=pm, number=1, content={**content, "title": pm.title}, fingerprint="", why="published")
        for pm, _incident in published
    )
    for (pm, incident), revision in zip(published, revisions, strict=True):
        pm.published_revision, pm.published_at = revision, incident.created_at + timedelta(days=10)
    for pm, _incident, state in told:
        pm.state = state
    Postmortem.objects.bulk_update([pm for pm, _i, _s in told], ["state", "published_revision", "published_at"])


def _action(stage: Stage, incident: Incident, postmortem: Postmortem | None) -> ActionItem:
    state = stage.chance.choice(ACTION_STATES)
    first_due = (incident.created_at + timedelta(days=stage.chance.randrange(10, 120))).date()
    slips = 0 if state == "proposed" else stage.chance.choice(SLIPS)
    return ActionItem(
        title=f"Make it so that {incident.title.lower()} no more",
        priority=stage.chance.choice(ActionItem.Priority.values),
        state=state,
        state_reason="Written for measuring." if state in DECIDED_WITH_REASON else "",
        owner=stage.chance.choice(stage.people),
        team=incident.team,
        due_on=first_due + slips * SLIP,
        original_due_on=first_due,
        postmortem=postmortem,
        done_at=incident.created_at + timedelta(days=30) if state in FINISHED else None,
        created_by=incident.created_by,
        created_at=incident.created_at,
    )


def _slips(item: ActionItem) -> Iterator[DueDateChange]:
    """Every move of the date from the first to the present one, each on the day before it was due."""
    was, last = item.original_due_on, item.due_on
    while was and last and was < last:
        at = datetime.combine(was - timedelta(days=1), time(10), UTC)
        yield DueDateChange(item=item, was=was, now=was + SLIP, reason="Written for measuring.", by=item.owner, at=at)
        was += SLIP
