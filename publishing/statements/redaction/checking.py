"""The table of detectors, and going through everything that the public would read.

Each text is looked at as it was typed and as it will be read: a name that is half bold, or has an invisible character
in it, is still that name.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import markdown
from incidents.models import Participant
from postmortems.models import Postmortem
from publishing.models import PublicSite
from publishing.statements.content import Content
from publishing.statements.redaction import (
    addresses,
    customers,
    hosts,
    keys,
    networks,
    people,
    pictures,
    tickets,
    wording,
)
from publishing.statements.redaction.finding import Detector, Finding, Surroundings

TABLE = (
    Detector("keys", _("Token or key"), _("Whoever reads it can use it. Remove it, and have it changed."), keys.find),
    Detector("addresses", _("E-mail address"), _("It leads to a person."), addresses.find),
    Detector(
        "people", _("Person"), _("Customers need not know who it was. Say what happened, or name a role."), people.find
    ),
    Detector("customers", _("Customer"), _("It is on the list of customers that are not named."), customers.find),
    Detector("networks", _("IP address"), _("It says how the network is built."), networks.find),
    Detector(
        "hosts", _("Internal host or link"), _("Customers cannot open it, and it says how we are built."), hosts.find
    ),
    Detector("tickets", _("Ticket"), _("It leads to something internal."), tickets.find),
    Detector(
        "pictures", _("Picture"), _("The public pages show no pictures. Say in words what it shows."), pictures.find
    ),
    Detector("wording", _("Wording"), _("It can be read as blame. Say what happened instead."), wording.find),
)
BY_NAME = {detector.name: detector for detector in TABLE}
AROUND = 50
LONGEST = 300
TRACKER_HOST = re.compile(r"\Ahttps?://([^/:?#]+)")


def findings(content: Content, around: Surroundings) -> list[Finding]:
    """All of them, text by text in its order; what two detectors find at one place is told once."""
    found: list[Finding] = []
    for part, written in content.texts().items():
        found += _in_text(part, written, around)
    return found


def _in_text(part: str, written: str, around: Surroundings) -> Iterator[Finding]:
    told = set()
    for start, end, detector in _spans(written, around):
        words = _line(written[start:end])[:LONGEST]
        told.add((detector.name, words.casefold()))
        before, after = written[:start].rpartition("\n")[2], written[end:].partition("\n")[0]
        yield Finding(detector, part, words, before[-AROUND:], after[:AROUND])
    read = as_read(written)
    for start, end, detector in _spans(read, around):
        words = _line(read[start:end])[:LONGEST]
        if (detector.name, words.casefold()) not in told and detector.name != "wording":
            told.add((detector.name, words.casefold()))
            yield Finding(detector, part, words, read[:start][-AROUND:], read[end:][:AROUND])


def _spans(text: str, around: Surroundings) -> list[tuple[int, int, Detector]]:
    """In the order of the text; of what overlaps, the one whose detector stands first in the table."""
    taken: list[tuple[int, int, Detector]] = []
    for detector in TABLE:
        for start, end in sorted(set(detector.find(text, around)), key=lambda span: (span[0], -span[1])):
            if all(end <= a or b <= start for a, b, _detector in taken):
                taken.append((start, end, detector))
    return sorted(taken, key=lambda span: span[0])


def as_read(written: str) -> str:
    """The words without marks, without what cannot be seen, letters that look alike made alike."""
    plain = unicodedata.normalize("NFKC", markdown.plain(written))
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")


def _line(words: str) -> str:
    return " ".join(words.split())


def surroundings(postmortem: Postmortem) -> Surroundings:
    """Whom and what a statement about ``postmortem`` must not name. Four queries."""
    took_part = Participant.objects.filter(incident__postmortems=postmortem).select_related("user")
    site = PublicSite.get()
    links = postmortem.action_items.exclude(tracker_url="").values_list("tracker_url", flat=True)
    return Surroundings(
        participants=tuple((one.display_name, one.user.handle if one.user else "") for one in took_part),
        people=tuple(User.objects.get_queryset().values_list("name", "handle")),
        domains=tuple(site.lines("internal_domains")),
        customers=tuple(site.lines("customers")),
        own_host=urlsplit(settings.BASE_URL).hostname or "",
        trackers=tuple(sorted({match[1] for link in links if (match := TRACKER_HOST.match(link))})),
    )
