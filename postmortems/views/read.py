"""The reading view: the article, and for a reviewer the bar with their verdict."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from accounts.models import User
from postmortems.access import get_postmortem_for
from postmortems.article import article_of
from postmortems.changes import changes_between
from postmortems.content import content_of, fingerprint
from postmortems.conversations import comments_context
from postmortems.forms.words import VerdictForm
from postmortems.models import Postmortem
from postmortems.models.postmortem import State
from postmortems.permissions import abilities
from postmortems.reading import parts_for, people_by_role, publications, told_in, was_read
from postmortems.review import fresh_approvals
from postmortems.verbs import decision_of, owes
from postmortems.verdicts import last_read
from postmortems.wording import remarks_of


@require_GET
def read(request: HttpRequest, number: int) -> HttpResponse:
    """What is published; before that what stands there; ``?draft=1`` the draft of something published."""
    return reading_page(request, get_postmortem_for(current_user(request), number))


def reading_page(
    request: HttpRequest, postmortem: Postmortem, *, verdict: VerdictForm | None = None, status: int = 200
) -> HttpResponse:
    user = current_user(request)
    decision = decision_of(user, postmortem)
    as_draft = verdict is not None or "draft" in request.GET or decision is not None
    shown = None if as_draft else postmortem.published_revision
    content = shown.content if shown else content_of(postmortem)
    if shown:
        was_read(shown, user)
    told = told_in(postmortem, content["timeline"])
    article = article_of(content, postmortem=postmortem, reader=user)
    context = {
        "postmortem": postmortem,
        "severity": postmortem.severity(),
        "can": abilities(user, postmortem),
        "article": article,
        "told": told,
        "people": people_by_role(told),
        "extra": [part for part in parts_for(postmortem, user) if part.key not in article.live],
        "revision": shown,
        "as_draft": as_draft,
        "newer_draft": shown is not None and postmortem.state != State.PUBLISHED,
        "publications": publications(postmortem),
        "comments": comments_context(postmortem, user),
        **_verdict(postmortem, user, verdict, content),
    }
    return render(request, "postmortems/read.html", context, status=status)


def _verdict(postmortem: Postmortem, user: User, form: VerdictForm | None, content: dict[str, Any]) -> dict[str, Any]:
    decision = decision_of(user, postmortem)
    if decision is None:
        return {}
    blank = VerdictForm(initial={"seen": fingerprint(content)})
    before = last_read(postmortem, user)
    return {
        "decision": decision,
        "before": before,
        "changes": changes_between(before.content, content) if before else [],
        "owes": owes(user, postmortem),
        "verdict": form or blank,
        "fresh": fresh_approvals(postmortem).count(),
        "remarks": remarks_of(postmortem),
    }
