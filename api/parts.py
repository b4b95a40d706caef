"""The parts of a postmortem: sections, factors, and how the response went."""

from copy import copy
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accounts.access import current_user
from api.forms import checked, revised
from api.problems import wrong_field
from api.requests import ApiRequest
from api.shapes.postmortems import (
    Dimension,
    FactorFields,
    FactorIn,
    FactorOut,
    FactorPatch,
    ResponseIn,
    ResponseOut,
    SectionIn,
    SectionKey,
    SectionOut,
)
from api.values import Number, PostmortemKey, number_of
from postmortems import text
from postmortems.access import get_draft_for, get_postmortem_for
from postmortems.forms.factor import FactorForm, new_factor, tree
from postmortems.forms.response import ResponseForm
from postmortems.models import ContributingFactor, Postmortem, ResponseReview, Section

router = Router(tags=["postmortems"])


@router.get("/{key}/sections/{section}", response=SectionOut)
def read_section(request: ApiRequest, key: PostmortemKey, section: SectionKey) -> SectionOut:
    """One section with its text and the version it has."""
    postmortem = get_postmortem_for(current_user(request), number_of(key))
    return SectionOut.of(_section(postmortem, section))


@router.put("/{key}/sections/{section}", response=SectionOut)
def write_section(request: ApiRequest, key: PostmortemKey, section: SectionKey, words: SectionIn) -> SectionOut:
    """Replace the text. 409 with the current text if somebody saved after the version that was changed."""
    user = current_user(request)
    found = _section(get_draft_for(user, number_of(key)), section)
    text.write(found, words.markdown, base=words.version, by=user)
    return SectionOut.of(found)


def _section(postmortem: Postmortem, key: str) -> Section:
    found: Section = get_object_or_404(postmortem.sections.select_related("edited_by"), key=key)
    return found


@router.post("/{key}/factors", response={201: FactorOut})
def add_factor(request: ApiRequest, response: HttpResponse, key: PostmortemKey, factor: FactorIn) -> Status[FactorOut]:
    """Name something that contributed: a condition, not a person."""
    postmortem = get_draft_for(current_user(request), number_of(key))
    given = _resolved(factor)
    form = revised(lambda data: FactorForm(data, instance=new_factor(postmortem)), given)
    saved = form.save()
    response.headers["Location"] = f"{request.path}/{saved.pk}"
    return Status(201, FactorOut.of(saved))


@router.get("/{key}/factors/{id}", response=FactorOut)
def read_factor(request: ApiRequest, key: PostmortemKey, id: Number) -> FactorOut:
    """One contributing factor."""
    return FactorOut.of(_factor(get_postmortem_for(current_user(request), number_of(key)), id))


@router.patch("/{key}/factors/{id}", response=FactorOut)
def change_factor(request: ApiRequest, key: PostmortemKey, id: Number, changes: FactorPatch) -> FactorOut:
    """Change what is sent, leave the rest."""
    postmortem = get_draft_for(current_user(request), number_of(key))
    found = _factor(postmortem, id)
    if given := _resolved(changes):
        revised(lambda data: FactorForm(data, instance=copy(found)), given).save()
    return FactorOut.of(_factor(postmortem, id))


@router.delete("/{key}/factors/{id}", response={204: None})
def remove_factor(request: ApiRequest, key: PostmortemKey, id: Number) -> Status[None]:
    """Take it off the list; restore brings it back."""
    _factor(get_draft_for(current_user(request), number_of(key)), id).remove()
    return Status(204, None)


@router.post("/{key}/factors/{id}/restore", response=FactorOut)
def restore_factor(request: ApiRequest, key: PostmortemKey, id: Number) -> FactorOut:
    """Put it back on the list."""
    postmortem = get_draft_for(current_user(request), number_of(key))
    found = get_object_or_404(ContributingFactor._base_manager.filter(postmortem=postmortem), pk=id)
    found.restore()
    return FactorOut.of(found)


def _factor(postmortem: Postmortem, number: int) -> ContributingFactor:
    factors = postmortem.factors.select_related("category__parent").prefetch_related("evidence")
    found: ContributingFactor = get_object_or_404(factors, pk=number)
    return found


def _resolved(factor: FactorFields) -> dict[str, Any]:
    given = factor.given()
    if wish := given.get("category"):
        known = {str(category): category.pk for category in tree()}
        if wish not in known:
            raise wrong_field(
                "category", f"There is no such category. There are: {', '.join(known)}.", "unknown-category"
            )
        given["category"] = known[wish]
    return given


@router.put("/{key}/response/{dimension}", response=ResponseOut)
def review_response(request: ApiRequest, key: PostmortemKey, dimension: Dimension, words: ResponseIn) -> ResponseOut:
    """Say how one dimension of the response went."""
    postmortem = get_draft_for(current_user(request), number_of(key))
    row, _created = ResponseReview.objects.get_or_create(postmortem=postmortem, dimension=dimension)
    return ResponseOut.of(checked(ResponseForm(words.model_dump(), instance=row)).save())
