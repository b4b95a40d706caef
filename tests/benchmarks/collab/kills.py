"""``./dev bench collab-kills``: a web process is killed again and again while people write; nothing may be missing."""

import argparse
import os
import tempfile
import time
from pathlib import Path
from signal import SIGKILL

from tests.collab.installation import Installation
from tests.collab.storm import Storm
from tests.collab.web import web
from tests.processes import application


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench collab-kills", description=__doc__, allow_abbrev=False)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=20, help="stop after so long (default 20)")
    chosen = parser.parse_args(argv)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    with (
        tempfile.TemporaryDirectory(prefix="postmortems-kills-") as folder,
        application(Path(folder), DJANGO_SETTINGS_MODULE="tests.collab.settings") as app,
    ):
        kills, words = run(Installation(app), chosen.kills, chosen.minutes * 60)
    print(f"{kills} kills, {words} words: none that was acknowledged or seen by another is missing; all texts agree.")
    return 0


def run(installation: Installation, kills: int, seconds: float) -> tuple[int, int]:
    """How often it was killed, and how many words were written. ``AssertionError`` for one that is missing."""
    deadline = time.monotonic() + seconds
    done = 0
    with web(installation.app) as process:
        storm = Storm(installation, installation.document(), [process.port])
        storm.begin()
        while done < kills and time.monotonic() < deadline:
            storm.rage(words=20)
            storm.cut_off(lambda: process.stop(SIGKILL))
            process.start()
            storm.may_come.set()
            done += 1
        storm.calm_down()
    installation.stop()
    return done, sum(len(person.written) for person in storm.people)
