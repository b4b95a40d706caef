"""Which columns of a list are shown: the reader's choice, kept in the address as ``?column=title&column=due``.

The same choice makes the list's table and its CSV. Without a choice a table shows what is usual, the CSV has all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django_stubs_ext import StrOrPromise

IN_ADDRESS = "column"


@dataclass(frozen=True)
class Column:
    """``cell`` gives a row's value for the CSV; ``heading`` is its name there, where that differs from ``label``."""

    name: str
    label: StrOrPromise
    cell: Callable[[Any], object]
    usual: bool = True
    heading: StrOrPromise = ""


class Columns:
    """The columns of one list, in their order; those of ``always`` name the thing and cannot be taken away."""

    def __init__(self, *columns: Column, always: tuple[str, ...]) -> None:
        self.all = columns
        self.always = always

    def chosen(self, address: QueryDict) -> "Chosen":
        """What ``address`` asks for; names that the list does not have are passed over."""
        wished = set(address.getlist(IN_ADDRESS)) & {column.name for column in self.all}
        return Chosen(self, frozenset({*wished, *self.always} if wished else ()))


@dataclass(frozen=True)
class Chosen:
    """``wished`` is empty while the reader has not chosen."""

    columns: Columns
    wished: frozenset[str]

    @cached_property
    def shown(self) -> dict[str, bool]:
        """For templates: ``{% if columns.shown.team %}``."""
        return {c.name: c.name in self.wished if self.wished else c.usual for c in self.columns.all}

    @property
    def visible(self) -> list[Column]:
        return [column for column in self.columns.all if self.shown[column.name]]

    @property
    def optional(self) -> list[Column]:
        """Those that can be shown or left out."""
        return [column for column in self.columns.all if column.name not in self.columns.always]

    @property
    def in_sheet(self) -> list[Column]:
        return [c for c in self.columns.all if c.name in self.wished] if self.wished else [*self.columns.all]

    def heading(self) -> list[StrOrPromise]:
        return [column.heading or column.label for column in self.in_sheet]

    def cells(self, row: Any) -> list[object]:
        return [column.cell(row) for column in self.in_sheet]
