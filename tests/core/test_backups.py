"""A backup of the embedded default, restored into an empty place, is the same installation."""

import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.backups import CannotRestore, restore

ROOT = Path(__file__).resolve().parents[2]


def manage(data_dir: Path, *args: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done


def everything(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in tables}


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("source")
    manage(data_dir, "migrate", "-v0")
    manage(data_dir, "admin_link")
    (data_dir / "media" / "evidence").mkdir(parents=True)
    (data_dir / "media" / "evidence" / "graph.png").write_bytes(bytes(range(256)))
    return data_dir


@pytest.fixture(scope="module")
def backup(installation, tmp_path_factory):
    target = tmp_path_factory.mktemp("backups") / "one.tar.gz"
    manage(installation, "backup", target)
    return target


@pytest.fixture
def empty_place(settings, monkeypatch, tmp_path):
    settings.DATA_DIR = tmp_path / "place"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.DATA_DIR.mkdir()
    monkeypatch.setattr("core.backups.database_file", lambda: settings.DATA_DIR / "db.sqlite3")
    return settings.DATA_DIR


def test_a_restored_backup_holds_everything(installation, backup, tmp_path):
    manage(tmp_path, "restore", backup)
    assert everything(tmp_path) == everything(installation)
    assert (tmp_path / "media/evidence/graph.png").read_bytes() == bytes(range(256))
    assert (tmp_path / "secret-key").read_text() == (installation / "secret-key").read_text()


def test_a_backup_is_for_its_owner_alone(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_somebody_writes_is_consistent(installation, tmp_path):
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        with closing(sqlite3.connect(installation / "db.sqlite3", timeout=20)) as database:
            database.execute("CREATE TABLE IF NOT EXISTS pairs (a INTEGER, b INTEGER)")
            while not stop.is_set():
                with database:  # both rows or none
                    database.execute("INSERT INTO pairs VALUES (?, 1)", (written,))
                    database.execute("INSERT INTO pairs VALUES (?, 2)", (written,))
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manage(installation, "backup", tmp_path / "busy.tar.gz")
    finally:
        stop.set()
        writer.join()
    (tmp_path / "restored").mkdir()
    manage(tmp_path / "restored", "restore", tmp_path / "busy.tar.gz")
    rows = everything(tmp_path / "restored")["pairs"]
    assert [row[0] for row in rows] == [n for n in range(len(rows) // 2) for _twice in (1, 2)]
    with closing(sqlite3.connect(installation / "db.sqlite3")) as database:
        database.execute("DROP TABLE pairs")


def test_a_place_with_data_is_left_alone(installation, backup):
    before = everything(installation)
    refused = manage(installation, "restore", backup, check=False)
    assert "holds data already" in refused.stderr
    assert everything(installation) == before


def test_a_backup_never_replaces_a_file(installation, backup):
    refused = manage(installation, "backup", backup, check=False)
    assert "exists already" in refused.stderr


@pytest.mark.parametrize("damage", ["cut", "text", "other", "missing"])
def test_a_file_that_is_no_backup_is_refused_in_words_and_changes_nothing(damage, backup, tmp_path, empty_place):
    source = tmp_path / "bad.tar.gz"
    if damage == "cut":
        source.write_bytes(backup.read_bytes()[:5000])
    elif damage == "text":
        source.write_text("not an archive")
    elif damage == "other":
        (tmp_path / "letter").write_text("hello")
        with tarfile.open(source, "w:gz") as archive:
            archive.add(tmp_path / "letter", "letter")
    with pytest.raises(CannotRestore, match=r"bad\.tar\.gz"):
        restore(source)
    assert not list(empty_place.iterdir())


def test_an_archive_that_leads_outside_is_refused(tmp_path, empty_place):
    source = tmp_path / "evil.tar.gz"
    (tmp_path / "x").write_text("x")
    with tarfile.open(source, "w:gz") as archive:
        archive.add(tmp_path / "x", "../../escaped")
    with pytest.raises(CannotRestore):
        restore(source)
    assert not (tmp_path.parent / "escaped").exists()
