"""The rules, in the order in which they are asked. What an earlier one found, a later one leaves alone.

In a phrase a space stands for any number of spaces; the rest is Python's ``re``. The sources are told in docs/language.md.
"""

from postmortems.language.rules import blame, counterfactual, judgement, not_done
from postmortems.language.rules.rule import Rule

__all__ = ["BY_KEY", "RULES", "Rule"]

RULES: tuple[Rule, ...] = (*counterfactual.RULES, *not_done.RULES, *blame.RULES, *judgement.RULES)
BY_KEY = {rule.key: rule for rule in RULES}
