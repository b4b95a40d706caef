"""Wording that judges people: found as one writes, told as a question, never in the way. See docs/language.md."""

from postmortems.language.checking import Finding, check

__all__ = ["Finding", "check"]
