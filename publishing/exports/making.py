"""From a row to a file: whichever worker claims an export makes it, and says how far it is.

The claim is a lease that every step prolongs. A worker that was killed stops prolonging it, and the next one begins
anew; after ``MOST_TRIES`` the export has failed, visibly, and "Try again" sets it back.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

import structlog
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.models.audit import Verb, record
from postmortems.models import Postmortem
from publishing.exports.data import fingerprint
from publishing.exports.document import document_of
from publishing.exports.organisation import write_everything
from publishing.exports.pdf import make_pdf
from publishing.models.export import KEPT, LEASE, MOST_TRIES, Export

Step = Callable[[int, int], None]
log = structlog.get_logger(__name__)


class NotOursAnyMore(Exception):
    """Another worker took it over, or it was taken away."""


class NotTheirs(Exception):
    """Who asked for it may not see it any more."""


def ask_for_pdf(postmortem: Postmortem, *, by: User, draft: bool = False) -> Export:
    """The export of what ``by`` would read of it now: the one there is, or a new one."""
    made_of = fingerprint(document_of(postmortem, reader=by, draft=draft))
    export, new = Export.objects.get_or_create(
        kind=Export.Kind.PDF,
        asked_by=by,
        postmortem=postmortem,
        draft=draft,
        made_of=made_of,
        defaults={"expires_at": timezone.now() + KEPT},
    )
    if new:
        record(Verb.EXPORTED, postmortem.key, after={"format": "pdf"}, actor=by)
    elif export.failed_at:
        try_again(export)
    return export


def ask_for_everything(*, by: User) -> Export:
    """The export of the whole organisation that is being made, or a new one, asked for by an admin."""
    try:
        with transaction.atomic():
            new = Export.objects.create(kind=Export.Kind.ORGANISATION, asked_by=by, expires_at=timezone.now() + KEPT)
            record(Verb.EXPORTED, after={"format": "zip", "of": "the whole organisation"}, actor=by)
            return new
    except IntegrityError:
        return Export.objects.unfinished().get(kind=Export.Kind.ORGANISATION)


def try_again(export: Export) -> None:
    """Let a failed export be made anew. One that another is already being made instead of stays as it is."""
    anew = {"failed_at": None, "attempts": 0, "claimed_until": None, "done": 0, "total": 0}
    try:
        with transaction.atomic():
            Export.objects.filter(pk=export.pk).exclude(failed_at=None).update(**anew, expires_at=timezone.now() + KEPT)
    except IntegrityError:
        return
    export.refresh_from_db()


def make_all(*, now: datetime | None = None) -> Counter[str]:
    """Make what is asked for, and take away what has lapsed. Returns how many were ``made``, ``failed``, …"""
    moment = now or timezone.now()
    for old in Export.objects.lapsed(moment):
        old.file.delete(save=False)
        old.delete()
    return Counter(_make(pk, moment) for pk in list(Export.objects.claimable(moment).values_list("pk", flat=True)))


def _make(pk: int, now: datetime) -> str:
    claim = Export.objects.claimable(now).filter(pk=pk)
    if not claim.update(claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1, done=0, total=0):
        return "another"
    export = Export.objects.select_related("asked_by", "postmortem").get(pk=pk)
    if export.attempts > MOST_TRIES:
        log.error("export_given_up", export=pk)
        return _fail(export)
    held = _Held(export)
    try:
        with TemporaryFile() as target, timezone.override(export.asked_by.zone):
            _write(export, target, held.step)
            held.keep(target)
    except NotOursAnyMore:
        return "another"
    except NotTheirs:
        return _fail(export)
    except Exception:  # whatever is wrong with this one must not hold up the others; it is tried again
        log.exception("export_broken", export=pk)
        return _fail(export) if export.attempts >= MOST_TRIES else "again"
    return "made"


def _fail(export: Export) -> str:
    Export.objects.filter(pk=export.pk).update(failed_at=timezone.now(), claimed_until=None)
    return "failed"


def _write(export: Export, target: IO[bytes], step: Step) -> None:
    reader = User.objects.active().filter(pk=export.asked_by_id).first()
    if reader is None:
        raise NotTheirs
    if export.kind == Export.Kind.ORGANISATION:
        if not reader.is_admin:
            raise NotTheirs
        write_everything(target, reader=reader, step=step)
        return
    postmortem = Postmortem.objects.visible_to(reader).filter(pk=export.postmortem_id or 0).first()
    if postmortem is None:
        raise NotTheirs
    step(0, 1)
    target.write(make_pdf(postmortem, reader=reader, draft=export.draft))


class _Held:
    """Our claim of one export, as long as nobody else took it over: the number of the try tells whose it is."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.row = Export.objects.unfinished().filter(pk=export.pk, attempts=export.attempts)

    def step(self, done: int, total: int) -> None:
        """So far are we; we go on for another lease."""
        if not self.row.update(done=done, total=total, claimed_until=timezone.now() + LEASE):
            raise NotOursAnyMore

    def keep(self, target: IO[bytes]) -> None:
        size = target.tell()
        target.seek(0)
        self.export.file.save("", File(target), save=False)
        name = self.export.file.name
        done = {"done": F("total"), "file": name, "size": size, "ready_at": timezone.now(), "claimed_until": None}
        if not self.row.update(**done):
            self.export.file.delete(save=False)
            raise NotOursAnyMore
