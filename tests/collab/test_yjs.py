"""The provider of npm, as it is."""

import os
import shutil
import subprocess

import pytest

from tests.processes import ROOT


@pytest.mark.skipif(not shutil.which("node"), reason="there is no Node on this machine")
def test_the_ordinary_client_connects_syncs_edits_and_comes_back(installation, tmp_path):
    document = installation.document(text="Start: ")
    script = shutil.copy(
        ROOT / "tests" / "collab" / "yjs.mjs", ROOT / "frontend" / "node_modules" / f"collab-{os.getpid()}.mjs"
    )
    try:
        done = subprocess.run(
            [
                "node",
                script,
                f"ws://127.0.0.1:{installation.app.port}/ws/documents",
                str(document),
                installation.token(),
            ],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            env={"PATH": os.environ["PATH"]},
        )
    finally:
        os.unlink(script)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "meanwhile Start: one offline \n"
    assert installation.texts(document)["text"] == "meanwhile Start: one offline "
