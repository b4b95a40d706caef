"""Going back to an earlier revision, as an edit like any other: what stood until now is kept as a revision first."""

from typing import Any

from django.db import transaction

from accounts.models import User
from postmortems import text
from postmortems.content import keep_revision
from postmortems.models import ContributingFactor, FactorCategory, Postmortem, Revision


@transaction.atomic
def restore(postmortem: Postmortem, revision: Revision, *, by: User) -> None:
    """Make title, sections, factors and response review what they were; the timeline is the incident's and stays.

    Raises ``postmortems.text.NotEditable`` past the draft's life.
    """
    if not Postmortem.objects.select_for_update().get(pk=postmortem.pk).is_editable:
        raise text.NotEditable
    keep_revision(postmortem, why=Revision.Why.RESTORED, by=by)
    put(postmortem, revision.content, by=by)


@transaction.atomic
def put(postmortem: Postmortem, content: dict[str, Any], *, by: User) -> None:
    """Make title, sections, factors and response review what ``content`` says; a factor of ``id`` None is a new one."""
    postmortem.title = content["title"]
    postmortem.save(update_fields=["title", "updated_at"])
    _restore_sections(postmortem, content["sections"], by=by)
    _restore_factors(postmortem, content["factors"])
    _restore_response(postmortem, content["response"])


def _restore_sections(postmortem: Postmortem, stored: list[dict[str, Any]], *, by: User) -> None:
    """As one edit: open editors see it, and what they write next comes after it."""
    gone = postmortem.sections.exclude(key__in=[section["key"] for section in stored])
    texts = dict.fromkeys(gone.values_list("key", flat=True), "")
    gone.delete()
    for position, kept in enumerate(stored):
        outline = {name: kept[name] for name in ("heading", "guidance", "required")}
        postmortem.sections.update_or_create(key=kept["key"], defaults={**outline, "position": position})
        texts[kept["key"]] = kept["markdown"]
    text.write_all(postmortem, texts, by=by)


def _restore_factors(postmortem: Postmortem, stored: list[dict[str, Any]]) -> None:
    known = {factor.pk: factor for factor in ContributingFactor._base_manager.filter(postmortem=postmortem)}
    categories = {str(category): category for category in FactorCategory.objects.select_related("parent")}
    events = set(postmortem.timeline().values_list("pk", flat=True))
    for position, kept in enumerate(stored):
        factor = known.pop(kept["id"], None) or ContributingFactor(postmortem=postmortem)
        factor.statement, factor.kind = kept["statement"], kept["kind"]
        factor.category, factor.position, factor.removed_at = categories.get(kept["category"]), position, None
        factor.save()
        factor.evidence.set(pk for pk in kept["evidence"] if pk in events)
    for factor in known.values():
        if factor.removed_at is None:
            factor.remove()


def _restore_response(postmortem: Postmortem, stored: list[dict[str, Any]]) -> None:
    postmortem.response.exclude(dimension__in=[row["dimension"] for row in stored]).delete()
    for row in stored:
        values = {name: row[name] for name in ("rating", "helped", "hindered")}
        postmortem.response.update_or_create(dimension=row["dimension"], defaults=values)
