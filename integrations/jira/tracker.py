"""Issues of Jira: https://developer.atlassian.com/cloud/jira/platform/webhooks/ and /rest/v2/api-group-issues/."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.outbound import Unreachable, call
from integrations.trackers.kinds import Draft, Gone, Issue, IssueState, Refused, Report, Tracker, register

PAGE = re.compile(
    r"(?P<site>https?://[\w.:-]+(?:/[\w.-]+)*?)/(?:browse|issues)/(?P<key>[A-Za-z][A-Za-z0-9_]+-[1-9]\d{0,17})(?:[/?#].*)?"
)
SELECTED = re.compile(
    r"(?P<site>https?://[\w.:-]+)/.*[?&]selectedIssue=(?P<key>[A-Za-z][A-Za-z0-9_]+-[1-9]\d{0,17})\b.*"
)
SELF = re.compile(r"(?P<site>https?://.+?)/rest/api/.*")
PROJECT = re.compile(r"[A-Z][A-Z0-9_]+")
EVENTS = ("jira:issue_created", "jira:issue_updated", "jira:issue_deleted")
NOT_DONE = ("won't do", "won't fix", "duplicate", "cannot reproduce", "declined", "abandoned")


def issue_at(site: str, key: str) -> Issue:
    key, host = key.upper(), urlsplit(site).netloc.lower()
    path = urlsplit(site).path.rstrip("/")
    return Issue(f"{host}{path}/{key}".lower(), f"{site.rstrip('/')}/browse/{key}", key)


class Jira(Tracker):
    kind = "jira"
    label = "Jira"
    base_url_help = gettext_lazy("The site's address, such as https://acme.atlassian.net")
    project_label = gettext_lazy("Project key")
    project_help = gettext_lazy("Where new issues are made, as in OPS-12.")
    account_help = gettext_lazy(
        "The e-mail address that the token belongs to; empty for a personal token of your own server."
    )
    webhook_help = gettext_lazy("The events “issue created, updated, deleted”, and the secret below.")

    def recognise(self, url: str) -> Issue | None:
        found = PAGE.fullmatch(url.strip()) or SELECTED.fullmatch(url.strip())
        return issue_at(found["site"], found["key"]) if found else None

    def project_is_valid(self, project: str) -> bool:
        return PROJECT.fullmatch(project) is not None

    def signature(self, headers: Mapping[str, str]) -> str:
        return headers.get("X-Hub-Signature", "")

    def delivery_id(self, headers: Mapping[str, str]) -> str:
        return headers.get("X-Atlassian-Webhook-Identifier", "")

    def event(self, headers: Mapping[str, str], payload: Mapping[str, Any]) -> str:
        return str(payload.get("webhookEvent", ""))

    def report(self, event: str, payload: Mapping[str, Any]) -> Report | None:
        if event not in EVENTS or "issue" not in payload:
            return None
        told_at = payload.get("timestamp")
        at = datetime.fromtimestamp(int(told_at) / 1000, UTC) if told_at else timezone.now()
        report = _report(payload["issue"], at)
        if event == "jira:issue_deleted":
            return Report(report.issue, at, title=report.title, gone=Gone.DELETED)
        if (was := _key_before(payload)) and was != report.issue.name:
            site = report.issue.url.rpartition("/browse/")[0]
            return Report(issue_at(site, was), at, title=report.title, gone=Gone.MOVED, moved_to=report.issue)
        return report

    def check(self, connection: Any) -> str:
        return str(_read(_ask(connection, "GET", f"/project/{connection.project}"))["name"])

    def make(self, connection: Any, draft: Draft) -> Report:
        fields = {
            "project": {"key": connection.project},
            "issuetype": {"name": "Task"},
            "summary": draft.title,
            "description": draft.text,
        }
        made = _read(_ask(connection, "POST", "/issue", json={"fields": fields}))
        issue = issue_at(connection.base_url, made["key"])
        return Report(issue, timezone.now(), IssueState.OPEN, _("open"), draft.title)

    def fetch(self, connection: Any, issue: Issue) -> Report:
        answer = _ask(connection, "GET", f"/issue/{issue.name}")
        if answer.status_code == 404:
            return Report(issue, timezone.now(), gone=Gone.MISSING)
        report = _report(_read(answer), timezone.now())
        if report.issue.remote != issue.remote:
            return Report(issue, report.at, title=report.title, gone=Gone.MOVED, moved_to=report.issue)
        return report


def _report(found: Mapping[str, Any], at: datetime) -> Report:
    place = SELF.fullmatch(found["self"])
    if place is None:
        raise ValueError(found["self"])
    fields = found.get("fields") or {}
    state, words = _state(fields)
    assignee = (fields.get("assignee") or {}).get("displayName") or ""
    return Report(issue_at(place["site"], found["key"]), at, state, words, fields.get("summary") or "", assignee)


def _state(fields: Mapping[str, Any]) -> tuple[IssueState, str]:
    """By the status' category, for every project names its statuses as it likes."""
    status = fields.get("status") or {}
    if not status:
        return IssueState.UNKNOWN, ""
    words = str(status.get("name", ""))
    if (status.get("statusCategory") or {}).get("key") != "done":
        return IssueState.OPEN, words
    resolution = str((fields.get("resolution") or {}).get("name", ""))
    return (IssueState.DROPPED if resolution.lower() in NOT_DONE else IssueState.DONE), words


def _key_before(payload: Mapping[str, Any]) -> str:
    """The key that an issue had before it was moved to another project."""
    items = (payload.get("changelog") or {}).get("items") or []
    return next((str(item.get("fromString") or "") for item in items if item.get("field") == "Key"), "")


def _ask(connection: Any, method: str, path: str, **options: Any) -> httpx.Response:
    url = f"{connection.base_url.rstrip('/')}/rest/api/2{path}"
    if connection.account:
        return call(method, url, auth=(connection.account, connection.token), **options)
    return call(method, url, headers={"Authorization": f"Bearer {connection.token}"}, **options)


def _read(answer: httpx.Response) -> Any:
    if answer.status_code >= 500:
        raise Unreachable(_("Jira answered %(status)d.") % {"status": answer.status_code})
    if not answer.is_success:
        raise Refused(
            _("Jira said no (%(status)d). Look at the token and the project.") % {"status": answer.status_code}
        )
    return answer.json()


register(Jira())
