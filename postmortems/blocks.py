"""Live blocks: ``{{timeline}}`` in a section shows what is true when it is read, instead of a copy that goes stale.

Each name is registered by the package that knows what to show; ``core.markdown.blocks`` says where such a line counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.markdown import Fillers
from postmortems.content import content_of
from postmortems.models import Postmortem


@dataclass(frozen=True)
class Shown:
    """What a block is asked to show: ``content`` is what is being read, a stored revision's or today's."""

    postmortem: Postmortem
    reader: User
    content: dict[str, Any]


Renderer = Callable[[Shown], SafeString]
_renderers: dict[str, tuple[StrOrPromise, Renderer]] = {}


def live_block(name: str, label: StrOrPromise) -> Callable[[Renderer], Renderer]:
    """Let ``{{name}}`` show what the decorated function returns: safe HTML for this reader, "" for nothing."""

    def register(renderer: Renderer) -> Renderer:
        _renderers[name] = (label, renderer)
        return renderer

    return register


def names() -> dict[str, StrOrPromise]:
    """The blocks there are, with their labels."""
    return {name: label for name, (label, _renderer) in _renderers.items()}


class LiveBlocks:
    """The blocks of one page; each is shown once, and where it is asked for again a link leads to it."""

    def __init__(self, postmortem: Postmortem, reader: User, content: dict[str, Any] | None = None) -> None:
        """``content``: what is being read, if the caller has it; else it is fetched when a block needs it."""
        self.postmortem, self.reader, self._given = postmortem, reader, content
        self.used: list[str] = []

    @property
    def fillers(self) -> Fillers:
        return {name: partial(self._show, name) for name in _renderers}

    @cached_property
    def _shown(self) -> Shown:
        return Shown(self.postmortem, self.reader, self._given or content_of(self.postmortem))

    def _show(self, name: str) -> SafeString:
        label, renderer = _renderers[name]
        if name in self.used:
            return format_html('<p><a href="#live-{}">{}</a></p>', name, _("%(what)s: see above") % {"what": label})
        self.used.append(name)
        context = {"name": name, "label": label, "html": renderer(self._shown)}
        return render_to_string("postmortems/_live_block.html", context)
