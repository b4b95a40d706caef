"""What a tracker must be able to do, and the dict of those there are. Deleting a tracker's folder takes it away."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

import integrations
from core.outbound import Unreachable


class Refused(Unreachable):
    """The tracker answered, and said no; the message says so to people."""


@dataclass(frozen=True)
class Issue:
    """An issue wherever it is: ``remote`` tells it from all others, ``url`` is its one address."""

    remote: str
    url: str
    name: str


class IssueState(models.TextChoices):
    """Where an issue stands, in the words that matter here."""

    UNKNOWN = "", _("not known yet")
    OPEN = "open", _("open")
    DONE = "done", _("closed")
    DROPPED = "dropped", _("closed without doing it")


class Gone(models.TextChoices):
    """Why an issue is not where it was."""

    NO = "", ""
    DELETED = "deleted", _("deleted there")
    MOVED = "moved", _("moved elsewhere")
    MISSING = "missing", _("not found there")


@dataclass(frozen=True)
class Report:
    """What a tracker tells about an issue. ``at`` is the tracker's own time: an older report changes nothing."""

    issue: Issue
    at: datetime
    state: IssueState = IssueState.UNKNOWN
    words: str = ""
    title: str = ""
    assignee: str = ""
    gone: Gone = Gone.NO
    moved_to: Issue | None = None


@dataclass(frozen=True)
class Draft:
    """An issue to be made."""

    title: str
    text: str


class Tracker(ABC):
    """One kind of tracker. ``connection`` is a row of ``Connection``; headers are looked up in any case."""

    kind: str
    label: StrOrPromise
    base_url: str = ""
    base_url_help: StrOrPromise = ""
    project_label: StrOrPromise
    project_help: StrOrPromise
    account_help: StrOrPromise = ""  # "" means that a token is all it takes
    webhook_help: StrOrPromise

    @abstractmethod
    def recognise(self, url: str) -> Issue | None:
        """The issue at ``url``, if it is one of this kind of tracker's."""

    @abstractmethod
    def project_is_valid(self, project: str) -> bool: ...

    @abstractmethod
    def signature(self, headers: Mapping[str, str]) -> str:
        """``sha256=…`` as the request carries it."""

    @abstractmethod
    def delivery_id(self, headers: Mapping[str, str]) -> str:
        """What tells this delivery from others; "" where the tracker gives none."""

    @abstractmethod
    def report(self, event: str, payload: Mapping[str, Any]) -> Report | None:
        """What an event tells about an issue; None for events that say nothing about one."""

    @abstractmethod
    def event(self, headers: Mapping[str, str], payload: Mapping[str, Any]) -> str: ...

    @abstractmethod
    def check(self, connection: Any) -> str:
        """Whom the token stands for. Raises ``Unreachable``."""

    @abstractmethod
    def make(self, connection: Any, draft: Draft) -> Report:
        """Make an issue. Raises ``Refused`` where the tracker said no, ``Unreachable`` where nobody knows."""

    @abstractmethod
    def fetch(self, connection: Any, issue: Issue) -> Report:
        """How an issue stands now. Raises ``Unreachable``."""


TRACKERS: dict[str, Tracker] = {}


def register(tracker: Tracker) -> None:
    TRACKERS[tracker.kind] = tracker


def load() -> None:
    """Import every folder's ``tracker``, which registers itself."""
    for module in iter_modules(integrations.__path__):
        if module.ispkg and find_spec(f"integrations.{module.name}.tracker"):
            import_module(f"integrations.{module.name}.tracker")


def recognise(url: str) -> tuple[str, Issue] | None:
    """The kind of tracker and the issue that ``url`` leads to."""
    for tracker in TRACKERS.values():
        if issue := tracker.recognise(url):
            return tracker.kind, issue
    return None
