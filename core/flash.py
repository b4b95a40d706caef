"""Short messages after a deed, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest
from django_stubs_ext import StrOrPromise


def tell(request: HttpRequest, text: StrOrPromise, *, undo: str = "") -> None:
    """Show ``text`` on the next page; ``undo`` is the path that the toast's Undo button posts to."""
    messages.success(request, str(text), extra_tags=f"undo:{undo}" if undo else "")
