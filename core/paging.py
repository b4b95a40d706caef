"""Pages of long lists: keys are counted and sorted alone, whole rows are read for one page only.

A database that sorts rows works out every column of all of them first; what a row shows beside its sort key (counts,
marks) would be asked for fifty thousand rows to show fifty.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_this_order(rows: QuerySet[Row], keys: Iterable[int]) -> list[Row]:
    """Those of ``rows`` with ``keys``, in the order of ``keys``."""
    keys = list(keys)
    found = rows.order_by().in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]


class LeanPaginator(Paginator):  # type: ignore[type-arg]  # generic for the type checker alone
    """Pages of ``sorted_rows``; each page's rows are read from ``shown``, which carries what a row shows."""

    def __init__(self, sorted_rows: QuerySet[Any], shown: QuerySet[Any], per_page: int) -> None:
        super().__init__(sorted_rows.values_list("pk", flat=True), per_page)
        self.shown = shown

    def page(self, number: int | str) -> "Page[Any]":
        page = super().page(number)
        page.object_list = in_this_order(self.shown, page.object_list)
        return page
