"""Back up and restore the embedded default: one file with the database, the uploads and the key.

The copy of the database is made by SQLite's own online backup, so it is consistent while the application runs and
writes. PostgreSQL has its own tools; ``docs/operations.md`` says how.
"""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

FORMAT = 1
DATABASE, MEDIA, KEY, MANIFEST = "db.sqlite3", "media", "secret-key", "manifest.json"


class CannotBackUp(Exception):
    """Why there is nothing to copy, or nowhere to put it, in one sentence."""


class CannotRestore(Exception):
    """Why the file or the place will not do, in one sentence."""


def database_file() -> Path:
    """The SQLite file of this installation. Raises ``CannotBackUp`` where the database is another one."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise CannotBackUp("This installation is on PostgreSQL: use pg_dump, as docs/operations.md says.")
    return Path(database["NAME"])


def back_up(target: Path) -> Path:
    """Write a backup to ``target`` (a ``.tar.gz``; never over an existing file) and return it.

    It appears under its name when it is whole: one that was interrupted leaves nothing behind.
    """
    source = database_file()
    if not source.exists():
        raise CannotBackUp(f"There is no database at {source}.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already; choose another name.")
    if not target.parent.is_dir():
        raise CannotBackUp(f"There is no folder {target.parent}.")
    with _beside(target) as unfinished, tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as still:
            live.backup(still)
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps({"format": FORMAT, "made": datetime.now(UTC).isoformat()}))
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(manifest, MANIFEST)
            archive.add(copy, DATABASE)
            for name, path in ((MEDIA, settings.MEDIA_ROOT), (KEY, settings.DATA_DIR / KEY)):
                if path.exists():
                    archive.add(path, name)
        unfinished.rename(target)
    return target


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.touch(mode=0o600)  # it holds the key and everybody's words
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def restore(source: Path) -> None:
    """Put the backup ``source`` into this installation's empty data directory.

    Raises ``CannotRestore`` for a file that is no backup of ours and for a place that holds data already.
    """
    database = database_file()
    if database.exists() or Path(settings.MEDIA_ROOT).exists():
        raise CannotRestore(f"{settings.DATA_DIR} holds data already; restore into an empty DATA_DIR.")
    try:
        with tarfile.open(source, "r:gz") as archive, tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
            _unpack(archive, Path(folder).resolve())
            _check(Path(folder))
            _put(Path(folder), database)
    except FileNotFoundError as error:
        raise CannotRestore(f"There is no file {source}.") from error
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise CannotRestore(f"{source} is not a whole backup of this application ({error}).") from error


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files inside ``folder`` alone; ``extractall(filter=…)`` is newer than the Python of Debian 12."""
    for member in archive:
        path = (folder / member.name).resolve()
        if not path.is_relative_to(folder) or not (member.isfile() or member.isdir()):
            raise ValueError(f"{member.name} leads outside")
        if content := archive.extractfile(member):
            path.parent.mkdir(parents=True, exist_ok=True)
            with content, path.open("wb") as target:
                shutil.copyfileobj(content, target)
            path.chmod(member.mode & 0o755)


def _check(folder: Path) -> None:
    manifest = folder / MANIFEST
    if not manifest.exists() or not (folder / DATABASE).exists():
        raise ValueError("it lacks the manifest or the database")
    if json.loads(manifest.read_text()).get("format") != FORMAT:
        raise ValueError("it was made by another version")
    with closing(sqlite3.connect(folder / DATABASE)) as copy:
        try:
            [(verdict,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            raise ValueError(str(error)) from error
    if verdict != "ok":
        raise ValueError(verdict)


def _put(folder: Path, database: Path) -> None:
    if (folder / MEDIA).exists():
        (folder / MEDIA).rename(settings.MEDIA_ROOT)
    if (folder / KEY).exists():
        (folder / KEY).rename(settings.DATA_DIR / KEY)
    (folder / DATABASE).rename(database)  # last: its presence says that the restore is whole
