"""Postmortems: starting one, what it is about, and its moves."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from ninja import Query, Router, Status

from accounts.access import current_user
from accounts.models import Team, User
from actions.models import ActionItem
from api import references
from api.forms import checked, revised
from api.moves import Takes, arguments
from api.paging import Order, Page, page
from api.problems import shown_blocker
from api.requests import ApiRequest, may
from api.shapes.postmortems import (
    DecisionOut,
    PostmortemIn,
    PostmortemMoveIn,
    PostmortemOut,
    PostmortemPatch,
    PostmortemQuery,
    PostmortemRow,
    Verb,
    whole,
)
from api.values import Blocker, Person, PostmortemKey, number_of
from incidents.models import Service, Severity
from postmortems import review, verdicts, waiving
from postmortems.access import get_postmortem_for
from postmortems.content import content_of, fingerprint
from postmortems.filters import PostmortemFilter
from postmortems.forms.about import AboutForm
from postmortems.forms.start import StartForm
from postmortems.models import Postmortem, ReviewDecision, Template
from postmortems.permissions import abilities
from postmortems.text import document_of
from postmortems.verbs import verbs_of

router = Router(tags=["postmortems"])
ORDER = Order("postmortems")
WIDE = (
    "incidents__severity",
    "incidents__restricted_to",
    "reviewers",
    "sections__edited_by",
    "factors__category__parent",
    "factors__evidence",
    "response",
    "moves__by",
    "waived_by",
    "created_by",
)
Verdict = ReviewDecision.Verdict

MOVES: Takes = {
    "submit": {"due_on"},
    "ask_again": set(),
    "withdraw": set(),
    "approve": {"note", "seen"},
    "request_changes": {"note", "seen"},
    "publish": set(),
    "revise": set(),
    "waive": {"reason"},
    "propose_waiver": {"reason"},
    "decline_waiver": set(),
    "unwaive": set(),
}
# Who may: a key of ``abilities``. Whether somebody was asked for a verdict is the domain's to say.
ABILITIES = {"approve": "", "request_changes": "", "waive": "waive", "unwaive": "waive", "decline_waiver": "waive"}
ACTS: dict[str, Callable[..., object]] = {
    "submit": review.submit,
    "ask_again": verdicts.ask_again,
    "withdraw": review.withdraw,
    "approve": lambda postmortem, **more: review.decide(postmortem, verdict=Verdict.APPROVED, **more),
    "request_changes": lambda postmortem, **more: review.decide(postmortem, verdict=Verdict.CHANGES_REQUESTED, **more),
    "publish": review.publish,
    "revise": Postmortem.revise,
    "waive": waiving.waive,
    "propose_waiver": waiving.propose,
    "decline_waiver": waiving.decline,
    "unwaive": Postmortem.unwaive,
}


@router.get("", response=Page[PostmortemRow])
def list_postmortems(request: ApiRequest, query: Query[PostmortemQuery]) -> dict[str, Any]:
    """Postmortems that you may see, the newest key first."""
    visible = Postmortem.objects.visible_to(current_user(request))
    rows = PostmortemFilter(_narrowed(query), queryset=visible, request=request).qs
    rows = rows.select_related("owner").prefetch_related("incidents__severity")
    return page(request, rows, query, ORDER, PostmortemRow.of)


def _narrowed(query: PostmortemQuery) -> dict[str, Any]:
    """``query`` as the page's filter takes it. Raises ``Problem`` for names of things that are not there."""
    data: dict[str, Any] = {"q": query.text, "state": query.state, "late": query.late}
    data |= {"since": query.since, "until": query.until}
    if query.owner:
        data["owner"] = references.person(query.owner, parameter="owner").pk
    if query.team:
        data["team"] = references.row(Team.objects.all(), "slug", query.team, parameter="team").pk
    if query.severity:
        data["severity"] = references.row(Severity.objects.all(), "name", query.severity, parameter="severity").pk
    if query.service:
        data["service"] = references.row(Service.objects.all(), "name", query.service, parameter="service").pk
    return data


