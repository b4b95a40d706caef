"""Names in a document against what this organisation has: people, services, severities, zones."""

import re
from collections.abc import Iterable

from accounts.models import User
from accounts.zones import known_zones
from actions.models import ActionItem
from incidents.models import Participant, Service, Severity
from integrations.importer.names import names_of
from integrations.importer.parsed import ParsedPostmortem

Role = Participant.Role
_ROLES = (
    (re.compile(r"commander|\bic\b|incident lead|^lead", re.IGNORECASE), Role.COMMANDER),
    (re.compile(r"comm(unication)?s", re.IGNORECASE), Role.COMMUNICATIONS),
    (re.compile(r"scribe", re.IGNORECASE), Role.SCRIBE),
    (re.compile(r"report(ed|er)", re.IGNORECASE), Role.REPORTER),
    (re.compile(r"expert|tech(nical)? lead", re.IGNORECASE), Role.EXPERT),
    (re.compile(r"respon|on-?call|involved|team members", re.IGNORECASE), Role.RESPONDER),
)
_SEVERITY_WORDS = {"critical": 1, "urgent": 1, "major": 2, "high": 2, "medium": 3, "moderate": 3, "minor": 4, "low": 4}
_PRIORITY_WORDS = {"critical": "P1", "urgent": "P1", "high": "P1", "medium": "P2", "low": "P4"}
# An offset has no clock changes; the incident's zone is where people say so.
_PLACES = {
    "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin",
    "BST": "Europe/London", "EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago",
    "CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles", "JST": "Asia/Tokyo", "IST": "Asia/Kolkata", "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "EET": "Europe/Helsinki", "EEST": "Europe/Helsinki",
}  # fmt: skip


class People:
    """Active people by every name a document may use: full name, handle, address, and a first name only one has."""

    def __init__(self) -> None:
        self._known: dict[str, User] = {}
        shared: set[str] = set()
        for user in User.objects.active():
            for name in (user.handle, user.email, user.email.partition("@")[0], user.name):
                self._known.setdefault(name.lower(), user)
        for user in User.objects.active():
            first = user.name.split(" ")[0].lower()
            if self._known.get(first, user) != user:
                shared.add(first)
            self._known.setdefault(first, user)
        for name in shared:
            self._known.pop(name, None)

    def find(self, written: str) -> User | None:
        """The person meant, if it is one and nobody else could be."""
        return self._known.get(written.strip().lstrip("@").strip("`").lower())

    def owner(self, written: str | None) -> User | None:
        """The first of the names written that is somebody who may own things."""
        found = (self.find(name) for name in names_of(written or ""))
        return next((user for user in found if user and user.is_writer), None)


def role_named(label: str) -> str | None:
    """The role in the response that a label names; None for authors and the like, who need not have been there."""
    if re.search(r"author|review|written|created|prepared|drafted|post-?mortem|document|facilitator", label, re.I):
        return None
    return next((role for pattern, role in _ROLES if pattern.search(label)), None)


def severity_of(written: str | None) -> Severity | None:
    """The severity that a document means by "SEV2", "P1" or "high"; None if that names none of ours."""
    if not written:
        return None
    text = written.lower()
    by_name = Severity.objects.filter(name__iexact=written).first()
    digits = re.search(r"[0-9]", text)
    rank = max(int(digits[0]), 1) if digits else _SEVERITY_WORDS.get(text.split(" ")[0])
    return by_name or (Severity.objects.filter(rank=rank).first() if rank else None)


def usual_severity() -> Severity:
    """Where a document says nothing: the mildest severity for which a postmortem is asked."""
    asked = Severity.objects.filter(postmortem_required=True).order_by("-rank").first()
    return asked or Severity.objects.order_by("-rank")[0]


def priority_of(written: str | None) -> str | None:
    """ "P1" to "P4"; None if nothing of the kind is written."""
    text = (written or "").strip().lower()
    digits = re.search(r"[0-9]", text)
    if digits:
        return f"P{min(max(int(digits[0]), 1), 4)}"
    return _PRIORITY_WORDS.get(text.split(" ")[0]) if text else None


def action_kind(written: str | None) -> str | None:
    """Our kind of action item that a document means by "prevent" or "Detection"."""
    text = (written or "").strip().lower()
    return next((kind for kind in ActionItem.Kind.values if text.startswith(kind[:6])), None) if text else None


def services_named(names: Iterable[str]) -> list[Service]:
    """Those of our services that the document names."""
    wanted = {name.lower() for name in names}
    return [service for service in Service.objects.all() if service.name.lower() in wanted]


def zone_name_of(parsed: ParsedPostmortem, *, otherwise: str) -> str:
    """The IANA name for the incident's zone: the document's, or that of the place where its abbreviation is used."""
    written = parsed.zone or ""
    if "/" in written and written in known_zones():
        return written
    named = next((str(e.moment.zone) for e in parsed.timeline if e.moment and "/" in str(e.moment.zone)), "")
    return _PLACES.get(written.upper(), named or ("UTC" if written else otherwise))
