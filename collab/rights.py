"""Who may read and write a document. Packages above say it for their kinds; without a word from them nobody may."""

from collections.abc import Callable
from enum import IntEnum
from typing import Literal

from accounts.models import User
from collab.models import Document

Answer = Literal["none", "read", "write"]
Rights = Callable[[User, Document], Answer]


class Right(IntEnum):
    NONE = 0
    READ = 1
    WRITE = 2


_by_kind: dict[str, Rights] = {}


def register(kind: str, rights: Rights) -> None:
    """Let ``rights(user, document)`` decide on documents of ``kind``; called from an ``AppConfig.ready``.

    It is asked when somebody joins and about every second while they are connected, from any thread, outside a request.
    """
    _by_kind[kind] = rights


def right_of(user: User, document: Document) -> Right:
    rights = _by_kind.get(document.kind)
    return Right[rights(user, document).upper()] if rights and user.is_active else Right.NONE
