from actions.models.item import ActionItem, ActionMove
from actions.models.due import DueDateChange

__all__ = ["ActionItem", "ActionMove", "DueDateChange"]
