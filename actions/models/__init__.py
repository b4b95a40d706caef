from actions.models.due import DueDateChange
from actions.models.item import ActionItem, ActionMove
from actions.models.policy import due_by_policy, policy_severity

__all__ = ["ActionItem", "ActionMove", "DueDateChange", "due_by_policy", "policy_severity"]
