"""Plain functions that make one thing each, with as few words as a test needs."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Membership, Role, Team, User
from actions.models import ActionItem
from incidents.models import Evidence, Incident, Service, Severity, TimelineEvent, Visibility
from postmortems import text
from postmortems.models import ContributingFactor, Postmortem, ResponseReview, Template

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def make_user(name: str = "Ada", *, role: str = Role.MEMBER, **fields: Any) -> User:
    """A person with the address ``<name>@example.org`` and the password ``password``."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    return User.objects.create_user(email, name=name, role=role, password=fields.pop("password", "password"), **fields)


def make_admin(name: str = "Admin", **fields: Any) -> User:
    return make_user(name, role=Role.ADMIN, **fields)


def make_viewer(name: str = "Viewer", **fields: Any) -> User:
    return make_user(name, role=Role.VIEWER, **fields)


def make_team(name: str = "Payments", *, members: tuple[User, ...] = (), leads: tuple[User, ...] = ()) -> Team:
    team = Team.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    for role, users in ((Membership.Role.MEMBER, members), (Membership.Role.LEAD, leads)):
        for user in users:
            team.memberships.create(user=user, role=role)
    return team


def make_service(name: str = "checkout", **fields: Any) -> Service:
    return Service.objects.create(name=name, **fields)


def severity(rank: int = 2) -> Severity:
    return Severity.objects.get(rank=rank)


def make_incident(title: str = "Checkout answers 500", *, by: User | None = None, **fields: Any) -> Incident:
    fields.setdefault("severity", severity(2))
    return Incident.objects.create(title=title, created_by=by or _somebody(), **fields)


def make_restricted_incident(*people: User, title: str = "Key in a public place", **fields: Any) -> Incident:
    """An incident that only admins and ``people`` may know of."""
    incident = make_incident(title, visibility=Visibility.RESTRICTED, **fields)
    incident.restricted_to.set(people)
    return incident


def make_event(
    incident: Incident, text: str = "Alert fires", *, at: datetime | None = None, **fields: Any
) -> TimelineEvent:
    """An event ``at`` a time, else a minute after the last one made (from noon on 3 November 2026)."""
    at = at or NOON + timedelta(minutes=incident.events.count())
    return incident.events.create(text=text, occurred_at=at, author=fields.pop("author", incident.created_by), **fields)


def make_evidence(incident: Incident, url: str = "https://graphs.example.org/1", **fields: Any) -> Evidence:
    """A link, unless ``fields`` say otherwise."""
    fields = {"kind": Evidence.Kind.LINK, "url": url, "author": incident.created_by, **fields}
    return incident.evidence.create(**fields)


def make_upload(name: str = "graph.png", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; a small red picture unless ``content`` is given."""
    return SimpleUploadedFile(name, make_picture() if content is None else content)


def make_picture(kind: str = "PNG", size: tuple[int, int] = (12, 8), **options: Any) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "crimson").save(target, kind, **options)
    return target.getvalue()


def make_template(name: str = "Plain") -> Template:
    template, _created = Template.objects.get_or_create(name=name)
    template.sections.get_or_create(key="summary", defaults={"heading": "Summary", "required": True})
    template.sections.get_or_create(key="lessons", defaults={"heading": "What we learned", "position": 1})
    return template


def make_postmortem(*incidents: Incident, owner: User | None = None, **fields: Any) -> Postmortem:
    """A draft about ``incidents`` (one is made if none is given) on a template of two sections."""
    told = incidents or (make_incident(by=owner),)
    by = fields.pop("by", owner or told[0].created_by)
    return Postmortem.start(incidents=told, template=make_template(), by=by, owner=owner, **fields)


def fill(postmortem: Postmortem, *, reviewers: tuple[User, ...]) -> Postmortem:
    """Give a draft everything that submitting asks for."""
    owner = postmortem.owner or postmortem.created_by
    incident = postmortem.incidents.all()[0]
    for _missing in range(2 - incident.events.count()):
        make_event(incident)
    for section in postmortem.sections.all():
        text.write(section, "Something happened, and this is how.", base=section.version, by=owner)
    ContributingFactor.objects.create(postmortem=postmortem, statement="The retry had no limit")
    ResponseReview.objects.create(postmortem=postmortem, dimension="detection", rating=4)
    postmortem.reviewers.set(reviewers)
    return postmortem


def make_action(title: str = "Limit the retries", *, postmortem: Postmortem | None = None, **fields: Any) -> ActionItem:
    """A proposed item."""
    fields.setdefault("created_by", fields.get("owner") or _somebody())
    return ActionItem.objects.create(title=title, postmortem=postmortem, **fields)


def make_open_action(title: str = "Limit the retries", *, owner: User, due_on: date, **fields: Any) -> ActionItem:
    """An item that ``owner`` agreed to do by ``due_on``."""
    item = make_action(title, owner=owner, due_on=due_on, **fields)
    item.accept(by=owner)
    return item


def _somebody() -> User:
    return User.objects.filter(email="somebody@example.org").first() or make_user("Somebody")


DECIDED_ON = date(2026, 11, 3)
ROUTES = {  # the moves that lead from a proposal to each state of an action item
    "proposed": (),
    "declined": ("decline",),
    "open": ("accept",),
    "in_progress": ("accept", "start"),
    "blocked": ("accept", "block"),
    "done": ("accept", "finish"),
    "verified": ("accept", "finish", "verify"),
    "wont_do": ("accept", "give_up"),
}


def make_action_in(state: str, *, by: User, **fields: Any) -> ActionItem:
    """An item of ``by`` (a lead or an admin, where it is given up) that went the whole way to ``state``."""
    item = make_action(owner=by, **{"due_on": DECIDED_ON, **fields})
    for verb in ROUTES[state]:
        words = {"reason": "Because of the quarter's end"} if item.MOVES[verb].needs_reason else {}
        getattr(item, verb)(by=by, **words)
    return item
