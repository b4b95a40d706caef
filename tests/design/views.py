"""Every component on one page, for those who build pages; see ``tests/design/settings.py`` for how to look at it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.flash import tell
from core.lifecycle import Blocker
from core.looks import KINDS, STATES

PAGES = ("components", "list", "thing", "reading", "narrow", "board", "home", "404", "500", "403", "refused")


class InventedReader:
    """Signs in somebody who is nowhere in the database; ``?as=nobody`` is a stranger, ``?theme=dark`` their taste."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleNamespace(  # type: ignore[assignment]
            name="Mary Jackson",
            email="mary@example.org",
            theme=request.GET.get("theme", "auto"),
            is_authenticated=request.GET.get("as") != "nobody",
        )
        return self.get_response(request)


def unread(request: HttpRequest) -> dict[str, int]:
    return {"unread_count": 3}


class ExampleForm(forms.Form):
    title = forms.CharField(help_text="What would you say aloud? “Checkout answers 500 for EU customers”")
    severity = forms.ChoiceField(choices=[("", "Choose one"), ("1", "SEV1"), ("2", "SEV2")])
    noticed = forms.CharField(label="When was it noticed?", help_text="14:05, or 2026-11-03 14:05 CET")
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    services = forms.MultipleChoiceField(
        choices=[("1", "Checkout"), ("2", "Payments"), ("3", "Search")], widget=forms.CheckboxSelectMultiple
    )
    visible = forms.ChoiceField(
        label="Who may see it?",
        choices=[("organisation", "Everybody here"), ("team", "The team"), ("restricted", "Named people only")],
        widget=forms.RadioSelect,
    )
    customers = forms.BooleanField(label="Customers noticed it", required=False, help_text="As far as you know.")
    log = forms.FileField(label="A file", required=False)


class SignInForm(forms.Form):
    login = forms.EmailField(label="E-mail address")
    password = forms.CharField(widget=forms.PasswordInput)
    remember = forms.BooleanField(label="Keep me signed in", required=False)


STATUSES = [("", "Any"), ("open", "Open"), ("closed", "Closed")]
TEAMS = [("", "Any"), ("1", "Payments"), ("2", "Platform")]


class ExampleFilter(forms.Form):
    q = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Status", choices=STATUSES, required=False)
    team = forms.ChoiceField(choices=TEAMS, required=False)
    mine = forms.BooleanField(label="Mine only", required=False)


def catalogue(request: HttpRequest) -> HttpResponse:
    """``?show=`` picks one of PAGES, ``?toast=1`` adds a message with Undo."""
    if "toast" in request.GET:
        tell(request, "Event removed.", undo="/design/")
    page = request.GET.get("show", "components")
    if page not in PAGES:
        page = "components"
    name = f"{page}.html" if page in ("404", "500", "403", "refused") else f"design/{page}.html"
    return render(request, name, _examples(request))


def _examples(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {
        "sort": "-due",
        "now": now,
        "moments": [now - timedelta(minutes=14), now + timedelta(hours=3), now - timedelta(days=40), None],
        "lengths": [timedelta(minutes=14), timedelta(hours=3, minutes=12), timedelta(days=2, hours=4)],
        "days": [_day(-3), _day(0), _day(1), _day(12), None],
        "people": [_person(name) for name in ("Ada Lovelace", "Grace Hopper", "Mary Jackson", "Jean Bartik")],
        "severities": [SimpleNamespace(rank=n, name=f"SEV{n}", description="") for n in (1, 2, 3, 4)],
        "states": STATES,
        "kinds": KINDS,
        "steps": _steps(now - timedelta(days=2)),
        "events": _events(now - timedelta(days=2)),
        "incidents": _incidents(now),
        "blockers": [
            Blocker("owner", "Nobody owns it yet.", "#owner"),
            Blocker("factors", "There is no contributing factor: what made it possible?", "#factors"),
            Blocker("reviewer", "No reviewer has been asked."),
        ],
        "typed": ["The disk alarm came back at 14:05."],
        "form": _refused_form(),
        "sign_in": SignInForm(),
        "filter_form": ExampleFilter(request.GET),
        "page": Paginator(range(400), 20).get_page(request.GET.get("page", 4)),
    }


def _person(name: str) -> SimpleNamespace:
    return SimpleNamespace(name=name)


def _refused_form() -> ExampleForm:
    form = ExampleForm({"title": "Checkout", "noticed": "25:99"})
    form.add_error("noticed", "25:99 is not a time of day. Write it like 14:05, or with a date: 2026-11-03 14:05.")
    form.add_error(None, "Two people changed this at once. What you typed is still here: compare, then save again.")
    return form


def _day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def _steps(start: datetime) -> list[dict[str, Any]]:
    minutes = {"Started": 0, "Detected": 14, "Acknowledged": 17, "Mitigated": 64}
    steps: list[dict[str, Any]] = []
    previous = None
    for label, after in minutes.items():
        gap = None if previous is None else timedelta(minutes=after - previous)
        precision = "approximate" if after == 0 else "exact"
        steps.append({"label": label, "at": start + timedelta(minutes=after), "precision": precision, "gap": gap})
        previous = after
    return [*steps, {"label": "Resolved", "at": None, "precision": "unknown", "gap": None, "url": "#resolved"}]


def _events(start: datetime) -> list[dict[str, Any]]:
    told = [
        (0, "impact", "First 500 answers from **checkout-eu**; about 4 % of requests."),
        (14, "detection", "Alert *CheckoutErrorRate* fires and pages the payments on-call."),
        (17, "communication", "Incident channel opened, Grace takes command, status page says “investigating”."),
        (29, "diagnosis", "All failing requests carry a coupon; the coupon service answers in 8 s."),
        (41, "decision", "Turn coupons off rather than wait for the roll-back, which needs 25 minutes."),
        (44, "action", "Feature flag `coupons` off in all EU regions."),
        (64, "repair", "Error rate back to normal."),
        (80, "note", "Customer support reports 112 tickets so far."),
    ]
    return [{"at": start + timedelta(minutes=after), "kind": kind, "text": text} for after, kind, text in told]


def _incidents(now: datetime) -> list[SimpleNamespace]:
    rows = [
        (42, 2, "Checkout answers 500 for EU customers", "open", -3, "P1"),
        (41, 1, "No payments for 47 minutes after the certificate expired", "mitigated", 0, "P2"),
        (40, 3, "Search results were two days old", "resolved", 4, "P3"),
        (39, 4, "Weekly report mail went out twice", "closed", 12, "P4"),
        (38, 3, "Duplicate alert about the staging database", "cancelled", 20, "P3"),
    ]
    return [
        SimpleNamespace(
            key=f"INC-{number}",
            KEY_PREFIX="INC",
            title=title,
            state=state,
            severity=SimpleNamespace(rank=rank, name=f"SEV{rank}", description=""),
            due=_day(due),
            priority=priority,
            started=now - timedelta(days=43 - number, hours=2),
            owner=_person("Grace Hopper") if number % 2 else None,
        )
        for number, rank, title, state, due, priority in rows
    ]
