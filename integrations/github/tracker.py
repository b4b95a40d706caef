"""Issues of GitHub: https://docs.github.com/en/rest/issues and /en/webhooks/webhook-events-and-payloads#issues."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.outbound import Unreachable, call
from integrations.trackers.kinds import Draft, Gone, Issue, IssueState, Refused, Report, Tracker, register

PAGE = re.compile(
    r"https?://(?P<host>[\w.:-]+)/(?P<repo>[\w.-]+/[\w.-]+)/(?:issues|pull)/(?P<number>[1-9]\d{0,17})(?:[/?#].*)?",
    re.IGNORECASE,
)
API = re.compile(
    r"https?://(?P<host>[\w.:-]+?)(?:/api/v3)?/repos/(?P<repo>[\w.-]+/[\w.-]+)/(?:issues|pulls)/(?P<number>[1-9]\d{0,17})"
)
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
NOT_DONE = ("not_planned", "duplicate")


def issue_at(host: str, repo: str, number: int | str) -> Issue:
    """Names of repositories do not differ by capitals."""
    host = host.lower().removeprefix("www.").removeprefix("api.")
    remote = f"{host}/{repo}#{number}".lower()
    return Issue(remote, f"https://{host}/{repo}/issues/{number}", f"{repo}#{number}")


class GitHub(Tracker):
    kind = "github"
    label = "GitHub"
    base_url = "https://api.github.com"
    base_url_help = gettext_lazy("For GitHub Enterprise Server: https://your.host/api/v3")
    project_label = gettext_lazy("Repository")
    project_help = gettext_lazy("Where new issues are made, as owner/name.")
    webhook_help = gettext_lazy("Content type application/json, the event “Issues”.")

    def recognise(self, url: str) -> Issue | None:
        found = PAGE.fullmatch(url.strip())
        return issue_at(found["host"], found["repo"], found["number"]) if found else None

    def project_is_valid(self, project: str) -> bool:
        return REPOSITORY.fullmatch(project) is not None

    def signature(self, headers: Mapping[str, str]) -> str:
        return headers.get("X-Hub-Signature-256", "")

    def delivery_id(self, headers: Mapping[str, str]) -> str:
        return headers.get("X-GitHub-Delivery", "")

    def event(self, headers: Mapping[str, str], payload: Mapping[str, Any]) -> str:
        return f"{headers.get('X-GitHub-Event', '')}.{payload.get('action', '')}"

    def report(self, event: str, payload: Mapping[str, Any]) -> Report | None:
        kind, _dot, action = event.partition(".")
        if kind != "issues" or "issue" not in payload:
            return None
        report = _report(payload["issue"])
        issue = _of_repository(payload) or report.issue
        if action == "deleted":
            return Report(issue, timezone.now(), title=report.title, gone=Gone.DELETED)
        if action == "transferred":
            new = payload.get("changes", {}).get("new_issue", {})
            moved_to = self.recognise(new.get("html_url", ""))
            return Report(issue, timezone.now(), title=report.title, gone=Gone.MOVED, moved_to=moved_to)
        return Report(issue, report.at, report.state, report.words, report.title, report.assignee)

    def check(self, connection: Any) -> str:
        return str(_read(_ask(connection, "GET", f"/repos/{connection.project}"))["full_name"])

    def make(self, connection: Any, draft: Draft) -> Report:
        body = {"title": draft.title, "body": draft.text}
        return _report(_read(_ask(connection, "POST", f"/repos/{connection.project}/issues", json=body)))

    def fetch(self, connection: Any, issue: Issue) -> Report:
        repo, _hash, number = issue.name.rpartition("#")
        answer = _ask(connection, "GET", f"/repos/{repo}/issues/{number}")
        if answer.status_code in (404, 410):
            return Report(issue, timezone.now(), gone=Gone.MISSING)
        if answer.status_code == 301:
            return Report(issue, timezone.now(), gone=Gone.MOVED)
        return _report(_read(answer))


def _report(found: Mapping[str, Any]) -> Report:
    place = API.fullmatch(found["url"])
    if place is None:
        raise ValueError(found["url"])
    issue = issue_at(place["host"], place["repo"], place["number"])
    at = parse_datetime(found.get("updated_at") or "") or timezone.now()
    state, words = _state(found)
    assignees = ", ".join(person["login"] for person in found.get("assignees") or [])
    return Report(issue, _aware(at), state, words, str(found.get("title", "")), assignees)


def _state(found: Mapping[str, Any]) -> tuple[IssueState, str]:
    if found["state"] != "closed":
        return IssueState.OPEN, _("open")
    reason = found.get("state_reason") or ""
    words = _("closed as %(reason)s") % {"reason": reason.replace("_", " ")} if reason else _("closed")
    return (IssueState.DROPPED if reason in NOT_DONE else IssueState.DONE), words


def _of_repository(payload: Mapping[str, Any]) -> Issue | None:
    """The issue by the repository that sends the event: of a transferred one, the body already names the new place."""
    found = PAGE.fullmatch(payload["issue"].get("html_url", ""))
    name = payload.get("repository", {}).get("full_name", "")
    return issue_at(found["host"], name, payload["issue"]["number"]) if found and name else None


def _aware(at: datetime) -> datetime:
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _ask(connection: Any, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {connection.token}",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "postmortems",
    }
    return call(method, connection.base_url.rstrip("/") + path, headers=headers, **options)


def _read(answer: httpx.Response) -> Any:
    if answer.status_code >= 500:
        raise Unreachable(_("GitHub answered %(status)d.") % {"status": answer.status_code})
    if not answer.is_success:
        raise Refused(
            _("GitHub said no (%(status)d). Look at the token and the repository.") % {"status": answer.status_code}
        )
    return answer.json()


register(GitHub())
