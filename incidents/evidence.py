"""Keeping what people upload: the one door to stored files."""

import hashlib
import re
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.models import Evidence, Incident, TimelineEvent
from incidents.sniffing import Content, UploadRefused, content_of

__all__ = ["UploadRefused", "store_upload", "tidy_name"]

ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
LONGEST_NAME = 120
MEGABYTE = 1_000_000
NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def store_upload(
    incident: Incident, file: "UploadedFile[Any]", *, by: User, event: TimelineEvent | None = None, caption: str = ""
) -> Evidence:
    """Keep ``file`` as evidence of ``incident`` (and ``event`` of it), as an image if it is one.

    Raises ``UploadRefused`` for what is empty, too large, damaged or of no type that is taken.
    """
    largest = settings.EVIDENCE_LARGEST_MB * MEGABYTE
    if (file.size or 0) > largest:
        raise UploadRefused("too-large", _("At most %(n)d MB a file.") % {"n": settings.EVIDENCE_LARGEST_MB})
    data = file.read(largest + 1)
    if not data:
        raise UploadRefused("empty", _("This file is empty."))
    return _keep(incident, content_of(data), name=file.name or "", by=by, event=event, caption=caption)


def _keep(incident: Incident, content: Content, *, name: str, **fields: Any) -> Evidence:
    evidence = Evidence(
        incident=incident,
        kind=Evidence.Kind.IMAGE if content.width else Evidence.Kind.FILE,
        name=tidy_name(name, content.content_type),
        content_type=content.content_type,
        size=len(content.data),
        digest=hashlib.sha256(content.data).hexdigest(),
        width=content.width,
        height=content.height,
        author=fields.pop("by"),
        **fields,
    )
    evidence.file.save("", ContentFile(content.data), save=False)
    try:
        evidence.save()
    except BaseException:
        evidence.file.delete(save=False)
        raise
    return evidence


def tidy_name(name: str, content_type: str) -> str:
    """``name`` as it may stand in an address and on anybody's disk, with an ending that says what it is."""
    last = NOT_IN_NAMES.sub("-", PurePosixPath(name.replace("\\", "/")).name).strip("-.") or "file"
    endings = ENDINGS.get(content_type, ())
    ending = "" if not endings or last.lower().endswith(endings) else endings[0]
    if len(last) + len(ending) > LONGEST_NAME:
        stem, dot, old = last.rpartition(".")
        ending = ending or (dot + old)[:12]
        last = (stem or last)[: LONGEST_NAME - len(ending)]
    return last + ending
