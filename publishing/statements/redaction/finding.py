"""What a detector is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Surroundings:
    """What detectors know beside the text: whom and what must not be named here."""

    participants: tuple[tuple[str, str], ...] = ()  # (name, handle or "") of those who took part
    people: tuple[tuple[str, str], ...] = ()  # the same of everybody with an account
    domains: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    own_host: str = ""
    trackers: tuple[str, ...] = field(default=())  # hosts of the trackers that are linked here


@dataclass(frozen=True)
class Detector:
    """``find`` yields where (start, end) something stands that the public should not read."""

    name: str
    title: StrOrPromise
    why: StrOrPromise
    find: Callable[[str, Surroundings], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class Finding:
    """``words`` in ``part`` (a field of ``Content``), with what stands around them on the same line."""

    detector: Detector
    part: str
    words: str
    before: str = ""
    after: str = ""