@router.post("", response={201: PostmortemOut})
def start_postmortem(request: ApiRequest, response: HttpResponse, postmortem: PostmortemIn) -> Status[PostmortemOut]:
    """Start a draft about one or several incidents, in the form of a template."""
    user = current_user(request)
    if not user.is_writer:
        raise PermissionDenied
    templates = Template.objects.all()
    wish = postmortem.template
    template = references.row(templates, "name", wish, pointer="/template") if wish else templates.first()
    data = {
        "incidents": ", ".join(postmortem.incidents),
        "template": template.pk if template else None,
        "owner": references.person(postmortem.owner, pointer="/owner").pk if postmortem.owner else user.pk,
        "title": postmortem.title,
    }
    started = checked(StartForm(data, user=user, initial={})).save()
    response.headers["Location"] = f"{request.path}/{started.key}"
    return Status(201, shown(request, started.pk))


@router.get("/{key}", response=PostmortemOut)
def read_postmortem(request: ApiRequest, key: PostmortemKey) -> PostmortemOut:
    """One postmortem as it stands: sections, factors, how the response went, what is missing."""
    return shown(request, number_of(key))


@router.patch("/{key}", response=PostmortemOut)
def change_postmortem(request: ApiRequest, key: PostmortemKey, changes: PostmortemPatch) -> PostmortemOut:
    """Change what it is about and whose it is: what is sent, and nothing else."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number_of(key), ability="move")
    # What others save or move meanwhile must not be written back as it was.
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if given := _resolved(changes):
        revised(lambda data: AboutForm(data, instance=copy(postmortem), user=user), given).save()
    return shown(request, postmortem.pk)


def _resolved(changes: PostmortemPatch) -> dict[str, Any]:
    given = changes.given()
    if "incidents" in given:
        given["incidents"] = ", ".join(given["incidents"])
    if given.get("owner"):
        given["owner"] = references.person(given["owner"], pointer="/owner").pk
    if "reviewers" in given:
        given["reviewers"] = [user.pk for user in references.people(given["reviewers"], "reviewers")]
    return given


@router.post("/{key}/moves/{verb}", response=PostmortemOut)
def move_postmortem(
    request: ApiRequest, key: PostmortemKey, verb: Verb, move: PostmortemMoveIn | None = None
) -> PostmortemOut:
    """Move it on, or give your verdict. A refusal names everything that stands in the way."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number_of(key), ability=ABILITIES.get(verb, "move"))
    ACTS[verb](postmortem, by=user, **arguments(move or PostmortemMoveIn(), verb, MOVES))
    return shown(request, postmortem.pk)


def shown(request: ApiRequest, number: int) -> PostmortemOut:
    """The postmortem as it stands now, as ``request``'s token sees it."""
    user = current_user(request)
    postmortem = get_postmortem_for(user, number)
    document = document_of(postmortem)
    prefetch_related_objects([postmortem], *WIDE)
    items = ActionItem.objects.visible_to(user).filter(postmortem=postmortem).order_by("pk")
    stands = fingerprint(content_of(postmortem))
    return whole(
        postmortem,
        review=_decisions(postmortem, stands),
        action_items=[item.key for item in items],
        missing=_missing(postmortem, user),
        fingerprint=stands,
        document=document.uuid,
        abilities=may(request, abilities(user, postmortem)),
    )


def _missing(postmortem: Postmortem, user: User) -> list[Blocker]:
    return [Blocker(**shown_blocker(blocker)) for blocker in verbs_of(postmortem, user).blockers]


def _decisions(postmortem: Postmortem, stands: str) -> list[DecisionOut]:
    """The verdicts of the last round; ``stands`` is the fingerprint of the content as it is."""
    decisions = ReviewDecision.objects.filter(review=postmortem.reviews.first()).select_related("reviewer", "revision")
    return [
        DecisionOut(
            reviewer=Person.of(decision.reviewer),
            verdict=decision.verdict,
            is_stale=bool(
                decision.verdict == Verdict.APPROVED and decision.revision and decision.revision.fingerprint != stands
            ),
            note=decision.note,
            decided_at=decision.decided_at,
        )
        for decision in decisions
    ]
