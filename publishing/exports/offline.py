"""One postmortem as one HTML file that opens without a network: what it shows is in it, and nothing runs."""

import base64
import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from incidents.models import Evidence
from postmortems.article import article_of
from postmortems.content import content_of
from postmortems.models import Postmortem
from postmortems.reading import parts_for, people_by_role, told_in

FACE = re.compile(r"@font-face\{[^}]*?url\((fonts/[^)]+)\)[^}]*\}")
EMBEDDED = ("inter-latin-wght-normal", "source-serif-4-latin-wght-normal", "source-serif-4-latin-wght-italic")
SYMBOL = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
USED = re.compile(r'<use href="[^"#]*icons[^"#]*#([\w-]+)"')
RUNS = re.compile(r"<script\b.*?</script>|<form\b.*?</form>|<button\b.*?</button>", re.DOTALL | re.IGNORECASE)
ASKS = re.compile(r'\s(?:hx-[\w-]+|data-[\w-]+)="[^"]*"')
PICTURE = re.compile(r'(<img\b[^>]*\bsrc=")(/evidence/([0-9a-f-]{36})/[^"]*)("[^>]*>)')
OWN_ADDRESS = re.compile(r'(\shref=")(/[^"]*)"')


def write(postmortem: Postmortem, *, reader: User, draft: bool = False) -> str:
    """The file. Links lead to the installation (``BASE_URL``), pictures that ``reader`` may see are in it."""
    shown = None if draft else postmortem.published_revision
    content = shown.content if shown else content_of(postmortem)
    told = told_in(postmortem, content["timeline"])
    article = article_of(content, postmortem=postmortem, reader=reader)
    context: dict[str, Any] = {
        "postmortem": postmortem,
        "article": article,
        "told": told,
        "severity": postmortem.severity(),
        "people": people_by_role(told),
        "extra": [part for part in parts_for(postmortem, reader) if part.key not in article.live],
        "revision": shown,
        "at": shown.created_at if shown else timezone.now(),
        "address": f"{settings.BASE_URL}{postmortem.get_absolute_url()}",
    }
    page = ASKS.sub("", RUNS.sub("", render_to_string("publishing/offline.html", context)))
    page = PICTURE.sub(lambda found: _with_picture(found, reader), page)
    page = OWN_ADDRESS.sub(lambda found: f'{found[1]}{settings.BASE_URL}{found[2]}"', page)
    page = page.replace("<!-- icons -->", _icons(set(USED.findall(page))), 1)
    page = USED.sub(r'<use href="#icon-\1"', page)
    return page.replace("<!-- styles -->", f"<style>{_styles()}</style>", 1)


def _with_picture(found: re.Match[str], reader: User) -> str:
    """The picture in the page itself; what is not there, or not theirs, keeps its place in words."""
    try:
        visible = Evidence.objects.visible_to(reader).present().filter(uuid=UUID(found[3]))
    except ValueError:
        visible = Evidence.objects.none()
    evidence = visible.filter(kind=Evidence.Kind.IMAGE).first()
    if evidence is None or not default_storage.exists(str(evidence.file.name)):
        alt = re.search(r'\balt="([^"]*)"', found[0])
        return f"<em>[{html.escape(html.unescape(alt[1])) if alt else ''}]</em>"
    with evidence.file.open() as file:
        data = base64.b64encode(file.read()).decode()
    return f"{found[1]}data:{evidence.content_type};base64,{data}{found[4]}"


def _built(name: str) -> Path:
    found = finders.find(f"build/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


@lru_cache(maxsize=1)
def _styles() -> str:
    """The built styles, with the faces that Latin text needs in them; other scripts fall back to the system's fonts."""

    def face(found: re.Match[str]) -> str:
        path = found[1]
        if not any(name in path for name in EMBEDDED):
            return ""
        data = base64.b64encode(_built(path).read_bytes()).decode()
        return found[0].replace(path, f"data:font/woff2;base64,{data}")

    return FACE.sub(face, _built("app.css").read_text(encoding="utf-8")).replace("</", "<\\/")


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    sprite = _built("icons.svg").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in SYMBOL.finditer(sprite)}


def _icons(names: set[str]) -> str:
    symbols = _symbols()
    inside = "".join(symbols[name].replace('id="', 'id="icon-', 1) for name in sorted(names) if name in symbols)
    return f'<svg class="visually-hidden" aria-hidden="true" width="0" height="0">{inside}</svg>'
