from actions.models.due import DueDateChange
from actions.models.item import ActionItem, ActionMove

__all__ = ["ActionItem", "ActionMove", "DueDateChange"]
