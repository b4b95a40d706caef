"""Lists in pages that stay right while rows are added: each page begins after the last row of the one before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from pydantic import BaseModel, ConfigDict, Field

from api.problems import Fault, invalid, wrong_parameter
from api.requests import ApiRequest

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
MOST = 100


class PageQuery(BaseModel):
    """The part of every list's query that says which page."""

    model_config = ConfigDict(extra="forbid")

    cursor: str = Field("", max_length=500, description="From `next_cursor` of the page before.")
    limit: int = Field(25, ge=1, le=MOST, description="How many at most.")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = Field(description="Null on the last page.")
    next: str | None = Field(description="The address of the next page.")


@dataclass(frozen=True)
class Order:
    """What a list is sorted by: ``time`` (a field, or "" for none) and then the key; ``down``: the newest first."""

    name: str
    time: str = ""
    down: bool = True

    def sorted(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        sign = "-" if self.down else ""
        return rows.order_by(*(f"{sign}{field}" for field in (self.time, "pk") if field))

    def after(self, cursor: str) -> Q:
        """Only rows beyond ``cursor``. Raises ``Problem`` for one that is not ours."""
        if not cursor:
            return Q()
        beyond = "lt" if self.down else "gt"
        try:
            time, pk = self._signer().unsign_object(cursor)
        except (BadSignature, ValueError) as error:
            raise wrong_parameter("cursor", "Take it from next_cursor of the page before.", "cursor") from error
        if not self.time:
            return Q((f"pk__{beyond}", pk))
        at = parse_datetime(time)
        return Q((f"{self.time}__{beyond}", at)) | Q((self.time, at), (f"pk__{beyond}", pk))

    def cursor(self, row: Model) -> str:
        at: datetime | None = getattr(row, self.time) if self.time else None
        return self._signer().sign_object([at.isoformat() if at else "", row.pk])

    def _signer(self) -> Signer:
        return Signer(salt=f"api-cursor:{self.name}")


def page(
    request: ApiRequest, rows: QuerySet[Row], query: PageQuery, order: Order, show: Callable[[Row], Any]
) -> dict[str, Any]:
    """One page of ``rows`` in ``order``, each as ``show`` makes it."""
    if unknown := sorted(request.GET.keys() - type(query).model_fields):
        raise invalid(*(Fault("unknown-parameter", "There is no such parameter.", parameter=name) for name in unknown))
    found = list(order.sorted(rows.filter(order.after(query.cursor)))[: query.limit + 1])
    shown = found[: query.limit]
    cursor = order.cursor(shown[-1]) if len(found) > query.limit else None
    return {"items": [show(row) for row in shown], "next_cursor": cursor, "next": _address(request, cursor)}


def _address(request: ApiRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
