"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from postmortems.models import (
    ContributingFactor,
    FactorCategory,
    Postmortem,
    ResponseReview,
    Review,
    ReviewDecision,
    Revision,
    Section,
    TemplateSection,
)
from tests.factories import make_template

pytestmark = pytest.mark.django_db


def refused(constraint, write):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def state(postmortem, **fields):
    return lambda: Postmortem.objects.filter(pk=postmortem.pk).update(**fields)


def test_a_state_is_one_we_know(draft):
    refused("postmortem_state_known", state(draft, state="lost"))


def test_who_is_waived_says_why_and_by_whom(draft, people):
    refused("postmortem_waived_with_reason_and_approver", state(draft, state="waived"))
    refused("postmortem_waived_with_reason_and_approver", state(draft, state="waived", waiver_reason="Because"))
    refused("postmortem_waived_with_reason_and_approver", state(draft, state="waived", waived_by=people.lea))


def test_what_is_published_has_its_revision_and_owner(draft):
    refused("postmortem_published_has_revision_and_owner", state(draft, state="published"))


def test_past_the_draft_it_has_an_owner(draft):
    refused("postmortem_past_draft_has_owner", state(draft, state="in_review", owner=None))


def test_a_section_stands_once(draft):
    refused("UNIQUE|section_once", lambda: Section.objects.create(postmortem=draft, key="summary", heading="Again"))


def test_a_template_s_section_stands_once(db):
    template = make_template()
    refused(
        "UNIQUE|template_section_once",
        lambda: TemplateSection.objects.create(template=template, key="summary", heading="Again"),
    )


def test_a_factor_is_of_a_kind_we_know(draft):
    refused(
        "factor_kind_known", lambda: ContributingFactor.objects.create(postmortem=draft, statement="x", kind="blame")
    )


def test_categories_stand_once_below_their_parent():
    root = FactorCategory.objects.create(name="Our own")
    FactorCategory.objects.create(name="Queues", parent=root)
    refused("UNIQUE|factor_category_once", lambda: FactorCategory.objects.create(name="Queues", parent=root))
    refused("UNIQUE|factor_category_root_once", lambda: FactorCategory.objects.create(name="Our own"))


def test_a_dimension_is_looked_at_once(draft):
    ResponseReview.objects.create(postmortem=draft, dimension="tooling")
    refused(
        "UNIQUE|response_dimension_once", lambda: ResponseReview.objects.create(postmortem=draft, dimension="tooling")
    )


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_is_one_to_five(draft, rating):
    refused(
        "response_rating_1_to_5",
        lambda: ResponseReview.objects.create(postmortem=draft, dimension="tooling", rating=rating),
    )


def test_a_revision_s_number_stands_once(draft):
    fields = {"postmortem": draft, "number": 1, "content": {}, "fingerprint": "x", "why": "saved"}
    Revision.objects.create(**fields)
    refused("UNIQUE|revision_number_once", lambda: Revision.objects.create(**fields))


def test_a_round_and_a_verdict_in_it_stand_once(draft, people):
    review = Review.objects.create(postmortem=draft, round=1, requested_by=people.olga)
    refused(
        "UNIQUE|review_round_once",
        lambda: Review.objects.create(postmortem=draft, round=1, requested_by=people.olga),
    )
    ReviewDecision.objects.create(review=review, reviewer=people.rita)
    refused("UNIQUE|review_decision_once", lambda: ReviewDecision.objects.create(review=review, reviewer=people.rita))


def test_a_verdict_is_on_a_revision_and_a_pending_one_is_not(draft, people):
    review = Review.objects.create(postmortem=draft, round=1, requested_by=people.olga)
    decision = {"review": review, "reviewer": people.rita}
    refused("review_verdict_on_a_revision", lambda: ReviewDecision.objects.create(**decision, verdict="approved"))
    refused(
        "review_verdict_on_a_revision", lambda: ReviewDecision.objects.create(**decision, decided_at=timezone.now())
    )
