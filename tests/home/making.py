"""Postmortems at the points of their life that the first page tells apart."""

from datetime import date

from accounts.models import User
from postmortems import review
from postmortems.models import Postmortem, ReviewDecision
from tests.factories import fill, make_incident, make_postmortem

TODAY = date(2026, 11, 3)  # a Tuesday


def due(postmortem: Postmortem, day: date) -> Postmortem:
    Postmortem.objects.filter(pk=postmortem.pk).update(due_on=day)
    postmortem.refresh_from_db()
    return postmortem


def in_review(*, owner: User, reviewer: User) -> Postmortem:
    postmortem = fill(make_postmortem(owner=owner), reviewers=(reviewer,))
    review.submit(postmortem, by=owner)
    return postmortem


def published(*, owner: User, reviewer: User, title: str = "Checkout answers 500") -> Postmortem:
    postmortem = fill(make_postmortem(make_incident(title, by=owner), owner=owner), reviewers=(reviewer,))
    review.submit(postmortem, by=owner)
    review.decide(postmortem, by=reviewer, verdict=ReviewDecision.Verdict.APPROVED)
    postmortem.refresh_from_db()
    review.publish(postmortem, by=owner)
    return postmortem
