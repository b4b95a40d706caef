"""What a rule is: ways to say it, why that judges, and what to ask instead."""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from postmortems.language.phrases import Phrase


@dataclass(frozen=True)
class Rule:
    key: str
    title: StrOrPromise
    why: StrOrPromise
    ask: StrOrPromise
    source: str
    phrases: tuple[Phrase, ...]
