"""What a move takes with it."""

from collections.abc import Mapping
from typing import Any

from api.problems import Fault, invalid
from api.values import In

Takes = Mapping[str, set[str]]  # verb -> the fields it takes


def arguments(move: In, verb: str, takes: Takes) -> dict[str, Any]:
    """The fields of ``move`` that ``verb`` takes. Raises ``Problem`` for others: they would be lost."""
    others = sorted(set(move.given()) - takes[verb])
    if others:
        raise invalid(*(Fault("not-taken", f"{verb} does not take this.", pointer=f"/{name}") for name in others))
    return {name: getattr(move, name) for name in takes[verb]}
