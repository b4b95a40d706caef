from actions.models.chasing import ChasingPolicy
from actions.models.due import DueDateChange
from actions.models.item import ActionItem, ActionMove
from actions.models.letters import Snooze, SpentLink
from actions.models.owners import OwnerChange
from actions.models.pointer import Pointer
from actions.models.policy import due_by_policy, policy_severity
from actions.models.question import Question

__all__ = [
    "ActionItem",
    "ActionMove",
    "ChasingPolicy",
    "DueDateChange",
    "OwnerChange",
    "Pointer",
    "Question",
    "Snooze",
    "SpentLink",
    "due_by_policy",
    "policy_severity",
]
