"""What needs somebody about postmortems: to review, to write on, to publish, to start, to ask after."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, lead_team_ids
from home.need import Need, When, ago_words, due_words, when_due
from incidents.models import State
from postmortems.awaiting import awaiting
from postmortems.models import Postmortem, PostmortemMove, ReviewDecision


def reviews(user: User, today: date) -> Iterator[Need]:
    """Verdicts that ``user`` was asked for in the present round; somebody waits, so they are for today."""
    for decision in ReviewDecision.objects.asked_of(user):
        postmortem, asked = decision.review.postmortem, timezone.localdate(decision.asked_at)
        dues = (postmortem.due_on, decision.review.due_on)
        words = {"name": decision.review.requested_by.name, "ago": ago_words(asked, today)}
        again = decision.approved_before_id is not None
        why = (
            _("what you approved has changed; asked again %(ago)s")
            if again
            else _("%(name)s asked for your review %(ago)s")
        )
        yield _about(
            postmortem,
            icon="chat-square-text",
            when=When.LATE if When.LATE in {when_due(due, today) for due in dues} else When.TODAY,
            day=asked,
            why=(why % words, *_due(postmortem, today)),
            verb=_("Review"),
        )


def own(user: User) -> QuerySet[Postmortem]:
    """The postmortems that ``user`` owns and that are not settled, with what tells how far they are."""
    last_move = PostmortemMove.objects.filter(postmortem=OuterRef("pk")).order_by("-at", "-pk")
    written = Count("sections", filter=~Q(sections__markdown=""), distinct=True)
    return (
        Postmortem.objects.visible_to(user)
        .unsettled()
        .filter(owner=user)
        .annotate(
            section_count=Count("sections", distinct=True),
            written_count=written,
            reviewer_count=Count("reviewers", distinct=True),
            last_verb=Subquery(last_move.values("verb")[:1]),
            last_by=Subquery(last_move.values("by__name")[:1]),
        )
        .order_by("due_on", "pk")
    )


def what_lacks(draft: Postmortem) -> list[str]:
    """``2 of 7 sections``, ``no reviewers yet``: what stands between a draft of ``own`` and its review."""
    counts = {"written": draft.written_count, "all": draft.section_count}  # type: ignore[attr-defined]
    lacks = []
    if counts["written"] < counts["all"]:
        lacks.append(_("%(written)s of %(all)s sections") % counts)
    if not draft.reviewer_count:  # type: ignore[attr-defined]
        lacks.append(_("no reviewers yet"))
    return lacks


def drafts(mine: list[Postmortem], today: date) -> Iterator[Need]:
    """Own drafts that are due soon or came back from review, and own postmortems that only need publishing."""
    for draft in mine:
        when, words = when_due(draft.due_on, today), _due(draft, today)
        if draft.state == "approved":
            why = (_("Everybody has approved it"), *words)
            yield _about(
                draft, icon="check2", when=when or When.TODAY, day=draft.due_on or today, why=why, verb=_("Publish")
            )
        elif draft.state == "draft":
            lacks = what_lacks(draft)
            sent_back = draft.last_verb == "send_back"  # type: ignore[attr-defined]
            if sent_back:
                words = (_("%(name)s asked for changes") % {"name": draft.last_by}, *words)  # type: ignore[attr-defined]
                when = When.LATE if when == When.LATE else When.TODAY
            if when:
                verb = _("Continue") if lacks or sent_back else _("Request review")
                why = (*words, *lacks)
                yield _about(draft, icon="pencil", when=when, day=draft.due_on or today, why=why, verb=verb)


def to_start(user: User, today: date) -> Iterator[Need]:
    """Resolved incidents of teams that ``user`` leads, whose severity asks for a postmortem nobody has started."""
    of_teams = Q(state=State.RESOLVED, team_id__in=lead_team_ids(user))
    for row in awaiting(user, of_teams):
        incident, due = row.incident, row.due_on
        words = {"severity": incident.severity.name, "ago": ago_words(row.resolved_on, today)}
        yield Need(
            when=when_due(due, today) or When.SOON,
            day=due,
            icon="journal-plus",
            key=incident.key,
            title=incident.title,
            url=incident.get_absolute_url(),
            why=(_("%(severity)s asks for a postmortem; resolved %(ago)s") % words, due_words(due, today)),
            verb=_("Write postmortem"),
            verb_url=f"{reverse('postmortems:start')}?incident={incident.key}",
        )


def late_ones(user: User, today: date) -> Iterator[Need]:
    """Late postmortems of teams that ``user`` leads, which somebody else owns."""
    late = Postmortem.objects.visible_to(user).late(today).filter(incidents__team_id__in=lead_team_ids(user))
    for postmortem in late.exclude(owner=user).select_related("owner").distinct():
        owner = postmortem.owner
        who = _("%(name)s owns it") % {"name": owner.name} if owner else _("nobody owns it")
        yield _about(
            postmortem,
            icon="hourglass-split",
            when=When.LATE,
            day=postmortem.due_on or today,
            why=(*_due(postmortem, today), who, _("your team's")),
            verb=_("See what is missing"),
        )


def _about(postmortem: Postmortem, *, icon: str, when: When, day: date, why: tuple[str, ...], verb: str) -> Need:
    url = postmortem.get_absolute_url()
    return Need(when, day, icon, postmortem.key, postmortem.title, url, why, verb, url)


def _due(postmortem: Postmortem, today: date) -> tuple[str, ...]:
    return (due_words(postmortem.due_on, today),) if postmortem.due_on else ()
